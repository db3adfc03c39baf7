import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { trpc } from '../../app/api.ts';
import type { ExceptionFilter } from '../../app/search-parameters.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { kindNames } from './exception-words.ts';

export type ExceptionFilterChange = Partial<Record<keyof ExceptionFilter, string | undefined>>;
type ExceptionFiltersProps = {
  filter: ExceptionFilter;
  /** Within one partnership there is no other agreement to choose. */
  isOfAgreement: boolean;
  onChange: (change: ExceptionFilterChange) => void;
};

const states = [
  { value: 'open', label: 'To work on' },
  { value: 'snoozed', label: 'Snoozed' },
  { value: 'ended', label: 'Settled' },
  { value: 'all', label: 'All' },
];
const owners = [
  { value: 'all', label: 'Everybody' },
  { value: 'us', label: 'Our turn' },
  { value: 'me', label: 'Mine' },
  { value: 'partner', label: 'Partner’s turn' },
];
const sorts = [
  { value: 'money', label: 'Money' },
  { value: 'respond-by', label: 'Answer due' },
  { value: 'priority', label: 'Priority' },
  { value: 'newest', label: 'Newest' },
];
const kinds = Object.entries(kindNames).map(([value, label]) => ({ value, label }));

const unless = (value: string | null, standard: string): string | undefined =>
  value === null || value === standard ? undefined : value;

export function ExceptionFilters({ filter, isOfAgreement, onChange }: ExceptionFiltersProps) {
  const agreements = useQuery({ ...trpc.agreements.list.queryOptions(), enabled: !isOfAgreement });
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <search className="toolbar" aria-label="Filter exceptions">
      <SearchField value={filter.search ?? ''} onChange={search} placeholder="Exception, cause" />
      <SegmentedControl
        aria-label="Whose turn"
        data={owners}
        value={filter.owner ?? 'all'}
        onChange={(owner) => onChange({ owner: unless(owner, 'all') })}
      />
      <Select
        aria-label="State"
        w={122}
        data={states}
        allowDeselect={false}
        value={filter.state ?? 'open'}
        onChange={(state) => onChange({ state: unless(state, 'open') })}
      />
      <Select
        aria-label="Kind"
        placeholder="Every kind"
        w={140}
        clearable
        data={kinds}
        value={filter.kind ?? null}
        onChange={(kind) => onChange({ kind: kind ?? undefined })}
      />
      {!isOfAgreement && (
        <Select
          aria-label="Agreement"
          placeholder="Every partner"
          w={190}
          searchable
          clearable
          data={(agreements.data?.rows ?? []).map(({ agreementId, partnerName, name }) => ({
            value: agreementId,
            label: `${partnerName} · ${name}`,
          }))}
          value={filter.agreement ?? null}
          onChange={(agreement) => onChange({ agreement: agreement ?? undefined })}
        />
      )}
      <Select
        aria-label="Sort by"
        w={122}
        data={sorts}
        allowDeselect={false}
        value={filter.sort ?? 'money'}
        onChange={(sort) => onChange({ sort: unless(sort, 'money') })}
      />
    </search>
  );
}
