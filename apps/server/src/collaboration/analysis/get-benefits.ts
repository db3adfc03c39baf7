import { type Benefit, findMetricDefinition, measureBenefits } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { readSales } from '../business-plans/index.ts';
import { type AgreementInForce, bucketDaysOf, findAgreementInForce } from '../plans/index.ts';
import { readShared } from '../sharing/index.ts';
import { addSums, noSums, valueOfSums } from './metric-result-rows.ts';
import { axisUntilToday, endOf } from './read-accuracy-facts.ts';

/** The snapshot was taken over as many weeks. */
const weekCount = 13;

export const getBenefitsInput = z.object({
  agreementId: z.uuid(),
  /** Newest buckets that "now" is made of. */
  periodCount: z.int().min(1).max(52).default(13),
});

export type Benefits = {
  agreementId: string;
  activatedOn: string | null;
  baselineTakenAt: string | null;
  benefits: Benefit[];
};

type Baseline = {
  code: string;
  numerator: number;
  denominator: number;
  n: number;
  takenAt: string;
};

const readBaselines = `
select metric_code as code, numerator, denominator, observation_count as n,
  to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt"
from agreement_baselines where agreement_id = $1 order by taken_at, metric_code`;

type Now = { code: string; numerator: number; denominator: number; n: number };

const readNow = `
select metric_code as code, coalesce(agreed_numerator, numerator) as numerator,
  coalesce(agreed_denominator, denominator) as denominator, coalesce(agreed_n, n) as n
from metric_results where agreement_id = $1 and party in ('buyer', 'both') and starts_on >= (
  select min(bucket.starts_on) from (
    select distinct starts_on from metric_results where agreement_id = $1 order by starts_on desc limit $2) bucket)`;

const observed = (code: string, sums: { numerator: number; denominator: number; n: number }) => ({
  code,
  definitionVersion: findMetricDefinition(code)?.definitionVersion ?? 1,
  value: valueOfSums(code, sums).value,
  n: sums.n,
});

/** Before the agreement nobody had agreed on a forecast: the snapshot holds the error of the naive one. */
const baselineOf = (code: string): string => (isForecastError(code) ? 'naive-error' : code);
const isForecastError = (code: string): boolean => code === 'forecast-accuracy' || code === 'wape';

/** Units sold in a week, as far as sales are the reader's to see. */
async function readWeeklySales(context: Context, agreement: AgreementInForce): Promise<number | null> {
  const axis = axisUntilToday(context, agreement, (weekCount * 7) / bucketDaysOf(agreement.content));
  const window = { startsOn: axis.startsOn, endsBefore: endOf(axis) };
  const sales = await readSales(context, context.db, agreement, window);
  return sales === null ? null : sales.reduce((sum, { soldMilli }) => sum + soldMilli, 0) / weekCount;
}

/** Units on the shelves now, as far as stock is the reader's to see. */
async function readStock(context: Context, agreement: AgreementInForce): Promise<number | null> {
  const { db, actor } = context;
  const { agreementId, buyerId } = agreement;
  if (actor.organisationId === buyerId) {
    const [row] = await db.read<{ stockMilli: number | null }>(ownStock, [agreementId]);
    return row?.stockMilli ?? null;
  }
  const purpose = 'benefits of the agreement';
  const rows = await readShared(db, context, { measure: 'on-hand', ownerId: buyerId, agreementId, purpose });
  const newest = rows.flatMap(({ amounts }) => amounts.findLast((one) => one !== null) ?? []);
  return newest.length === 0 ? null : newest.reduce((sum, one) => sum + one, 0);
}

const ownStock = `
with scope as materialized (select * from agreement_item_locations where agreement_id = $1)
select sum(balance.quantity_milli)::float8 as "stockMilli" from scope join stock_balances balance
  on balance.org_id = scope.buyer_id and balance.item_id = scope.item_id and balance.location_id = scope.location_id
where balance.state in ('available', 'allocated')`;

/** Plain amounts, which have no formula: what was and what is. */
function compareAmounts(
  about: Pick<Benefit, 'code' | 'name' | 'direction'>,
  baseline: Baseline | undefined,
  nowMilli: number | null,
): Benefit[] {
  if (baseline === undefined && nowMilli === null) return [];
  const before = baseline === undefined ? null : (baseline.numerator / baseline.denominator) * 1_000;
  const change = before === null || nowMilli === null ? null : nowMilli - before;
  const isMore = change === null || change === 0 ? null : change > 0;
  return [
    {
      ...about,
      unit: 'units-milli',
      baseline: before,
      now: nowMilli,
      baselineCount: baseline?.n ?? 0,
      nowCount: nowMilli === null ? 0 : 1,
      change,
      isBetter: isMore === null ? null : isMore === (about.direction === 'higher-is-better'),
      note: change === null ? 'One of the two is not known, or not shared with you.' : '',
    },
  ];
}

/** What has changed since the agreement was activated, where both numbers are known and made by one definition. */
export async function getBenefits(
  context: Context,
  { agreementId, periodCount }: z.output<typeof getBenefitsInput>,
): Promise<Benefits> {
  const { db } = context;
  const agreement = await findAgreementInForce(db, agreementId);
  const baselines = await db.read<Baseline>(readBaselines, [agreementId]);
  const rows = await db.read<Now>(readNow, [agreementId, periodCount]);
  const codes = [...new Set(rows.map(({ code }) => code))].sort();
  const now = codes.map((code) =>
    observed(
      code,
      rows
        .filter((row) => row.code === code)
        .reduce(
          (sum, { numerator, denominator, n }) => addSums(sum, { numerator, denominator, n, excluded: {} }),
          noSums,
        ),
    ),
  );
  const snapshotOf = (code: string) => baselines.find((baseline) => baseline.code === baselineOf(code));
  const before = codes.flatMap((code) => {
    const snapshot = snapshotOf(code);
    return snapshot === undefined ? [] : [observed(code, snapshot)];
  });
  const [activated] = await db.read<{ activatedOn: string | null }>(
    `select ((activated_at at time zone $2)::date)::text as "activatedOn" from agreements where id = $1`,
    [agreementId, agreement.content.calendar.timeZone],
  );
  return {
    agreementId,
    activatedOn: activated?.activatedOn ?? null,
    baselineTakenAt: baselines[0]?.takenAt ?? null,
    benefits: [
      ...measureBenefits(before, now),
      ...compareAmounts(
        { code: 'sales', name: 'Units sold in a week', direction: 'higher-is-better' },
        snapshotOf('sales'),
        await readWeeklySales(context, agreement),
      ),
      ...compareAmounts(
        { code: 'stock', name: 'Units in stock', direction: 'lower-is-better' },
        snapshotOf('stock'),
        await readStock(context, agreement),
      ),
    ],
  };
}
