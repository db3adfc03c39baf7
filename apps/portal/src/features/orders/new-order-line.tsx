import { Group, NumberInput } from '@mantine/core';
import { ItemField } from '../../ui/item-field.tsx';

export type NewLine = { key: number; item: string; quantity: number | string; price: number | string };

export const isCompleteLine = ({ item, quantity }: NewLine): boolean =>
  item.trim() !== '' && Number(quantity) > 0;

/** What a line is in the order, in thousandths and millionths; an empty price is the agreed one. */
export const toOrderedLine = ({ item, quantity, price }: NewLine) => ({
  item: item.trim(),
  quantityMilli: Math.round(Number(quantity) * 1_000),
  ...(price === '' ? {} : { unitPriceMicros: Math.round(Number(price) * 1_000_000) }),
});

/** One line of a new order: an item by number, GTIN or words of its name, how many, and a price if not the agreed one. */
export function NewOrderLine({
  line,
  number,
  onChange,
}: {
  line: NewLine;
  number: number;
  onChange: (line: NewLine) => void;
}) {
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <ItemField
        label={`Item of line ${number}`}
        value={line.item}
        onChange={(item) => onChange({ ...line, item })}
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
