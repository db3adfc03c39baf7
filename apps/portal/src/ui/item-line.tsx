import { Group, NumberInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSession } from '../app/session.ts';
import { ItemPicker } from './item-picker.tsx';
import type { ItemChoice } from './use-item-choices.ts';

/** What is written about an item of one's own: which, and how many of it. */
export type ItemLine = { key: number; item: ItemChoice | null; quantity: number | string };

export const isWritten = ({ item, quantity }: ItemLine): boolean => item !== null && Number(quantity) > 0;

/** The line as the server takes it, in thousandths. */
export const toItemAmount = ({ item, quantity }: ItemLine) => ({
  item: item?.value ?? '',
  quantityMilli: Math.round(Number(quantity) * 1_000),
});

/** Lines that are being written; at first there is one that is empty. */
export function useItemLines<Line extends ItemLine>(empty: (key: number) => Line) {
  const [lines, setLines] = useState<readonly Line[]>(() => [empty(0)]);
  return {
    lines,
    written: lines.filter(isWritten),
    change: (changed: Line) =>
      setLines((before) => before.map((one) => (one.key === changed.key ? changed : one))),
    addLine: () => setLines((before) => [...before, empty(before.length)]),
  };
}

/** A row of a form: an item, found by number or name, how many, and what else the form asks of it. */
export function ItemLineFields<Line extends ItemLine>({
  line,
  number,
  onChange,
  children,
}: {
  line: Line;
  number: number;
  onChange: (line: Line) => void;
  children?: ReactNode;
}) {
  const { organisation } = useSession();
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <ItemPicker
        isInRow
        label={`Item of line ${number}`}
        organisationId={organisation.id}
        chosen={line.item}
        onPick={({ itemId, label }) => onChange({ ...line, item: { value: itemId, label } })}
      />
      <NumberInput
        w={130}
        aria-label={`Quantity of line ${number}`}
        placeholder="Quantity"
        min={0}
        decimalScale={3}
        value={line.quantity}
        onChange={(quantity) => onChange({ ...line, quantity })}
      />
      {children}
    </Group>
  );
}
