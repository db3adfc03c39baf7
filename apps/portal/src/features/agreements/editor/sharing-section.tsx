import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import {
  canOwn,
  describeSharing,
  measureName,
  newSharingRule,
  type SharingCell,
  sharingCells,
} from '../sharing-choices.ts';
import { CheckField, ChoiceField, FieldGrid, NumberField } from './fields.tsx';
import { useAgreementForm } from './form-context.ts';

/** What each side lets the other read; the database opens exactly this. */
export function SharingSection() {
  const { content, sideNames } = useAgreementForm();
  const [openCell, setOpenCell] = useState<string>();
  return (
    <table className="table inset form-table sharing-choice" aria-label="Sharing">
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">{sideNames.buyer} shares</th>
          <th scope="col">{sideNames.seller} shares</th>
        </tr>
      </thead>
      <tbody>
        {sharingCells(content.sharing).map(([measure, cells]) => (
          <tr key={measure}>
            <th scope="row">{measureName(measure)}</th>
            {cells.map((cell) => {
              const key = `${cell.measure} ${cell.owner}`;
              return (
                <td key={key}>
                  <SharingChoice
                    cell={cell}
                    isOpen={openCell === key}
                    onToggle={() => setOpenCell(openCell === key ? undefined : key)}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SharingChoiceProps = { cell: SharingCell; isOpen: boolean; onToggle: () => void };

function SharingChoice({ cell, isOpen, onToggle }: SharingChoiceProps) {
  const { content, isReadOnly, set, sideNames } = useAgreementForm();
  const { measure, owner, index, rule } = cell;
  if (rule === undefined && !canOwn(measure, owner)) return <span className="soft">has none</span>;
  const toggle = (isShared: boolean) =>
    set(
      ['sharing'],
      isShared
        ? [...content.sharing, newSharingRule(measure, owner)]
        : content.sharing.filter((_, at) => at !== index),
    );
  return (
    <>
      <div className="sharing-line">
        <Checkbox
          aria-label={`${sideNames[owner]} shares ${measureName(measure)}`}
          checked={rule !== undefined}
          disabled={isReadOnly}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
        {rule === undefined ? (
          <span className="soft">not shared</span>
        ) : (
          <button type="button" className="link-button" aria-expanded={isOpen} onClick={onToggle}>
            {describeSharing(rule)} <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          </button>
        )}
      </div>
      {rule !== undefined && isOpen && <SharingFields index={index} />}
    </>
  );
}

function SharingFields({ index }: { index: number }) {
  const at = (...path: string[]) => ['sharing', index, ...path];
  return (
    <FieldGrid>
      <ChoiceField
        path={at('granularity', 'item')}
        label="Items"
        options={[
          { value: 'item', label: 'each item' },
          { value: 'category', label: 'by category' },
        ]}
      />
      <ChoiceField
        path={at('granularity', 'place')}
        label="Places"
        options={[
          { value: 'location', label: 'each location' },
          { value: 'all-locations', label: 'all together' },
        ]}
      />
      <ChoiceField
        path={at('granularity', 'bucketDays')}
        label="Time"
        isNumber
        options={[
          { value: '1', label: 'days' },
          { value: '7', label: 'weeks' },
        ]}
      />
      <NumberField path={at('latencyHours')} label="Earliest after" unit="h" />
      <NumberField path={at('depthDays')} label="Reaches" unit="days" />
      <CheckField path={at('mayReshare')} label="May be passed on" />
    </FieldGrid>
  );
}
