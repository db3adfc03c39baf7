import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../app/api.ts';

/** An item by number, GTIN or words of its name; what is chosen is its number. */
export function ItemField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (item: string) => void;
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
    <Autocomplete
      flex={1}
      aria-label={label}
      placeholder="Item number, GTIN or name"
      value={value}
      data={found.map(({ itemNumber }) => itemNumber)}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          {option.value} <span className="soft">{descriptionOf(option.value)}</span>
        </span>
      )}
      onChange={(item) => {
        setSearch(item.trim());
        onChange(item);
      }}
    />
  );
}
