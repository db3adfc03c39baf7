import type { SharedMeasure } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { Database, Transaction } from '../../platform/index.ts';

/** One row of a partner as its rule shapes it: a series of an item at a place, or of what stands for several. */
export type SharedRow = {
  rowKey: string;
  /** Of a forecast: the statistical one, or the plan that the party has published. */
  source: string;
  ownerId: string;
  agreementId: string;
  /** Null where places or items are summed. */
  itemLocationId: string | null;
  itemId: string | null;
  itemNumber: string | null;
  partnerItemNumber: string | null;
  description: string | null;
  category: string | null;
  locationId: string | null;
  locationCode: string | null;
  unit: string | null;
  bucketDays: number;
  startsOn: LocalDate;
  /** Thousandths of the base unit per bucket, millionths of money for cost and price; null: not known. */
  amounts: (number | null)[];
  /** Of a forecast in full grain: probability levels, and their paths one after another. */
  levels: number[] | null;
  quantilesMilli: number[] | null;
  currency: string | null;
  knownAt: string | null;
};

export type SharedRowsInput = {
  measure: SharedMeasure;
  ownerId?: string | null | undefined;
  agreementId?: string | null | undefined;
  itemLocationIds?: readonly string[] | null | undefined;
  search?: string | null | undefined;
  /** `nextCursor` of the page before. */
  afterKey?: string | null | undefined;
  limit?: number | null | undefined;
  /** Of a forecast only the statistical one, or only the published plan. */
  source?: 'shared_forecast' | 'shared_plans' | null | undefined;
  /** What it was read for, as the owner will see it, e.g. `planning grid`. */
  purpose: string;
};

export type SharedReader = {
  actor: { organisationId: string; userId: string | null; name: string };
  clock: { now(): Date };
};

const chosen = `
select owner_id::text || ' ' || source || ' ' || row_key as "rowKey", source, owner_id as "ownerId", agreement_id as "agreementId",
  item_location_id as "itemLocationId", item_id as "itemId", item_number as "itemNumber",
  partner_item_number as "partnerItemNumber", description, category, location_id as "locationId",
  location_code as "locationCode", unit, bucket_days as "bucketDays", starts_on::text as "startsOn",
  to_json(amounts) as amounts, to_json(levels) as levels, to_json(quantiles_milli) as "quantilesMilli", currency,
  to_char(known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "knownAt"`;

/** Also of the rows that are summed: their item-location is null, so a choice of item-locations leaves them out. */
const matching = `
where measure = $1 and ($2::uuid is null or owner_id = $2) and ($3::uuid is null or agreement_id = $3)
  and ($4::uuid[] is null or item_location_id = any ($4))
  and ($5::text is null or lower(concat_ws(' ', item_number, description, category, location_code)) like '%' || $5 || '%')
  and ($6::text is null or owner_id::text || ' ' || source || ' ' || row_key > $6)
  and ($13::text is null or source = $13)
order by owner_id::text || ' ' || source || ' ' || row_key limit $7`;

/** One statement reads and notes the reading for the owner; an owner who looks through a partner's eyes reads its own. */
const noted = `
noted as (
  insert into sharing_reads (owner_id, reader_id, buyer_id, supplier_id, agreement_id, measure, purpose, actor_user_id,
    actor_name, row_count, from_on, to_on, at)
  select read."ownerId", $8::uuid, agreement.buyer_id, agreement.supplier_id, read."agreementId", $1, $9, $10::uuid, $11,
    count(*), min(read."startsOn"::date),
    max(read."startsOn"::date + greatest(json_array_length(read.amounts), 1) * read."bucketDays" - 1), $12
  from read join agreements agreement on agreement.id = read."agreementId"
  where read."ownerId" <> $8::uuid
  group by read."ownerId", read."agreementId", agreement.buyer_id, agreement.supplier_id
)
select * from read order by "rowKey"`;

const readPos = `with read as (${chosen} from shared_pos ${matching}), ${noted}`;
const readForecast = `with read as (
  ${chosen} from (select * from shared_forecast union all select * from shared_plans) both_kinds ${matching}), ${noted}`;
const readOnHand = `with read as (
  ${chosen} from (select * from shared_on_hand union all select * from shared_measures) both_sides ${matching}), ${noted}`;
const readOnOrder = `with read as (${chosen} from shared_on_order ${matching}), ${noted}`;
const readInTransit = `with read as (${chosen} from shared_in_transit ${matching}), ${noted}`;
const readMeasures = `with read as (${chosen} from shared_measures ${matching}), ${noted}`;

const readPromotions = `with read as (${chosen} from shared_promotions ${matching}), ${noted}`;

const statements: Readonly<Record<SharedMeasure, string>> = {
  promotion: readPromotions,
  pos: readPos,
  forecast: readForecast,
  'on-hand': readOnHand,
  'on-order': readOnOrder,
  'in-transit': readInTransit,
  cost: readMeasures,
  price: readMeasures,
  capacity: readMeasures,
};

/**
 * Every reading of a partner's data: rows that its sharing rules open to the organisation now, in the grain, age and
 * depth that they allow, by row key. The reading is noted for the owner in the same statement. Without a rule there are
 * no rows, whatever is asked.
 */
export async function readShared(
  source: Database | Transaction,
  { actor, clock }: SharedReader,
  input: SharedRowsInput,
): Promise<SharedRow[]> {
  const statement = statements[input.measure];
  const values = [
    input.measure,
    input.ownerId ?? null,
    input.agreementId ?? null,
    input.itemLocationIds ?? null,
    input.search ?? null,
    input.afterKey ?? null,
    input.limit ?? null,
    actor.organisationId,
    input.purpose,
    actor.userId,
    actor.name,
    clock.now(),
    input.source ?? null,
  ];
  // A reading on its own is read-only, and this one writes its note.
  return 'transaction' in source
    ? source.transaction((tx) => tx.query<SharedRow>(statement, values))
    : source.query<SharedRow>(statement, values);
}
