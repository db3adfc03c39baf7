import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import type { StoredSpread } from './forecast-batch.ts';
import { type ForecastLayers, totalMilli } from './forecast-layers.ts';

/** The published forecast of an item-location, as planning and pages read it. */
export type PublishedForecast = {
  versionId: string;
  itemLocationId: string;
  /** SHA-256 of the sales and days that it was computed from. */
  inputHash: string;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  issuedAt: Date;
  model: string;
  demandClass: string;
  /** Base, events and overrides together: what is planned with. */
  meanMilli: number[];
  /** The statistical forecast without events and overrides. */
  baseMilli: number[];
  levels: number[];
  quantilesMilli: number[];
  spread: StoredSpread;
};

type StoredForecast = Omit<PublishedForecast, 'baseMilli'> & ForecastLayers;

/** With events and overrides on the base its spread grows and shrinks with the total, period by period. */
function withLayers({ eventMilli, overrideMilli, ...row }: StoredForecast): PublishedForecast {
  const baseMilli = row.meanMilli;
  if (eventMilli === null && overrideMilli === null) return { ...row, baseMilli };
  const meanMilli = totalMilli(baseMilli, { eventMilli, overrideMilli });
  const periods = baseMilli.length;
  const scaled = (milli: number, period: number): number => {
    const base = baseMilli[period] ?? 0;
    const total = meanMilli[period] ?? 0;
    return base > 0 ? Math.round((milli * total) / base) : Math.max(milli, total);
  };
  return {
    ...row,
    baseMilli,
    meanMilli,
    quantilesMilli: row.quantilesMilli.map((milli, index) => scaled(milli, index % periods)),
    spread: { ...row.spread, sdMilli: row.spread.sdMilli.map((milli, period) => scaled(milli, period)) },
  };
}

/** The organisation's newest published version, if there is one. */
export async function findPublishedVersion(
  source: Database | Transaction,
): Promise<{ versionId: string; issuedAt: Date } | undefined> {
  const [version] = await rowsOf<{ versionId: string; issuedAt: Date }>(
    source,
    `select id as "versionId", issued_at as "issuedAt" from forecast_versions
     where org_id = (select current_setting('app.org')::uuid) and state = 'published'
     order by version_number desc limit 1`,
    [],
  );
  return version;
}

/** The forecasts of these item-locations in a version; one that was not forecast is absent. */
export async function findForecasts(
  source: Database | Transaction,
  { versionId, itemLocationIds }: { versionId: string; itemLocationIds: readonly string[] },
): Promise<Map<string, PublishedForecast>> {
  const rows = await rowsOf<StoredForecast>(
    source,
    `select version_id as "versionId", item_location_id as "itemLocationId", starts_on::text as "startsOn",
       coalesce(encode(input_hash, 'hex'), computed_version_id::text) as "inputHash", bucket_days as "bucketDays", issued_at as "issuedAt", model, demand_class as "demandClass",
       to_json(mean_milli) as "meanMilli", to_json(levels) as levels, to_json(quantiles_milli) as "quantilesMilli",
       sums as spread, to_json(event_milli) as "eventMilli", to_json(override_milli) as "overrideMilli"
     from forecast_series
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1
       and item_location_id = any ($2::uuid[])`,
    [versionId, itemLocationIds],
  );
  return new Map(rows.map((row) => [row.itemLocationId, withLayers(row)]));
}

/** One level's path out of the row-major quantiles; the nearest stored level. */
export function quantilePath(
  { levels, quantilesMilli, meanMilli }: Pick<PublishedForecast, 'levels' | 'quantilesMilli' | 'meanMilli'>,
  level: number,
): number[] {
  let nearest = 0;
  levels.forEach((stored, index) => {
    if (Math.abs(stored - level) < Math.abs((levels[nearest] ?? 0) - level)) nearest = index;
  });
  const periods = meanMilli.length;
  return quantilesMilli.slice(nearest * periods, (nearest + 1) * periods);
}
