import { Button, Group, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatCount } from '../format.ts';
import { createCellText } from './cell-text.ts';
import { type GridView, lineAt } from './grid-view.ts';
import { type EditPlan, isOutside, type PlannedEdit } from './plan-edits.ts';

type PastePreviewProps = {
  view: GridView;
  plan: EditPlan;
  title: string;
  toleranceRatio: number;
  onAccept: (edits: readonly PlannedEdit[]) => void;
  onClose: () => void;
};

/** More than this many rows of the preview would slow the page; the rest is counted and kept or left out together. */
const listedMax = 1_500;

const nameOf = (view: GridView, { place, edit }: PlannedEdit): readonly string[] => {
  const row = view.store.rowAt(edit.rowIndex);
  const { measureIndex } = lineAt(view, place.line);
  return [
    `${row?.itemNumber ?? ''} ${row?.description ?? ''}`,
    row?.locationCode ?? '',
    view.store.measures[measureIndex]?.name ?? '',
    view.store.buckets[place.column]?.label ?? '',
  ];
};

/** What a paste would change, cell by cell; large differences come first and each cell can be left out. */
export function PastePreview({ view, plan, title, toleranceRatio, onAccept, onClose }: PastePreviewProps) {
  const text = useMemo(() => createCellText(), []);
  const sorted = useMemo(
    () =>
      [...plan.edits].sort(
        (a, b) => Number(isOutside(b, toleranceRatio)) - Number(isOutside(a, toleranceRatio)),
      ),
    [plan, toleranceRatio],
  );
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const outsideCount = sorted.filter((edit) => isOutside(edit, toleranceRatio)).length;
  const toggle = (index: number): void => {
    const next = new Set(left);
    if (!next.delete(index)) next.add(index);
    setLeft(next);
  };
  const leaveOutside = (): void =>
    setLeft(new Set(Array.from({ length: outsideCount }, (_, index) => index)));
  const taken = sorted.filter((_, index) => !left.has(index));
  return (
    <Modal opened onClose={onClose} title={title} size={760}>
      <p>
        {formatCount(sorted.length)} cells change
        {outsideCount > 0 &&
          `, ${formatCount(outsideCount)} of them by more than ${Math.round(toleranceRatio * 100)} % (marked ▲)`}
        .
      </p>
      {plan.problems.length > 0 && (
        <div className="callout" role="note">
          <strong>Not pasted</strong>
          <ul>
            {plan.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="paste-preview">
        <table className="table inset">
          <thead>
            <tr>
              <th>Take</th>
              <th>Item</th>
              <th>Location</th>
              <th>Measure</th>
              <th>Bucket</th>
              <th className="number">Now</th>
              <th className="number">New</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, listedMax).map((edit, index) => {
              const [item, location, measure, bucket] = nameOf(view, edit);
              return (
                <tr key={`${edit.edit.rowIndex} ${edit.edit.measureIndex} ${edit.edit.bucketIndex}`}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Take ${item}, ${bucket}`}
                      checked={!left.has(index)}
                      onChange={() => toggle(index)}
                    />
                    {isOutside(edit, toleranceRatio) && <span title="A large change"> ▲</span>}
                  </td>
                  <td>{item}</td>
                  <td>{location}</td>
                  <td>{measure}</td>
                  <td>{bucket}</td>
                  <td className="number">{text.exact(edit.shownBeforeMilli) || 'no value'}</td>
                  <td className="number">{text.exact(edit.edit.afterMilli) || 'no override'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {sorted.length > listedMax && <p>{formatCount(sorted.length - listedMax)} more, all of them taken.</p>}
      <Group justify="flex-end" mt="md">
        {outsideCount > 0 && (
          <Button variant="subtle" onClick={leaveOutside}>
            Leave out large changes
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          data-testid="paste-accept"
          data-autofocus
          disabled={taken.length === 0}
          onClick={() => onAccept(taken)}
        >
          Paste {formatCount(taken.length)} cells
        </Button>
      </Group>
    </Modal>
  );
}
