import type { LocationId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';

export type OwnPlace = { locationId: LocationId; code: string; timeZone: string };

const byWhatIsWritten = `
select id as "locationId", code, time_zone as "timeZone" from locations
where org_id = (select current_setting('app.org')::uuid) and (id::text = $1 or code = $1 or gln = $1) limit 1`;

/** A place of the organisation's own by what somebody wrote: its id, code or GLN. */
export const findOwnPlace = async (tx: Transaction, written: string): Promise<OwnPlace | undefined> =>
  (await tx.query<OwnPlace>(byWhatIsWritten, [written]))[0];
