import type { LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { locationsChanged } from './partners.events.ts';

export const locationKinds = ['store', 'distribution-centre', 'plant', 'warehouse', 'return-centre'] as const;
export type LocationKind = (typeof locationKinds)[number];

/** What is to be known of a place; what is absent stays as it is. */
export type LocationFacts = {
  code: string;
  name?: string | undefined;
  kind?: LocationKind | undefined;
  gln?: string | undefined;
  timeZone?: string | undefined;
  country?: string | undefined;
  city?: string | undefined;
};

/**
 * Adds or corrects locations of the context's organisation by their code, in one statement. A new location without
 * a name is called like its code, without a kind it is a store, without a zone it has the organisation's.
 * Returns the id of every code and how many rows changed.
 */
export async function recordLocations(
  context: Context,
  tx: Transaction,
  locations: readonly LocationFacts[],
): Promise<{ idsByCode: Map<string, LocationId>; changedCount: number }> {
  const rows = locations.map((location) => ({ ...location, id: context.newId() }));
  const changed = await tx.query<{ id: string }>(
    `insert into locations (id, org_id, code, name, kind, gln, time_zone, country, city)
     select given.id, own.id, given.code, coalesce(given.name, given.code), coalesce(given.kind, 'store'), given.gln,
       coalesce(given."timeZone", own.time_zone), given.country, given.city
     from jsonb_to_recordset($1::jsonb) as given(
         id uuid, code text, name text, kind text, gln text, "timeZone" text, country text, city text)
       join organisations own on own.id = (select current_setting('app.org')::uuid)
     on conflict (org_id, code) do nothing
     returning id`,
    [JSON.stringify(rows)],
  );
  const corrected = await tx.query<{ id: string }>(
    `update locations set name = merged.name, kind = merged.kind, gln = merged.gln, time_zone = merged.time_zone,
       country = merged.country, city = merged.city, version = version + 1
     from (
       select kept.id, coalesce(given.name, kept.name) as name, coalesce(given.kind, kept.kind) as kind,
         coalesce(given.gln, kept.gln) as gln, coalesce(given."timeZone", kept.time_zone) as time_zone,
         coalesce(given.country, kept.country) as country, coalesce(given.city, kept.city) as city
       from jsonb_to_recordset($1::jsonb) as given(
         code text, name text, kind text, gln text, "timeZone" text, country text, city text)
       join locations kept on kept.org_id = (select current_setting('app.org')::uuid) and kept.code = given.code
     ) merged
     where locations.id = merged.id
       and (locations.name, locations.kind, locations.gln, locations.time_zone, locations.country, locations.city)
         is distinct from (merged.name, merged.kind, merged.gln, merged.time_zone, merged.country, merged.city)
     returning locations.id`,
    [JSON.stringify(rows)],
  );
  const ids = await tx.query<{ id: LocationId; code: string }>(
    `select id, code from locations
     where org_id = (select current_setting('app.org')::uuid) and code = any ($1::text[])`,
    [rows.map((row) => row.code)],
  );
  const changedCount = changed.length + corrected.length;
  if (changedCount > 0) await tx.publish(locationsChanged(context.actor.organisationId, changedCount));
  return { idsByCode: new Map(ids.map((row) => [row.code, row.id])), changedCount };
}
