import { type AgreementContent, addWorkingHours, businessHoursOf } from '@coplan/collaboration';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { ExceptionRow } from './load-exception.ts';

/** Working hours to answer in when the exception has no criterion of its own. */
const responseHoursByDefault = 24;

const find = `
select version.content -> 'calendar' as calendar, party.time_zone as "timeZone"
from agreement_versions version, organisations party
where version.buyer_id = $1 and version.id = $2 and party.id = $3`;

/**
 * Until when a party has to answer: working hours of the criterion, on the agreement's working days, in the zone of the
 * party that answers, beginning at `from`.
 */
export async function respondBy(
  source: Database | Transaction,
  row: Pick<ExceptionRow, 'buyerId' | 'agreementVersionId' | 'criterion'>,
  { partyId, from }: { partyId: string; from: Date },
): Promise<Date> {
  type Found = { calendar: AgreementContent['calendar']; timeZone: string | null };
  const [found] = await rowsOf<Found>(source, find, [row.buyerId, row.agreementVersionId, partyId]);
  const hours = row.criterion?.responseHours ?? responseHoursByDefault;
  if (found === undefined) return new Date(from.getTime() + hours * 3_600_000);
  const { calendar, timeZone } = found;
  return addWorkingHours(
    from,
    hours,
    businessHoursOf({ ...calendar, timeZone: timeZone ?? calendar.timeZone }),
  );
}

/** The hours of the party who answers now, for what comes after. */
export const nextRespondBy = (
  { clock }: Pick<Context, 'clock'>,
  tx: Transaction,
  row: ExceptionRow,
  partyId: string,
): Promise<Date> => respondBy(tx, row, { partyId, from: clock.now() });
