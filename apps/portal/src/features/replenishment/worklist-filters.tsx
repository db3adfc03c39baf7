import { SegmentedControl, Select } from '@mantine/core';
import { useCallback } from 'react';
import type { ProposalPage } from '../../app/api-types.ts';
import type { WorklistFilter, WorklistSort } from '../../app/search-parameters.ts';
import { formatCount } from '../../ui/format.ts';
import { SearchField } from '../../ui/search-field.tsx';

const states = [
  { value: 'open', label: 'To decide' },
  { value: 'needs-second', label: 'Second approval' },
  { value: 'conflict', label: 'Conflicts' },
  { value: 'ordered', label: 'Ordered' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'expired', label: 'Expired' },
];
const sorts: { value: WorklistSort; label: string }[] = [
  { value: 'money-at-risk', label: 'Money at risk' },
  { value: 'cut-off', label: 'Cut-off' },
  { value: 'value', label: 'Value' },
];

type WorklistFiltersProps = {
  filter: WorklistFilter;
  facets: ProposalPage['facets'] | undefined;
  onChange: (change: Partial<Record<keyof WorklistFilter, string | undefined>>) => void;
};

const facetOptions = (facet: { id: string; name: string; count: number }[] | undefined) =>
  (facet ?? []).map(({ id, name, count }) => ({ value: id, label: `${name} (${formatCount(count)})` }));

export function WorklistFilters({ filter, facets, onChange }: WorklistFiltersProps) {
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <search className="toolbar" aria-label="Filter proposals">
      <SearchField value={filter.search ?? ''} onChange={search} placeholder="Item, description" />
      <Select
        aria-label="State"
        w={150}
        data={states}
        allowDeselect={false}
        value={filter.state ?? 'open'}
        onChange={(state) => onChange({ state: state === 'open' ? undefined : (state ?? undefined) })}
      />
      <Select
        aria-label="Supplier"
        placeholder="All suppliers"
        w={210}
        searchable
        clearable
        data={facetOptions(facets?.suppliers)}
        value={filter.supplier ?? null}
        onChange={(supplier) => onChange({ supplier: supplier ?? undefined })}
      />
      <Select
        aria-label="Location"
        placeholder="All locations"
        w={210}
        searchable
        clearable
        data={facetOptions(facets?.locations)}
        value={filter.location ?? null}
        onChange={(location) => onChange({ location: location ?? undefined })}
      />
      <SegmentedControl
        aria-label="Sort by"
        data={sorts}
        value={filter.sort ?? 'money-at-risk'}
        onChange={(sort) => onChange({ sort: sort === 'money-at-risk' ? undefined : sort })}
      />
    </search>
  );
}
