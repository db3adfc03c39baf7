import { isLocalDate, isoWeekday, type LocalDate, type OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type SaidMeasure, saidMeasures } from './own-series.ts';
import { coveredByNothing, notYourAgreement, seriesNotFitting } from './sharing.errors.ts';
import { sharedDataChanged } from './tell-new-forecast.ts';

const bucketsMax = 400;
const cellsMax = 200_000;

export const saveOwnSeriesInput = z.object({
  agreementId: z.uuid(),
  measure: z.enum(saidMeasures),
  bucketDays: z.union([z.literal(1), z.literal(7)]),
  startsOn: z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), {
    error: 'is not a date: write it as 2026-11-22',
  }),
  /** Of a cost or price, e.g. `NOK`. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  lines: z
    .array(
      z.object({
        /** The buyer's number of the item, or the supplier's. */
        itemNumber: z.string().min(1).max(80),
        /** Absent: all places together. */
        locationCode: z.string().min(1).max(80).optional(),
        /** Replace what was said before; nothing but nulls takes it back. */
        amounts: z.array(z.int().min(0).max(1_000_000_000_000_000).nullable()).min(1).max(bucketsMax),
      }),
    )
    .min(1)
    .max(5_000)
    .refine((lines) => lines.reduce((sum, { amounts }) => sum + amounts.length, 0) <= cellsMax, {
      error: `has more than ${cellsMax} values: save it in parts`,
    }),
});
type Input = z.output<typeof saveOwnSeriesInput>;

type Parties = { buyerId: OrganisationId; supplierId: OrganisationId; weekStartsOn: number };
type Covered = { itemId: string; locationId: string; locationCode: string; numbers: string[] };
type Line = { item_id: string; location_id: string | null; amounts: (number | null)[] };

const findParties = `
select agreement.buyer_id as "buyerId", agreement.supplier_id as "supplierId",
  (version.content -> 'calendar' ->> 'weekStartsOn')::integer as "weekStartsOn"
from agreements agreement
  join agreement_versions version on version.buyer_id = agreement.buyer_id and version.id = agreement.active_version_id
where agreement.id = $1 and agreement.state = 'active'`;

const listCovered = `
select scope.item_id as "itemId", scope.location_id as "locationId", place.code as "locationCode",
  array_remove(array_append((select array_agg(known.partner_item_number) from item_cross_references known
    where known.item_id = scope.item_id and known.partner_id = scope.supplier_id), item.item_number), null) as numbers
from agreement_item_locations scope join items item on item.id = scope.item_id
  join locations place on place.id = scope.location_id
where scope.agreement_id = $1`;

const remove = `
delete from measure_series said using jsonb_to_recordset($5::jsonb) as given(item_id uuid, location_id uuid)
where said.org_id = $1 and said.buyer_id = $2 and said.supplier_id = $3 and said.measure = $4
  and said.item_id = given.item_id and said.location_id is not distinct from given.location_id
returning said.id`;

const save = `
insert into measure_series (id, org_id, buyer_id, supplier_id, measure, item_id, location_id, bucket_days, starts_on,
  amounts, currency, recorded_at)
select gen_random_uuid(), $1, $2, $3, $4, given.item_id, given.location_id, $6, $7, given.amounts, $8, $9
from jsonb_to_recordset($5::jsonb) as given(item_id uuid, location_id uuid, amounts bigint[])
on conflict (org_id, buyer_id, supplier_id, measure, item_id, location_id) do update set
  bucket_days = excluded.bucket_days, starts_on = excluded.starts_on, amounts = excluded.amounts,
  currency = excluded.currency, recorded_at = excluded.recorded_at, version = measure_series.version + 1
returning id`;

const folded = (text: string): string => text.trim().toLowerCase();

/** Lines by the ids that the agreement covers. Throws `DomainError` that names those of nothing, and those said twice. */
function resolveLines({ lines }: Input, covered: readonly Covered[]): Line[] {
  const items = new Map(
    covered.flatMap(({ itemId, numbers }) => numbers.map((one) => [folded(one), itemId])),
  );
  const places = new Map(covered.map(({ locationCode, locationId }) => [folded(locationCode), locationId]));
  const pairs = new Set(covered.map(({ itemId, locationId }) => `${itemId} ${locationId}`));
  const unknown: string[] = [];
  const resolved = new Map<string, Line>();
  for (const { itemNumber, locationCode, amounts } of lines) {
    const itemId = items.get(folded(itemNumber));
    const locationId = locationCode === undefined ? null : places.get(folded(locationCode));
    const isCovered = locationId === null || pairs.has(`${itemId} ${locationId}`);
    const where = locationCode === undefined ? itemNumber : `${itemNumber} at ${locationCode}`;
    if (itemId === undefined || locationId === undefined || !isCovered) {
      unknown.push(where);
      continue;
    }
    const key = `${itemId} ${locationId}`;
    if (resolved.has(key)) throw seriesNotFitting(`${where} is there twice: keep one line of it`);
    resolved.set(key, { item_id: itemId, location_id: locationId, amounts });
  }
  if (unknown.length > 0) throw coveredByNothing(unknown);
  return [...resolved.values()];
}

function requireFitting(
  { measure, currency, bucketDays, startsOn }: Input,
  { weekStartsOn, isBuyer }: { weekStartsOn: number; isBuyer: boolean },
): void {
  const isMoney = measure === 'cost' || measure === 'price';
  if (isMoney && currency === undefined)
    throw seriesNotFitting('A cost or price needs its currency, e.g. NOK');
  if (!isMoney && currency !== undefined) throw seriesNotFitting('Only a cost or price has a currency');
  if (isBuyer && measure === 'on-hand')
    throw seriesNotFitting('The stock of a buyer comes from its stock counts: import those');
  if (bucketDays === 7 && isoWeekday(startsOn) !== weekStartsOn)
    throw seriesNotFitting(
      `Weeks of this agreement begin on weekday ${weekStartsOn} (1 is Monday): ${startsOn} is none`,
    );
}

async function tellReaders(tx: Transaction, ownerId: OrganisationId, measure: SaidMeasure): Promise<void> {
  const readers = await tx.query<{ id: OrganisationId }>(
    `select distinct reader_id as id from sharing_rules
     where owner_id = $1 and measure = $2 and closed_at is null`,
    [ownerId, measure],
  );
  const readerIds = readers.map(({ id }) => id);
  if (readerIds.length > 0) await tx.publish(sharedDataChanged(measure, { ownerId, readerIds }));
}

/**
 * Says anew what the organisation can deliver, has, or asks for per item and bucket; other items stay as they were. All
 * lines or none. Partners see it as far as a sharing rule opens it. Throws `DomainError` naming what does not fit.
 */
export const saveOwnSeries = (context: Context, input: Input) =>
  context.db.transaction(async (tx) => {
    const { agreementId, measure, bucketDays, startsOn, currency } = input;
    const [parties] = await tx.query<Parties>(findParties, [agreementId]);
    if (parties === undefined) throw notYourAgreement(agreementId);
    const { buyerId, supplierId, weekStartsOn } = parties;
    const ownerId = context.actor.organisationId;
    requireFitting(input, { weekStartsOn, isBuyer: ownerId === buyerId });
    const lines = resolveLines(input, await tx.query<Covered>(listCovered, [agreementId]));
    const isSaid = ({ amounts }: Line): boolean => amounts.some((amount) => amount !== null);
    const key = [ownerId, buyerId, supplierId, measure];
    const taken = await tx.query(remove, [...key, JSON.stringify(lines.filter((line) => !isSaid(line)))]);
    const kept = JSON.stringify(lines.filter(isSaid));
    const said = [bucketDays, startsOn, currency ?? null, context.clock.now()];
    const saved = await tx.query(save, [...key, kept, ...said]);
    await tellReaders(tx, ownerId, measure);
    await tx.audit({
      command: 'sharing.saveOwnSeries',
      subject: { kind: 'sharing', id: agreementId },
      after: { measure, savedCount: saved.length, removedCount: taken.length, startsOn, bucketDays },
    });
    return { savedCount: saved.length, removedCount: taken.length };
  });
