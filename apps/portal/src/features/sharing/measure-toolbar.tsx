import { type SharedMeasure, sharedMeasures } from '@coplan/collaboration';
import { NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SearchField } from '../../ui/search-field.tsx';
import { measureName } from '../agreements/sharing-choices.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/sharing');

/** The measure and the words searched for stand in the address. */
export function useMeasureFilter() {
  const { measure = 'pos', search = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = useCallback(
    (text: string) =>
      void navigate({
        search: ({ search: _, ...before }) => (text === '' ? before : { ...before, search: text }),
        replace: true,
      }),
    [navigate],
  );
  const setMeasure = (next: SharedMeasure) =>
    void navigate({ search: (before) => ({ ...before, measure: next }), replace: true });
  return { measure, search, setMeasure, setSearch };
}

export function MeasureToolbar({
  measure,
  search,
  setMeasure,
  setSearch,
}: ReturnType<typeof useMeasureFilter>) {
  return (
    <search className="toolbar" aria-label="Filter shared rows">
      <NativeSelect
        aria-label="Measure"
        size="xs"
        data={sharedMeasures.map((value) => ({ value, label: measureName(value) }))}
        value={measure}
        onChange={(event) =>
          setMeasure(sharedMeasures.find((one) => one === event.currentTarget.value) ?? 'pos')
        }
      />
      <SearchField value={search} onChange={setSearch} placeholder="Item, category, place" />
    </search>
  );
}
