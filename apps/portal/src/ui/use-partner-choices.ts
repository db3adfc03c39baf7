import { useQuery } from '@tanstack/react-query';
import { trpc } from '../app/api.ts';
import { useSession } from '../app/session.ts';

type Choice = { value: string; label: string };

/** The suppliers that the buyer trades with. */
export function useSupplierChoices(): Choice[] {
  const suppliers = useQuery(trpc.partners.directory.list.queryOptions({ kind: 'supplier', limit: 200 }));
  return (suppliers.data?.rows ?? []).map(({ partnerId, name }) => ({ value: partnerId, label: name }));
}

/** The organisation's own places, by code and name. */
export function useOwnPlaceChoices(): Choice[] {
  const { organisation } = useSession();
  const filter = { organisationId: organisation.id, limit: 200 };
  const places = useQuery(trpc.partners.locations.list.queryOptions(filter));
  return (places.data?.rows ?? []).map(({ locationId, code, name }) => ({
    value: locationId,
    label: `${code} ${name}`,
  }));
}
