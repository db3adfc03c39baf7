import { Autocomplete, Group, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';

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
  const [search, setSearch] = useState('');
  const items = useQuery({
    ...trpc.catalog.items.list.queryOptions({ limit: 20, search }),
    enabled: search.length > 1,
  });
  const found = items.data?.rows ?? [];
  const descriptionOf = (itemNumber: string): string =>
    found.find((item) => item.itemNumber === itemNumber)?.description ?? '';
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <Autocomplete
        flex={1}
        aria-label={`Item of line ${number}`}
        placeholder="Item number, GTIN or name"
        value={line.item}
        data={found.map(({ itemNumber }) => itemNumber)}
        filter={({ options }) => options}
        renderOption={({ option }) => (
          <span>
            {option.value} <span className="soft">{descriptionOf(option.value)}</span>
          </span>
        )}
        onChange={(item) => {
          setSearch(item.trim());
          onChange({ ...line, item });
        }}
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
