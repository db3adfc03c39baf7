import { Group, NumberInput } from '@mantine/core';
import { useSession } from '../../app/session.ts';
import { ItemPicker } from '../../ui/item-picker.tsx';
import type { ItemChoice } from '../../ui/use-item-choices.ts';

export type NewLine = {
  key: number;
  item: ItemChoice | null;
  quantity: number | string;
  price: number | string;
};

export const isCompleteLine = ({ item, quantity }: NewLine): boolean => item !== null && Number(quantity) > 0;

/** What a line is in the order, in thousandths and millionths; an empty price is the agreed one. */
export const toOrderedLine = ({ item, quantity, price }: NewLine) => ({
  item: item?.value ?? '',
  quantityMilli: Math.round(Number(quantity) * 1_000),
  ...(price === '' ? {} : { unitPriceMicros: Math.round(Number(price) * 1_000_000) }),
});

/** One line of a new order: an item by number or words of its name, how many, and a price if not the agreed one. */
export function NewOrderLine({
  line,
  number,
  onChange,
}: {
  line: NewLine;
  number: number;
  onChange: (line: NewLine) => void;
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
        w={120}
        aria-label={`Quantity of line ${number}`}
        placeholder="Quantity"
        min={0}
        decimalScale={3}
        value={line.quantity}
        onChange={(quantity) => onChange({ ...line, quantity })}
      />
      <NumberInput
        w={140}
        aria-label={`Price of line ${number}`}
        placeholder="As agreed"
        min={0}
        decimalScale={6}
        value={line.price}
        onChange={(price) => onChange({ ...line, price })}
      />
    </Group>
  );
}
