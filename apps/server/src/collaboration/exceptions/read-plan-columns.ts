import type { ForecastPurpose, PlanColumn, Side } from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import type { EvaluationAxis } from './evaluation-axis.ts';

export type PlanHead = {
  planId: string;
  kind: 'party' | 'joint';
  partyId: string | null;
  state: string;
  purpose: ForecastPurpose;
  startsOn: LocalDate;
  bucketDays: number;
  publishedAt: Date | null;
  buyerPlanId: string | null;
  sellerPlanId: string | null;
};

const findPlans = `
select plan.id as "planId", plan.kind, plan.party_id as "partyId", plan.state, plan.purpose,
  plan.starts_on::text as "startsOn", plan.bucket_days as "bucketDays", plan.published_at as "publishedAt",
  plan.source ->> 'buyerPlanId' as "buyerPlanId", plan.source ->> 'sellerPlanId' as "sellerPlanId"
from forecast_plans plan
where plan.agreement_id = $1 and (plan.published_at is not null or plan.kind = 'joint') and plan.kind <> 'scenario'
order by plan.published_at desc nulls last, plan.version_number desc, plan.id desc`;

/** Published forecasts of both sides and joint plans, newest first: what both sides can see of plans. */
export const readPlanHeads = (tx: Transaction, { agreementId }: AgreementInForce): Promise<PlanHead[]> =>
  tx.query<PlanHead>(findPlans, [agreementId]);

const findValues = `
select line.item_location_id as "itemLocationId", to_json(line.base_milli) as base, to_json(line.event_milli) as event,
  to_json(line.override_milli) as override
from forecast_plan_rows line where line.buyer_id = $1 and line.plan_id = $2`;

type Line = {
  itemLocationId: string;
  base: (number | null)[];
  event: (number | null)[];
  override: (number | null)[];
};

export type ColumnFrame = {
  startsOn: LocalDate;
  bucketDays: number;
  bucketCount: number;
  rowOf: Map<string, number>;
};

export const emptyColumn = ({
  rowOf,
  bucketCount,
}: Pick<ColumnFrame, 'rowOf' | 'bucketCount'>): Float64Array =>
  new Float64Array(rowOf.size * bucketCount).fill(Number.NaN);

/** Puts a plan's values on the axis; `layer` all: what counts in a bucket, override: only what was negotiated. */
export async function fillFromPlan(
  tx: Transaction,
  column: Float64Array,
  about: { buyerId: string; plan: PlanHead; frame: ColumnFrame; layer: 'all' | 'override' },
): Promise<void> {
  const { plan, frame, layer } = about;
  const { rowOf, bucketCount } = frame;
  const daysAhead = daysBetween(plan.startsOn, frame.startsOn);
  if (plan.bucketDays !== frame.bucketDays || daysAhead % frame.bucketDays !== 0) return;
  const offset = daysAhead / frame.bucketDays;
  const lines = await tx.query<Line>(findValues, [about.buyerId, plan.planId]);
  for (const { itemLocationId, base, event, override } of lines) {
    const row = rowOf.get(itemLocationId);
    if (row === undefined) continue;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      const at = bucket + offset;
      if (at < 0 || at >= base.length) continue;
      const negotiated = override[at] ?? null;
      const statistical = base[at] ?? null;
      const own = statistical === null ? null : statistical + (event[at] ?? 0);
      const value = layer === 'override' ? negotiated : (negotiated ?? own);
      if (value !== null) column[row * bucketCount + bucket] = value;
    }
  }
}

const live = new Set(['published', 'in-review', 'consensus', 'frozen']);
const agreedStates = new Set(['in-review', 'consensus', 'frozen']);

/** The forecast of a side that stands, and the one before it. */
export function standingPlans(
  heads: readonly PlanHead[],
  { purpose, partyId }: { purpose: ForecastPurpose; partyId: string },
): { current: PlanHead | undefined; previous: PlanHead | undefined } {
  const own = heads.filter(
    (plan) => plan.kind === 'party' && plan.purpose === purpose && plan.partyId === partyId,
  );
  const place = own.findIndex(({ state }) => live.has(state));
  return place < 0
    ? { current: undefined, previous: undefined }
    : { current: own[place], previous: own[place + 1] };
}

type Reading = {
  tx: Transaction;
  agreement: AgreementInForce;
  axis: EvaluationAxis;
  heads: readonly PlanHead[];
  rowOf: Map<string, number>;
};

const frameOf = ({ axis, rowOf }: Reading): ColumnFrame => ({ ...axis, rowOf });

/** One side's forecast, or the version before it. undefined: that side plans nothing of the kind. */
async function readForecast(
  reading: Reading,
  about: { purpose: ForecastPurpose; side: Side; isPrevious: boolean },
): Promise<Float64Array | undefined> {
  const { tx, agreement, heads } = reading;
  const partyId = about.side === 'buyer' ? agreement.buyerId : agreement.supplierId;
  const { current, previous } = standingPlans(heads, { purpose: about.purpose, partyId });
  // A seller answers the order forecast with commits: it owes no order forecast of its own.
  if (current === undefined && about.purpose !== 'sales') return undefined;
  const frame = frameOf(reading);
  const column = emptyColumn(frame);
  const plan = about.isPrevious ? previous : current;
  if (plan !== undefined) {
    await fillFromPlan(tx, column, { buyerId: agreement.buyerId, plan, frame, layer: 'all' });
  }
  return column;
}

/** Values negotiated in the joint plan of the two forecasts that stand; all of its values once both have agreed. */
async function readAgreed(reading: Reading, purpose: ForecastPurpose): Promise<Float64Array> {
  const { tx, agreement, heads } = reading;
  const frame = frameOf(reading);
  const column = emptyColumn(frame);
  const joint = heads.find(
    (plan) => plan.kind === 'joint' && plan.purpose === purpose && agreedStates.has(plan.state),
  );
  if (joint === undefined) return column;
  const currentOf = (partyId: string) => standingPlans(heads, { purpose, partyId }).current?.planId;
  const isOf = (planId: string | null, partyId: string) => planId === null || planId === currentOf(partyId);
  if (!isOf(joint.buyerPlanId, agreement.buyerId) || !isOf(joint.sellerPlanId, agreement.supplierId))
    return column;
  const layer = joint.state === 'in-review' ? 'override' : 'all';
  await fillFromPlan(tx, column, { buyerId: agreement.buyerId, plan: joint, frame, layer });
  return column;
}

const findCommits = `
select commit.item_location_id as "itemLocationId", commit.starts_on::text as "startsOn",
  case when commit.state in ('submitted', 'short', 'accepted') then commit.committed_milli end as "committedMilli"
from commits commit where commit.agreement_id = $1 and commit.state <> 'superseded' and commit.starts_on >= $2::date
  and commit.bucket_days = $3`;

/**
 * What the seller has committed to. Buckets for which no commit was asked count as committed in full: nobody owes
 * anything there. undefined: the buyer has no order forecast.
 */
async function readCommits(reading: Reading): Promise<Float64Array | undefined> {
  const { tx, agreement, axis, rowOf } = reading;
  const forecast = await readForecast(reading, { purpose: 'order', side: 'buyer', isPrevious: false });
  if (forecast === undefined) return undefined;
  type Commit = { itemLocationId: string; startsOn: LocalDate; committedMilli: number | null };
  const values = [agreement.agreementId, axis.startsOn, axis.bucketDays];
  for (const { itemLocationId, startsOn, committedMilli } of await tx.query<Commit>(findCommits, values)) {
    const row = rowOf.get(itemLocationId);
    const bucket = daysBetween(axis.startsOn, startsOn) / axis.bucketDays;
    if (row === undefined || !Number.isInteger(bucket) || bucket >= axis.bucketCount) continue;
    forecast[row * axis.bucketCount + bucket] = committedMilli ?? Number.NaN;
  }
  return forecast;
}

const findBalances = `
select item_location_id as "itemLocationId", to_json(balance_milli) as "balanceMilli"
from order_outlooks where plan_id = $1`;

/** The balance that the newest order forecast projects. undefined: there is none. */
async function readBalance(reading: Reading): Promise<Float64Array | undefined> {
  const { tx, agreement, axis, heads, rowOf } = reading;
  const { current } = standingPlans(heads, { purpose: 'order', partyId: agreement.buyerId });
  if (current === undefined) return undefined;
  const column = emptyColumn({ rowOf, bucketCount: axis.bucketCount });
  const offset = daysBetween(current.startsOn, axis.startsOn) / axis.bucketDays;
  type Outlook = { itemLocationId: string; balanceMilli: (number | null)[] };
  for (const { itemLocationId, balanceMilli } of await tx.query<Outlook>(findBalances, [current.planId])) {
    const row = rowOf.get(itemLocationId);
    if (row === undefined || !Number.isInteger(offset)) continue;
    for (let bucket = 0; bucket < axis.bucketCount; bucket++) {
      column[row * axis.bucketCount + bucket] = balanceMilli[bucket + offset] ?? Number.NaN;
    }
  }
  return column;
}

/** One column of the planned buckets, as both sides see it. */
export function readPlanColumn(reading: Reading, column: PlanColumn): Promise<Float64Array | undefined> {
  if (column === 'commit') return readCommits(reading);
  if (column === 'projected-balance') return readBalance(reading);
  const [purpose, what, before] = column.split('.') as [
    ForecastPurpose,
    Side | 'agreed',
    'previous' | undefined,
  ];
  if (what === 'agreed') return readAgreed(reading, purpose);
  return readForecast(reading, { purpose, side: what, isPrevious: before === 'previous' });
}

/** The plan that stood `lag` buckets before each bucket of the history, published by then. */
export async function readAtLag(
  reading: Reading,
  about: { purpose: ForecastPurpose; side: Side; lagPeriods: number },
): Promise<Float64Array> {
  const { tx, agreement, axis, heads, rowOf } = reading;
  const { historyCount, historyStartsOn, bucketDays } = axis;
  const partyId = about.side === 'buyer' ? agreement.buyerId : agreement.supplierId;
  const own = heads.filter(
    (plan) => plan.kind === 'party' && plan.purpose === about.purpose && plan.partyId === partyId,
  );
  const whole = emptyColumn({ rowOf, bucketCount: historyCount });
  const byPlan = new Map<PlanHead, number[]>();
  for (let bucket = 0; bucket < historyCount; bucket++) {
    const issuedBefore = addDays(historyStartsOn, (bucket - about.lagPeriods + 1) * bucketDays);
    const plan = own.find(
      ({ publishedAt }) => publishedAt !== null && publishedAt.toISOString() < issuedBefore,
    );
    if (plan !== undefined) byPlan.set(plan, [...(byPlan.get(plan) ?? []), bucket]);
  }
  const frame = { startsOn: historyStartsOn, bucketDays, bucketCount: historyCount, rowOf };
  for (const [plan, buckets] of byPlan) {
    const part = emptyColumn(frame);
    await fillFromPlan(tx, part, { buyerId: agreement.buyerId, plan, frame, layer: 'all' });
    for (let row = 0; row < rowOf.size; row++) {
      for (const bucket of buckets) {
        whole[row * historyCount + bucket] = part[row * historyCount + bucket] as number;
      }
    }
  }
  return whole;
}
