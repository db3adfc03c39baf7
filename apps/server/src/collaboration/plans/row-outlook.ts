import { forecastPurposes } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { readShared } from '../sharing/index.ts';
import { regroupByDays } from './bucket-axis.ts';
import { firstColumnOf, type GridAxis, gridInput, readGridAxis } from './grid-axis.ts';
import { readPlanCells } from './grid-cells.ts';
import { findPlans, type PlanRow } from './load-plan.ts';

export const rowOutlookInput = gridInput
  .pick({ agreementId: true, pastBucketCount: true, bucketCount: true })
  .extend({ purpose: z.enum(forecastPurposes), itemLocationId: z.uuid() });
type Input = z.output<typeof rowOutlookInput>;

type Quantiles = {
  startsOn: LocalDate;
  bucketDays: number;
  levels: readonly number[];
  quantilesMilli: readonly (number | null)[];
};

const ownQuantiles = `
select series.starts_on::text as "startsOn", series.bucket_days as "bucketDays", series.levels,
  to_json(series.quantiles_milli) as "quantilesMilli"
from forecast_series series
where series.org_id = $1 and series.item_location_id = $2 and series.version_id = (
  select version.id from forecast_versions version where version.org_id = $1 and version.state = 'published'
  order by version.issued_at desc limit 1)`;

async function findQuantiles(context: Context, axis: GridAxis, input: Input): Promise<Quantiles | undefined> {
  const { agreement } = axis;
  const { itemLocationId, agreementId } = input;
  if (agreement.mySide === 'buyer')
    return (await context.db.read<Quantiles>(ownQuantiles, [agreement.buyerId, itemLocationId]))[0];
  const [shared] = await readShared(context.db, context, {
    measure: 'forecast',
    agreementId,
    ownerId: agreement.buyerId,
    itemLocationIds: [itemLocationId],
    source: 'shared_forecast',
    purpose: 'planning grid',
  });
  if (shared === undefined || shared.levels === null || shared.quantilesMilli === null) return undefined;
  const { startsOn, bucketDays, levels, quantilesMilli } = shared;
  return { startsOn: startsOn as LocalDate, bucketDays, levels, quantilesMilli };
}

/** Quantiles do not add up: a band is shown only where it was computed for buckets as long as the grid's. */
function bandOf(found: Quantiles | undefined, axis: GridAxis) {
  if (found === undefined || found.bucketDays !== axis.bucketDays || found.levels.length === 0) return null;
  const { levels, quantilesMilli, startsOn, bucketDays } = found;
  const periodCount = quantilesMilli.length / levels.length;
  const at = (level: number): (number | null)[] | undefined => {
    const place = levels.findIndex((one) => Math.abs(one - level) < 1e-6);
    if (place < 0) return undefined;
    const amounts = quantilesMilli.slice(place * periodCount, (place + 1) * periodCount);
    const to = { startsOn: axis.startsOn, bucketDays: axis.bucketDays, bucketCount: axis.bucketCount };
    return regroupByDays(amounts, { startsOn, bucketDays }, to).map((amount) =>
      amount === null ? null : amount / 1_000,
    );
  };
  const [p10, p90] = [at(0.1), at(0.9)];
  return p10 === undefined || p90 === undefined ? null : { p10, p90 };
}

const versionsMax = 60;

const partyOf = ({ kind, partyId }: PlanRow, me: string): 'mine' | 'partner' | 'joint' =>
  kind === 'joint' ? 'joint' : partyId === me ? 'mine' : 'partner';

/**
 * One row of the grid for its charts: the statistical band, and the row in every version of the plans that the asking
 * side may see, oldest first, in units and on the grid's columns.
 */
export async function readRowOutlook(context: Context, input: Input) {
  const axis = await readGridAxis(context, input);
  const { agreementId, purpose, itemLocationId } = input;
  const all = await findPlans(context.db, { agreementId, purpose, limit: versionsMax });
  const plans = all.flatMap((plan) => {
    const firstColumn = firstColumnOf(axis, plan);
    return plan.kind === 'scenario' || firstColumn === undefined ? [] : [{ plan, firstColumn }];
  });
  const [quantiles, cells] = await Promise.all([
    findQuantiles(context, axis, input),
    readPlanCells(context.db, {
      buyerId: axis.agreement.buyerId,
      plans,
      itemLocationIds: [itemLocationId],
      columnCount: axis.bucketCount,
    }),
  ]);
  const versions = plans.flatMap(({ plan }) => {
    const held = cells.get(plan.planId)?.get(itemLocationId);
    if (held === undefined) return [];
    const { planId, versionNumber, state, publishedAt, issuedAt } = plan;
    const party = partyOf(plan, context.actor.organisationId);
    const at = (publishedAt ?? issuedAt).toISOString();
    return [
      { planId, party, versionNumber, state, isPublished: publishedAt !== null, at, values: held.values },
    ];
  });
  return { band: bandOf(quantiles, axis), versions: versions.reverse() };
}
