import type { LocalDate } from '@coplan/kernel';
import { listPlannedItemLocations, type PlannedItemLocation } from '../../catalog/index.ts';
import { readSalesHistory } from '../../inventory/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { type AccuracyLevel, meansKept, type RecordedLag, recordedLags } from './recorded-lags.ts';
import { type AccuracySums, accuracyCell, addCell, type ForecastOrigin, noSums } from './sum-accuracy.ts';
import { weeklySalesOf, weeksBefore } from './weekly-sales.ts';

const pageSize = 500;
const rowsPerInsert = 2_000;

type Key = { week: LocalDate; lagPeriods: RecordedLag; level: AccuracyLevel; key: string };
type WeekSums = Map<string, Key & AccuracySums>;

/** The sums of a key in a week at a lag, made where they are missing. */
function sumsOf(all: WeekSums, key: Key): AccuracySums {
  const name = `${key.week} ${key.lagPeriods} ${key.level} ${key.key}`;
  const found = all.get(name);
  if (found !== undefined) return found;
  const made = { ...key, ...noSums() };
  all.set(name, made);
  return made;
}

const keysOf = (place: PlannedItemLocation): [AccuracyLevel, string][] => [
  ['total', ''],
  ['category', place.category ?? ''],
  ['location', place.locationId],
  ['supplier', place.supplierId ?? ''],
  ['item', place.itemId],
];

type StoredOrigin = ForecastOrigin & { itemLocationId: string; originOn: LocalDate };

async function readOrigins(
  db: Database,
  about: { itemLocationIds: readonly string[]; from: LocalDate; to: LocalDate },
): Promise<Map<string, ForecastOrigin>> {
  const rows = await db.read<StoredOrigin>(
    `select item_location_id as "itemLocationId", origin_on::text as "originOn", to_json(mean_milli) as "meanMilli",
       to_json(base_milli) as "baseMilli",
       to_json(levels) as levels, to_json(quantiles_milli) as "quantilesMilli"
     from forecast_origins
     where org_id = (select current_setting('app.org')::uuid) and origin_on between $2 and $3
       and item_location_id = any ($1::uuid[])`,
    [about.itemLocationIds, about.from, about.to],
  );
  return new Map(rows.map((row) => [`${row.itemLocationId} ${row.originOn}`, row]));
}

async function addPage(
  db: Database,
  all: WeekSums,
  places: readonly PlannedItemLocation[],
  weeks: readonly LocalDate[],
) {
  const itemLocationIds = places.map(({ itemLocationId }) => itemLocationId);
  const histories = await readSalesHistory(db, { itemLocationIds });
  const finest = new Map(histories.toReversed().map((history) => [history.itemLocationId, history]));
  const from = weeksBefore(weeks[0] as LocalDate, meansKept);
  const to = weeks.at(-1) as LocalDate;
  const origins = await readOrigins(db, { itemLocationIds, from, to });
  for (const place of places) {
    const history = finest.get(place.itemLocationId);
    const sales = history === undefined ? undefined : weeklySalesOf(history);
    const originAt = (on: LocalDate) => origins.get(`${place.itemLocationId} ${on}`);
    for (const week of weeks) {
      for (const lagPeriods of recordedLags) {
        const origin = originAt(weeksBefore(week, lagPeriods));
        const previous = originAt(weeksBefore(week, lagPeriods + 1));
        const cell = accuracyCell(sales, week, lagPeriods, { origin, previous });
        for (const [level, key] of keysOf(place))
          addCell(sumsOf(all, { week, lagPeriods, level, key }), cell);
      }
    }
  }
}

const insertSums = (tx: Transaction, rows: readonly (Key & AccuracySums)[]) =>
  tx.query(
    `insert into forecast_accuracy (org_id, lag_periods, level, key, starts_on, counted_count, stock_out_count,
       no_actual_count, no_forecast_count, actual_milli, naive_milli, seasonal_milli, statistical_milli,
       buyer_milli, buyer_error_milli,
       naive_error_milli, seasonal_error_milli, statistical_error_milli, scale_milli, scaled_error_milli,
       revised_from_milli, revision_milli, pinball_milli, quantile_count, levels, below_counts)
     select (select current_setting('app.org')::uuid), "lagPeriods", level, key, week, "countedCount", "stockOutCount",
       "noActualCount", "noForecastCount", "actualMilli", "naiveMilli", "seasonalMilli", "statisticalMilli",
       "buyerMilli", "buyerErrorMilli",
       "naiveErrorMilli", "seasonalErrorMilli", "statisticalErrorMilli", round("scaleMilli"), "scaledErrorMilli",
       "revisedFromMilli", "revisionMilli", round("pinballMilli"), "quantileCount", levels, "belowCounts"
     from json_to_recordset($1::json) as row("lagPeriods" smallint, level text, key text, week date,
       "countedCount" integer, "stockOutCount" integer, "noActualCount" integer, "noForecastCount" integer,
       "actualMilli" bigint, "naiveMilli" bigint, "seasonalMilli" bigint, "statisticalMilli" bigint,
       "buyerMilli" bigint, "buyerErrorMilli" bigint,
       "naiveErrorMilli" bigint, "seasonalErrorMilli" bigint, "statisticalErrorMilli" bigint, "scaleMilli" numeric,
       "scaledErrorMilli" bigint, "revisedFromMilli" bigint, "revisionMilli" bigint, "pinballMilli" numeric,
       "quantileCount" integer, levels real[], "belowCounts" integer[])
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );

async function writeWeek({ db, clock }: Context, week: LocalDate, rows: readonly (Key & AccuracySums)[]) {
  const total = rows.find(({ level, lagPeriods }) => level === 'total' && lagPeriods === recordedLags[0]);
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into accuracy_weeks (org_id, starts_on, recorded_at, cell_count)
       values ((select current_setting('app.org')::uuid), $1, $2, $3)
       on conflict (org_id, starts_on) do update set recorded_at = excluded.recorded_at, cell_count = excluded.cell_count`,
      [week, clock.now(), total?.countedCount ?? 0],
    );
    await tx.query('delete from forecast_accuracy where starts_on = $1', [week]);
    for (let from = 0; from < rows.length; from += rowsPerInsert) {
      await insertSums(tx, rows.slice(from, from + rowsPerInsert));
    }
  });
}

/**
 * Records how good the forecasts of some weeks that are over were, at every recorded lag and level. Recording a week
 * again replaces it by what is known now. A week of which nothing has been sold yet is left for later.
 */
export async function recordAccuracy(
  context: Context,
  weeks: readonly LocalDate[],
  signal: AbortSignal,
): Promise<{ weekCount: number }> {
  if (weeks.length === 0) return { weekCount: 0 };
  const ordered = weeks.toSorted();
  const all: WeekSums = new Map();
  let afterId: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await listPlannedItemLocations(context.db, {
      limit: pageSize,
      ...(afterId === undefined ? {} : { afterId }),
    });
    afterId = page.length < pageSize ? undefined : page.at(-1)?.itemLocationId;
    if (page.length > 0) await addPage(context.db, all, page, ordered);
  } while (afterId !== undefined);
  const rowsOfWeek = Map.groupBy(all.values(), ({ week }) => week);
  let weekCount = 0;
  for (const week of ordered) {
    const rows = rowsOfWeek.get(week) ?? [];
    const isSold = rows.some(({ level, countedCount, stockOutCount, noForecastCount }) => {
      return level === 'total' && countedCount + stockOutCount + noForecastCount > 0;
    });
    if (!isSold) continue;
    await writeWeek(context, week, rows);
    weekCount += 1;
  }
  return { weekCount };
}
