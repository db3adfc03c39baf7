import { type AgreementContent, type PlanningCalendar, reconcile } from '@coplan/collaboration';
import type { Period } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { effectiveMilli } from './consensus-facts.ts';
import { bucketOf } from './edit-rules.ts';
import { findAgreementInForce } from './find-agreement.ts';
import { toPlanCard } from './list-plans.ts';
import { getPlanRow, type PlanRow } from './load-plan.ts';
import { plansNotComparable } from './plans.errors.ts';

export const comparePlansInput = z.object({
  planIdA: z.uuid(),
  planIdB: z.uuid(),
  /** The calendar that both are brought to; `agreement` is the one both signed. */
  calendar: z.enum(['agreement', 'iso-week', '4-4-5', '4-5-4', '5-4-4', 'month']).default('agreement'),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(500).default(100),
});
type Input = z.output<typeof comparePlansInput>;

const bucketsOfPlan = (plan: PlanRow): Period[] =>
  Array.from({ length: plan.bucketCount }, (_, index) => bucketOf(plan, index));

const readRows = `
select scope.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", item.base_unit as unit,
  to_json(a.base_milli) as "baseA", to_json(a.event_milli) as "eventA", to_json(a.override_milli) as "overrideA",
  to_json(b.base_milli) as "baseB", to_json(b.event_milli) as "eventB", to_json(b.override_milli) as "overrideB"
from agreement_item_locations scope join items item on item.id = scope.item_id
  join locations place on place.id = scope.location_id
  left join forecast_plan_rows a on a.buyer_id = $1 and a.plan_id = $3 and a.item_location_id = scope.item_location_id
  left join forecast_plan_rows b on b.buyer_id = $1 and b.plan_id = $4 and b.item_location_id = scope.item_location_id
where scope.buyer_id = $1 and scope.agreement_id = $2
order by item.item_number, place.code, scope.item_location_id`;

type Cells = (number | null)[];
type Row = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  locationCode: string;
  unit: string;
  baseA: Cells | null;
  eventA: Cells | null;
  overrideA: Cells | null;
  baseB: Cells | null;
  eventB: Cells | null;
  overrideB: Cells | null;
};

const valuesOf = (base: Cells | null, event: Cells | null, override: Cells | null): Cells =>
  base === null ? [] : effectiveMilli({ base, event: event ?? [], override: override ?? [] });

/** One plan in the calendar asked for, with the proof that nothing was lost on the way. */
function toCalendar(plan: PlanRow, series: Map<string, Cells>, calendar: PlanningCalendar) {
  const padded = new Map(
    [...series].map(([name, cells]) => [
      name,
      Array.from({ length: plan.bucketCount }, (_, index) => cells[index] ?? null),
    ]),
  );
  const {
    buckets,
    series: reconciled,
    proof,
  } = reconcile({
    series: padded,
    buckets: bucketsOfPlan(plan),
    toCalendar: calendar,
  });
  return {
    buckets,
    columnOf: new Map(buckets.map(({ startsOn }, column) => [startsOn, column])),
    cells: reconciled,
    proof: {
      inputTotalMilli: proof.inputTotalMilli,
      outputTotalMilli: proof.outputTotalMilli,
      isLossless: proof.isLossless,
      methods: proof.steps.map(({ method }) => method),
      straddlingBucketCount: new Set(proof.straddles.map(({ fromIndex }) => fromIndex)).size,
      partialLabels: proof.partialLabels,
    },
  };
}

const calendarOf = (content: AgreementContent, { calendar }: Input): PlanningCalendar =>
  calendar === 'agreement'
    ? content.calendar
    : calendar === 'iso-week'
      ? { ...content.calendar, kind: 'iso-week', weekStartsOn: 1 }
      : { ...content.calendar, kind: calendar };

const totalOf = (rows: readonly Cells[], column: number): number =>
  rows.reduce((sum, cells) => sum + (cells[column] ?? 0), 0);

/**
 * Two versions, or the forecasts of both parties, period by period over the periods that both reach. Totals are of all
 * rows; the proof says that nothing was lost on the way to the common calendar.
 */
export async function comparePlans({ db }: Context, input: Input) {
  const [a, b] = await Promise.all([getPlanRow(db, input.planIdA), getPlanRow(db, input.planIdB)]);
  if (a.agreementId !== b.agreementId || a.purpose !== b.purpose) {
    throw plansNotComparable({ planIdA: a.planId, planIdB: b.planId });
  }
  const { content } = await findAgreementInForce(db, a.agreementId);
  const rows = await db.read<Row>(readRows, [a.buyerId, a.agreementId, a.planId, b.planId]);
  const calendar = calendarOf(content, input);
  const seriesOf = (cellsOf: (row: Row) => Cells) =>
    new Map(rows.map((row) => [row.itemLocationId, cellsOf(row)]));
  const sideA = toCalendar(
    a,
    seriesOf((row) => valuesOf(row.baseA, row.eventA, row.overrideA)),
    calendar,
  );
  const sideB = toCalendar(
    b,
    seriesOf((row) => valuesOf(row.baseB, row.eventB, row.overrideB)),
    calendar,
  );
  const periods = sideA.buckets.filter(({ startsOn }) => sideB.columnOf.has(startsOn));
  const pick = (side: typeof sideA, itemLocationId: string): Cells =>
    periods.map(
      ({ startsOn }) => side.cells.get(itemLocationId)?.[side.columnOf.get(startsOn) ?? -1] ?? null,
    );
  const compared = rows.map(({ itemLocationId, itemNumber, description, locationCode, unit }) => ({
    itemLocationId,
    itemNumber,
    description,
    locationCode,
    unit,
    aMilli: pick(sideA, itemLocationId),
    bMilli: pick(sideB, itemLocationId),
  }));
  const columnsA = compared.map(({ aMilli }) => aMilli);
  const columnsB = compared.map(({ bMilli }) => bMilli);
  return {
    a: toPlanCard(a),
    b: toPlanCard(b),
    periods: periods.map(({ startsOn, endsBefore, label }) => ({ startsOn, endsBefore, label })),
    totals: {
      aMilli: periods.map((_, column) => totalOf(columnsA, column)),
      bMilli: periods.map((_, column) => totalOf(columnsB, column)),
    },
    proof: { a: sideA.proof, b: sideB.proof },
    rowCount: compared.length,
    rows: compared.slice(input.offset, input.offset + input.limit),
  };
}
