import type { LocalDate } from '@coplan/kernel';
import type { Database } from '../../platform/index.ts';
import type { RecordedPeriod } from './find-period.ts';
import type { AccuracyLevel } from './recorded-lags.ts';
import type { AccuracySums } from './sum-accuracy.ts';

export type WeekRow = AccuracySums & { key: string; startsOn: LocalDate };

const columns = `counted_count as "countedCount", stock_out_count as "stockOutCount",
  no_actual_count as "noActualCount", no_forecast_count as "noForecastCount", actual_milli::float8 as "actualMilli",
  naive_milli::float8 as "naiveMilli", seasonal_milli::float8 as "seasonalMilli",
  statistical_milli::float8 as "statisticalMilli", buyer_milli::float8 as "buyerMilli",
  buyer_error_milli::float8 as "buyerErrorMilli", naive_error_milli::float8 as "naiveErrorMilli",
  seasonal_error_milli::float8 as "seasonalErrorMilli", statistical_error_milli::float8 as "statisticalErrorMilli",
  scale_milli::float8 as "scaleMilli", scaled_error_milli::float8 as "scaledErrorMilli",
  revised_from_milli::float8 as "revisedFromMilli", revision_milli::float8 as "revisionMilli",
  pinball_milli::float8 as "pinballMilli", quantile_count as "quantileCount", to_json(levels) as levels,
  to_json(below_counts) as "belowCounts"`;

/** The recorded weeks of some keys, oldest first. */
export async function readWeeks(
  db: Database,
  about: { level: AccuracyLevel; lagPeriods: number; period: RecordedPeriod; keys: readonly string[] },
): Promise<Map<string, WeekRow[]>> {
  const { level, lagPeriods, period, keys } = about;
  const rows = await db.read<WeekRow>(
    `select key, starts_on::text as "startsOn", ${columns} from forecast_accuracy
     where org_id = (select current_setting('app.org')::uuid) and lag_periods = $1 and level = $2
       and key = any ($3::text[]) and starts_on >= $4 and starts_on < $5
     order by key, starts_on`,
    [lagPeriods, level, keys, period.startsOn, period.endsBefore],
  );
  return Map.groupBy(rows, ({ key }) => key);
}
