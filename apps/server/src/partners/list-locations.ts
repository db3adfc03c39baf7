import type { LocationId, OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { likeText } from './list-partners.ts';
import type { LocationKind } from './record-locations.ts';

export const listLocationsInput = z.object({
  organisationId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type LocationRow = {
  locationId: LocationId;
  organisationId: OrganisationId;
  organisationName: string;
  code: string;
  name: string;
  kind: LocationKind;
  gln: string | null;
  timeZone: string;
  country: string | null;
  city: string | null;
};

/** A page of places, own ones and those of buyers one delivers to, in the order in which they were added. */
export async function listLocations(
  { db }: Context,
  input: z.output<typeof listLocationsInput>,
): Promise<{ rows: LocationRow[]; nextCursor: string | null }> {
  const rows = await db.read<LocationRow>(
    `select place.id as "locationId", place.org_id as "organisationId", owner.name as "organisationName", place.code,
       place.name, place.kind, place.gln, place.time_zone as "timeZone", place.country, place.city
     from locations place join organisations owner on owner.id = place.org_id
     where ($1::uuid is null or place.org_id = $1)
       and ($2::text is null or lower(place.code || ' ' || place.name || ' ' || coalesce(place.city, ''))
         like '%' || $2 || '%')
       and ($3::uuid is null or place.id > $3)
     order by place.id limit $4`,
    [
      input.organisationId ?? null,
      input.search === undefined ? null : likeText(input.search),
      input.cursor ?? null,
      input.limit + 1,
    ],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.locationId ?? null) : null };
}
