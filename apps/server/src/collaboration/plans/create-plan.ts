import type { ForecastPlanState, ForecastPurpose, ScenarioState } from '@coplan/collaboration';
import type { LocalDate, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from './find-agreement.ts';
import { getPlanRow, type PlanRow, type PlanSource } from './load-plan.ts';

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, cycle_id, kind, party_id,
  purpose, state, version_number, base_plan_id, starts_on, bucket_days, bucket_count, source, issued_at, created_by, note)
select $1, $2, $3, $4, $5,
  (select cycle.id from cycles cycle where cycle.buyer_id = $2 and cycle.agreement_id = $4 and cycle.state = 'open'
    order by cycle.starts_on desc limit 1),
  $6, $7, $8, $9,
  1 + coalesce((select max(earlier.version_number) from forecast_plans earlier
    where earlier.buyer_id = $2 and earlier.agreement_id = $4 and earlier.purpose = $8 and earlier.kind = $6
      and earlier.party_id is not distinct from $7::uuid), 0),
  $10, $11, $12, $13, $14, $15, $16, $17`;

/** A new, empty plan of the agreement's version in force, in the cycle that is open. */
export async function createPlan(
  context: Context,
  tx: Transaction,
  about: {
    agreement: AgreementInForce;
    kind: PlanRow['kind'];
    partyId: OrganisationId | null;
    purpose: ForecastPurpose;
    state: ForecastPlanState | ScenarioState;
    startsOn: LocalDate;
    bucketDays: 1 | 7;
    bucketCount: number;
    basePlanId?: string | null;
    source: PlanSource;
    note?: string | null;
  },
): Promise<PlanRow> {
  const { agreement } = about;
  const planId = context.newId();
  await tx.query(insertPlan, [
    planId,
    agreement.buyerId,
    agreement.supplierId,
    agreement.agreementId,
    agreement.agreementVersionId,
    about.kind,
    about.partyId,
    about.purpose,
    about.state,
    about.basePlanId ?? null,
    about.startsOn,
    about.bucketDays,
    about.bucketCount,
    JSON.stringify(about.source),
    context.clock.now(),
    context.actor.name,
    about.note ?? null,
  ]);
  return getPlanRow(tx, planId);
}

export type RowToWrite = {
  itemLocationId: string;
  baseMilli: (number | null)[];
  eventMilli?: (number | null)[];
  overrideMilli?: (number | null)[];
  status?: object;
};

const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli, status)
select $2, scope.buyer_id, scope.supplier_id, scope.item_location_id, scope.item_id, scope.location_id,
  given.base_milli, coalesce(given.event_milli, empty.cells), coalesce(given.override_milli, empty.cells),
  coalesce(given.status, '{}')
from jsonb_to_recordset($4::jsonb) as given (item_location_id uuid, base_milli bigint[], event_milli bigint[],
    override_milli bigint[], status jsonb)
  join agreement_item_locations scope on scope.buyer_id = $1 and scope.item_location_id = given.item_location_id
    and scope.agreement_id = $3,
  (select array_fill(null::bigint, array[$5::integer]) as cells) empty
on conflict (buyer_id, plan_id, item_location_id) do update set base_milli = excluded.base_milli,
  event_milli = excluded.event_milli, override_milli = excluded.override_milli, status = excluded.status,
  row_version = forecast_plan_rows.row_version + 1`;
const rowsPerStatement = 1_000;

/** Writes rows of item-locations in the agreement's scope; those outside of it are left out. */
export async function writeRows(tx: Transaction, plan: PlanRow, rows: readonly RowToWrite[]): Promise<void> {
  for (let first = 0; first < rows.length; first += rowsPerStatement) {
    const given = rows.slice(first, first + rowsPerStatement).map((row) => ({
      item_location_id: row.itemLocationId,
      base_milli: row.baseMilli,
      event_milli: row.eventMilli,
      override_milli: row.overrideMilli,
      status: row.status,
    }));
    const values = [plan.buyerId, plan.planId, plan.agreementId, JSON.stringify(given), plan.bucketCount];
    await tx.query(insertRows, values);
  }
}

const addEmptyRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $2, scope.buyer_id, scope.supplier_id, scope.item_location_id, scope.item_id, scope.location_id, empty.cells,
  empty.cells, empty.cells
from agreement_item_locations scope, (select array_fill(null::bigint, array[$4::integer]) as cells) empty
where scope.buyer_id = $1 and scope.agreement_id = $3
on conflict do nothing`;

/** Rows without any value for whatever is in scope and has none yet: a value is owed there. */
export const writeEmptyRows = (tx: Transaction, plan: PlanRow): Promise<unknown> =>
  tx.query(addEmptyRows, [plan.buyerId, plan.planId, plan.agreementId, plan.bucketCount]);

const copyAll = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli, status)
select $2, line.buyer_id, line.supplier_id, line.item_location_id, line.item_id, line.location_id,
  ((case when $4 >= 0 then line.base_milli[$4 + 1:] else array_fill(null::bigint, array[-$4]) || line.base_milli end)
    || padding.cells)[1:$5],
  ((case when $4 >= 0 then line.event_milli[$4 + 1:] else array_fill(null::bigint, array[-$4]) || line.event_milli end)
    || padding.cells)[1:$5],
  ((case when $4 >= 0 then line.override_milli[$4 + 1:]
      else array_fill(null::bigint, array[-$4]) || line.override_milli end) || padding.cells)[1:$5],
  case when $6 then line.status else '{}' end
from forecast_plan_rows line, (select array_fill(null::bigint, array[$5::integer]) as cells) padding
where line.buyer_id = $1 and line.plan_id = $3 and exists (
  select 1 from agreement_item_locations scope where scope.buyer_id = $1
    and scope.item_location_id = line.item_location_id and scope.agreement_id = $7)`;

const shiftOf = (from: PlanRow, to: PlanRow): number =>
  Math.round((Date.parse(to.startsOn) - Date.parse(from.startsOn)) / (86_400_000 * to.bucketDays));

/** Copies all layers bucket by bucket; both plans have buckets of the same days. */
export const copyRows = (
  tx: Transaction,
  from: PlanRow,
  to: PlanRow,
  { withStatus = false }: { withStatus?: boolean } = {},
): Promise<unknown> =>
  tx.query(copyAll, [
    to.buyerId,
    to.planId,
    from.planId,
    shiftOf(from, to),
    to.bucketCount,
    withStatus,
    to.agreementId,
  ]);

const copyValues = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $2, line.buyer_id, line.supplier_id, line.item_location_id, line.item_id, line.location_id,
  ((case when $4 >= 0 then known.cells[$4 + 1:] else array_fill(null::bigint, array[-$4]) || known.cells end)
    || padding.cells)[1:$5],
  ((case when $4 >= 0 then known.events[$4 + 1:] else array_fill(null::bigint, array[-$4]) || known.events end)
    || padding.cells)[1:$5], padding.cells
from forecast_plan_rows line, (select array_fill(null::bigint, array[$5::integer]) as cells) padding,
  lateral (select array_agg(one.event order by one.place) as events,
      array_agg(coalesce(one.override, one.base + coalesce(one.event, 0)) - coalesce(one.event, 0) order by one.place)
        as cells
    from unnest(line.base_milli, line.event_milli, line.override_milli) with ordinality
      as one (base, event, override, place)) known
where line.buyer_id = $1 and line.plan_id = $3 and exists (
  select 1 from agreement_item_locations scope where scope.buyer_id = $1
    and scope.item_location_id = line.item_location_id and scope.agreement_id = $6)`;

/** Copies what counts in each cell of a plan into another: events stay a layer of their own, so that none counts twice. */
export const copyEffectiveValues = (tx: Transaction, from: PlanRow, to: PlanRow): Promise<unknown> =>
  tx.query(copyValues, [
    to.buyerId,
    to.planId,
    from.planId,
    shiftOf(from, to),
    to.bucketCount,
    to.agreementId,
  ]);

const carry = `
update forecast_plan_rows line set
  event_milli = case when $6::boolean then ((case when $4 >= 0 then earlier.event_milli[$4 + 1:]
    else array_fill(null::bigint, array[-$4]) || earlier.event_milli end) || padding.cells)[1:$5]
    else line.event_milli end,
  override_milli = ((case when $4 >= 0 then earlier.override_milli[$4 + 1:]
    else array_fill(null::bigint, array[-$4]) || earlier.override_milli end) || padding.cells)[1:$5]
from forecast_plan_rows earlier, (select array_fill(null::bigint, array[$5::integer]) as cells) padding
where line.buyer_id = $1 and line.plan_id = $2 and earlier.buyer_id = $1 and earlier.plan_id = $3
  and earlier.item_location_id = line.item_location_id
  and cardinality(array_remove(earlier.event_milli, null)) + cardinality(array_remove(earlier.override_milli, null)) > 0`;

/** Takes over what people, and with `withEvents` events, said about the same dates in an earlier version. */
export const carryLayers = (
  tx: Transaction,
  from: PlanRow,
  to: PlanRow,
  { withEvents }: { withEvents: boolean },
): Promise<unknown> =>
  tx.query(carry, [to.buyerId, to.planId, from.planId, shiftOf(from, to), to.bucketCount, withEvents]);

/** Whether buckets of the two plans are the same days. */
export const isAligned = (from: PlanRow, to: Pick<PlanRow, 'startsOn' | 'bucketDays'>): boolean =>
  from.bucketDays === to.bucketDays &&
  (Date.parse(to.startsOn) - Date.parse(from.startsOn)) % (86_400_000 * to.bucketDays) === 0;

/** One change of an agreement's plans of a purpose at a time. */
export const holdPlans = (tx: Transaction, agreementId: string, purpose: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [`plans ${agreementId} ${purpose}`]);
