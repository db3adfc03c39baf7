import { Button, MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRows, trpc } from '../../../app/api.ts';
import { formatCount } from '../../../ui/format.ts';
import { useField } from './form-context.ts';

type Kind = 'items' | 'locations';
type Choice = { value: string; label: string };

const words = {
  items: { path: 'itemIds', label: 'Items', all: 'Every item of these categories', many: 'items' },
  locations: { path: 'locationIds', label: 'Locations', all: 'Every location', many: 'locations' },
} as const;

function useChoices(kind: Kind, search: string): Choice[] {
  const filter = { limit: 50, ...(search === '' ? {} : { search }) };
  const items = useQuery({
    ...trpc.catalog.items.list.queryOptions(filter),
    enabled: kind === 'items',
    ...keepRows,
  });
  const locations = useQuery({
    ...trpc.partners.locations.list.queryOptions(filter),
    enabled: kind === 'locations',
    ...keepRows,
  });
  if (kind === 'items') {
    const rows = items.data?.rows ?? [];
    return rows.map(({ itemId, itemNumber, description }) => ({
      value: itemId,
      label: `${itemNumber} · ${description}`,
    }));
  }
  const rows = locations.data?.rows ?? [];
  return rows.map(({ locationId, code, name }) => ({ value: locationId, label: `${code} · ${name}` }));
}

/** The whole scope, or only the items or places that are named. */
export function ScopeList({ kind }: { kind: Kind }) {
  const { path, label, all, many } = words[kind];
  const { value, error, isReadOnly, set } = useField(['scope', path]);
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const choices = useChoices(kind, search);
  const chosen = Array.isArray(value) ? value.map(String) : undefined;
  if (chosen === undefined) {
    return (
      <div className="scope-list">
        <span className="field-label">{label}</span>
        <div className="choice-row">
          <span>{all}</span>
          {!isReadOnly && (
            <Button variant="default" onClick={() => set([])}>
              Choose {many}
            </Button>
          )}
        </div>
      </div>
    );
  }
  const known = new Set(choices.map((choice) => choice.value));
  const kept = chosen
    .filter((id) => !known.has(id))
    .map((id) => ({ value: id, label: names.get(id) ?? `${many.slice(0, -1)} ${id.slice(-8)}` }));
  return (
    <div className="scope-list">
      <MultiSelect
        label={`${label} (${formatCount(chosen.length)})`}
        placeholder={`Find ${many}`}
        searchable
        data={[...kept, ...choices]}
        value={chosen}
        error={error}
        readOnly={isReadOnly}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(ids) => {
          setNames(new Map([...names, ...choices.map((choice) => [choice.value, choice.label] as const)]));
          set(ids);
        }}
      />
      {!isReadOnly && (
        <Button variant="subtle" onClick={() => set(null)}>
          {all}
        </Button>
      )}
    </div>
  );
}
