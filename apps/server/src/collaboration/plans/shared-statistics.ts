import type { LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { readShared } from '../sharing/index.ts';
import { regroupByDays } from './bucket-axis.ts';
import { writeRows } from './create-plan.ts';
import type { AgreementInForce } from './find-agreement.ts';
import type { PlanRow } from './load-plan.ts';

const readForecast = `
select series.item_location_id as "itemLocationId", series.starts_on::text as "startsOn",
  series.bucket_days as "bucketDays", to_json(series.mean_milli) as "meanMilli"
from agreement_item_locations scope join forecast_series series
  on series.org_id = scope.buyer_id and series.item_location_id = scope.item_location_id
where scope.buyer_id = $1 and scope.agreement_id = $2 and series.version_id = $3
  and scope.item_location_id > $4
order by scope.item_location_id limit 1000`;

const newestVersion = `
select version.id from forecast_versions version where version.org_id = $1 and version.state = 'published'
order by version.issued_at desc limit 1`;

type Series = { itemLocationId: string; startsOn: LocalDate; bucketDays: 1 | 7; meanMilli: number[] };

const nil = '00000000-0000-0000-0000-000000000000';

/** Writes the base layer of a plan from a statistical forecast: weeks are spread over their days, days summed up. */
export async function writeForecastVersion(
  tx: Transaction,
  plan: PlanRow,
  forecastVersionId: string,
): Promise<number> {
  let after = nil;
  let writtenCount = 0;
  for (;;) {
    const series = await tx.query<Series>(readForecast, [
      plan.buyerId,
      plan.agreementId,
      forecastVersionId,
      after,
    ]);
    const rows = series.map(({ itemLocationId, meanMilli, ...from }) => ({
      itemLocationId,
      baseMilli: regroupByDays(meanMilli, from, plan, { extendsHead: true }),
    }));
    await writeRows(tx, plan, rows);
    writtenCount += rows.length;
    const last = series.at(-1);
    if (last === undefined || series.length < 1_000) return writtenCount;
    after = last.itemLocationId;
  }
}

/** The newest statistics, the buyer's own or as the buyer shares them, as the base of a plan. Returns the count of rows. */
export async function writeSharedStatistics(
  context: Context,
  tx: Transaction,
  { agreement, plan }: { agreement: AgreementInForce; plan: PlanRow },
): Promise<number> {
  if (agreement.mySide === 'buyer') {
    const [version] = await tx.query<{ id: string }>(newestVersion, [agreement.buyerId]);
    return version === undefined ? 0 : writeForecastVersion(tx, plan, version.id);
  }
  const shared = await readShared(tx, context, {
    measure: 'forecast',
    source: 'shared_forecast',
    agreementId: agreement.agreementId,
    ownerId: agreement.buyerId,
    purpose: 'first forecast plan',
  });
  const rows = shared.flatMap(({ itemLocationId, startsOn, bucketDays, amounts }) => {
    if (itemLocationId === null) return [];
    const from = { startsOn: startsOn as LocalDate, bucketDays };
    return [{ itemLocationId, baseMilli: regroupByDays(amounts, from, plan, { extendsHead: true }) }];
  });
  await writeRows(tx, plan, rows);
  return rows.length;
}
