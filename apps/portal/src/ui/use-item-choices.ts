import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRows, trpc } from '../app/api.ts';

export type ItemChoice = { value: string; label: string };

/**
 * Items that can be found by what was typed, together with those that are named already. `organisationId`: of whose
 * catalog; absent: of every one that can be seen.
 */
export function useItemChoices(knownItems: readonly ItemChoice[], organisationId?: string) {
  const [search, setSearch] = useState('');
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(
    () => new Map(knownItems.map(({ value, label }) => [value, label])),
  );
  const found = useQuery({
    ...trpc.catalog.items.list.queryOptions({
      limit: 50,
      ...(organisationId === undefined ? {} : { organisationId }),
      ...(search === '' ? {} : { search }),
    }),
    ...keepRows,
  });
  const rows = found.data?.rows ?? [];
  const labels = new Map([
    ...seen,
    ...rows.map(({ itemId, itemNumber, description }) => [itemId, `${itemNumber} ${description}`] as const),
  ]);
  return {
    labels: labels as ReadonlyMap<string, string>,
    choices: [...labels].map(([value, label]) => ({ value, label })),
    unitOf: (itemId: string) => rows.find((row) => row.itemId === itemId)?.baseUnit,
    search,
    setSearch,
    remember: () => setSeen(labels),
  };
}
