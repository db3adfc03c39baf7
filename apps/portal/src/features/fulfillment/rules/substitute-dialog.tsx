import { Group } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../../ui/form-fields.tsx';
import { ItemPicker } from '../../../ui/item-picker.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { factorText } from './rule-words.ts';
import { type Draft, entriesOf, keyOf, type Substitute } from './rules-draft.ts';
import type { SectionDialogProps } from './section-dialog-props.ts';

const nextTurn = (draft: Draft, itemId: string): number =>
  Math.min(
    9,
    1 +
      Math.max(
        0,
        ...entriesOf(draft, 'substitutes')
          .filter(({ value }) => value.itemId === itemId)
          .map(({ value }) => value.position),
      ),
  );

const isComplete = (one: Partial<Substitute>): one is Substitute =>
  [one.itemId, one.substituteId, one.position, one.numerator, one.denominator].every(
    (value) => value !== undefined && value !== 0,
  );

type Units = { one: Partial<Substitute>; onChange: (part: Partial<Substitute>) => void };

function UnitFields({ one, onChange }: Units) {
  const number = (value: number | string, most: number): number =>
    typeof value === 'number' ? Math.min(most, Math.max(0, Math.round(value))) : 0;
  return (
    <Group grow mt="sm">
      {(
        [
          ['numerator', 'So many of it', 1_000_000],
          ['denominator', 'for so many', 1_000_000],
          ['position', 'Tried as number', 9],
        ] as const
      ).map(([name, label, most]) => (
        <NumberField
          key={name}
          label={label}
          min={1}
          max={most}
          decimalScale={0}
          value={one[name] === undefined || one[name] === 0 ? '' : one[name]}
          onChange={(value) => onChange({ [name]: number(value, most) })}
        />
      ))}
    </Group>
  );
}

/** What stands in for an item that is short, where the customer accepts it. */
export function SubstituteDialog(props: SectionDialogProps<'substitutes'>) {
  const { entry, draft, words, sellerId, onApply, onRemember, onClose } = props;
  const [one, setOne] = useState<Partial<Substitute>>(entry?.value ?? { numerator: 1, denominator: 1 });
  const change = (part: Partial<Substitute>): void => setOne((present) => ({ ...present, ...part }));
  const ownKey = entry === undefined ? undefined : keyOf(entry);
  const others = entriesOf(draft, 'substitutes').filter(
    (other) => keyOf(other) !== ownKey && other.value.itemId === one.itemId,
  );
  const problem =
    one.itemId !== undefined && one.itemId === one.substituteId
      ? 'An item does not stand in for itself.'
      : others.some(({ value }) => value.substituteId === one.substituteId)
        ? 'It stands in for this item already: change that entry.'
        : others.some(({ value }) => value.position === one.position)
          ? `Another one is tried as number ${one.position}.`
          : undefined;
  const chosen = (id: string | undefined) =>
    id === undefined ? null : { value: id, label: words.nameOf(id) };
  return (
    <RuleDialog
      title={entry === undefined ? 'Name a substitute' : 'Substitute'}
      isReady={isComplete(one) && problem === undefined}
      onApply={() => isComplete(one) && onApply({ section: 'substitutes', value: one })}
      onClose={onClose}
    >
      <ItemPicker
        label="Instead of"
        isFirst
        organisationId={sellerId}
        chosen={chosen(one.itemId)}
        onPick={(item) => {
          onRemember(item);
          change({
            itemId: item.itemId,
            ...(entry?.value.itemId === item.itemId ? {} : { position: nextTurn(draft, item.itemId) }),
          });
        }}
      />
      <ItemPicker
        mt="sm"
        label="Ship"
        organisationId={sellerId}
        chosen={chosen(one.substituteId)}
        onPick={(item) => {
          onRemember(item);
          change({ substituteId: item.itemId });
        }}
      />
      <UnitFields one={one} onChange={change} />
      <p className={problem === undefined ? 'soft' : 'field-error'}>
        {problem ?? (isComplete(one) ? `${factorText(one, words)}.` : 'Choose both items.')}
      </p>
    </RuleDialog>
  );
}
