import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';

type EventPlacesFieldProps = {
  locationIds: string[] | null;
  onChange: (locationIds: string[] | null) => void;
};

/** Where the event takes place; none chosen: every place of the agreement. */
export function EventPlacesField({ locationIds, onChange }: EventPlacesFieldProps) {
  const places = useQuery(trpc.partners.locations.list.queryOptions({ limit: 200 }));
  const choices = (places.data?.rows ?? []).map(({ locationId, code, name }) => ({
    value: locationId as string,
    label: `${code} · ${name}`,
  }));
  return (
    <MultiSelect
      label={`Places (${locationIds === null ? 'every place of the agreement' : locationIds.length})`}
      placeholder="Find places"
      searchable
      mt="sm"
      data={choices}
      value={locationIds ?? []}
      onChange={(ids) => onChange(ids.length === 0 ? null : ids)}
    />
  );
}
