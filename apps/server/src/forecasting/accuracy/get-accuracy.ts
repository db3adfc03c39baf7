import {
  computeMetric,
  type ForecastFact,
  findMetricDefinition,
  type MetricStatus,
} from '@coplan/collaboration';
import { triggSignal } from '@coplan/forecasting';
import { z } from 'zod';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { findPeriod, type RecordedPeriod } from './find-period.ts';
import { readWeeks, type WeekRow } from './read-weeks.ts';
import { accuracyLevels, type OwnStep, ownSteps, recordedLags, windowsOfWeeks } from './recorded-lags.ts';

export const aboutAccuracy = {
  level: z.enum(accuracyLevels).default('total'),
  /** Weeks between forecast and week. */
  lagPeriods: z.literal(recordedLags).default(4),
  weekCount: z.literal(windowsOfWeeks).default(26),
};

export const getOwnAccuracyInput = z.object({
  ...aboutAccuracy,
  search: z.string().max(100).optional(),
  sort: z.enum(['error', 'alarm', 'name']).default('error'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});

export type StepMeasures = {
  step: OwnStep;
  status: MetricStatus;
  /** Errors of the level's own sums: they cancel inside. */
  wape: number | null;
  /** Errors of single items at places, added up: they do not cancel. */
  cellWape: number | null;
  /** Above 0: too much was forecast. */
  biasRatio: number | null;
  /** Above 0: too little was forecast; an alarm beyond ±4. Needs six weeks. */
  trackingSignal: number | null;
};

export type OwnAccuracyRow = {
  key: string;
  label: string;
  description: string | null;
  steps: StepMeasures[];
  /** Smoothed signal of what was planned with, −1 to 1. */
  trigg: number | null;
  isAlarm: boolean;
  mase: number | null;
  /** Mean quantile loss over demand. */
  pinballRatio: number | null;
  /** How much the forecast of a week moved from the version a week before. */
  volatility: number | null;
  actualMilli: number;
  errorMilli: number;
  weekCount: number;
  counted: { counted: number; stockOut: number; noActual: number; noForecast: number };
};

export type OwnAccuracy = {
  period: RecordedPeriod | null;
  level: (typeof accuracyLevels)[number];
  lagPeriods: number;
  lags: readonly number[];
  rows: OwnAccuracyRow[];
  rowCount: number;
  /** Keys of the level whose tracking signal is beyond ±4. */
  alarmCount: number;
  formulas: { code: string; name: string; formula: string }[];
};

const factsOf = (weeks: readonly WeekRow[], step: OwnStep): ForecastFact[] =>
  weeks.map((week) => ({
    kind: 'forecast',
    key: week.startsOn,
    actualMilli: week.countedCount === 0 ? null : week.actualMilli,
    forecastMilli: week.countedCount === 0 ? null : week[`${step}Milli`],
  }));

const sum = (weeks: readonly WeekRow[], of: (week: WeekRow) => number): number =>
  weeks.reduce((total, week) => total + of(week), 0);
const ratio = (numerator: number, denominator: number): number | null =>
  denominator > 0 ? numerator / denominator : null;

function measureStep(weeks: readonly WeekRow[], step: OwnStep): StepMeasures {
  const facts = factsOf(weeks, step);
  const wape = computeMetric('wape', facts);
  return {
    step,
    status: wape.status,
    wape: wape.value,
    cellWape: ratio(
      sum(weeks, (week) => week[`${step}ErrorMilli`]),
      sum(weeks, ({ actualMilli }) => actualMilli),
    ),
    biasRatio: computeMetric('forecast-bias', facts).value,
    trackingSignal: computeMetric('tracking-signal', facts).value,
  };
}

const signalMax = 4;

/** All measures of one key from its recorded weeks, oldest first. */
export function measureWeeks(
  weeks: readonly WeekRow[],
): Omit<OwnAccuracyRow, 'key' | 'label' | 'description'> {
  const counted = weeks.filter(({ countedCount }) => countedCount > 0);
  const steps = ownSteps.map(({ code }) => measureStep(weeks, code));
  const signal = steps.at(-1)?.trackingSignal ?? null;
  const actualMilli = sum(weeks, (week) => week.actualMilli);
  const trigg = triggSignal({
    actual: Float64Array.from(counted, (week) => week.actualMilli),
    forecast: Float64Array.from(counted, (week) => week.buyerMilli),
  });
  return {
    steps,
    trigg: trigg ?? null,
    isAlarm: signal !== null && Math.abs(signal) > signalMax,
    mase: ratio(
      sum(weeks, (week) => week.scaledErrorMilli),
      sum(weeks, (week) => week.scaleMilli),
    ),
    pinballRatio: ratio(
      sum(weeks, (week) => (week.quantileCount > 0 ? week.pinballMilli : 0)),
      sum(weeks, (week) => (week.quantileCount > 0 ? week.actualMilli : 0)),
    ),
    volatility: ratio(
      sum(weeks, (week) => week.revisionMilli),
      sum(weeks, (week) => week.revisedFromMilli),
    ),
    actualMilli,
    errorMilli: sum(weeks, (week) => week.buyerErrorMilli),
    weekCount: counted.length,
    counted: {
      counted: sum(weeks, (week) => week.countedCount),
      stockOut: sum(weeks, (week) => week.stockOutCount),
      noActual: sum(weeks, (week) => week.noActualCount),
      noForecast: sum(weeks, (week) => week.noForecastCount),
    },
  };
}

const formulas: OwnAccuracy['formulas'] = ['wape', 'forecast-bias', 'tracking-signal', 'mase'].flatMap(
  (code) => {
    const definition = findMetricDefinition(code);
    return definition === undefined ? [] : [{ code, name: definition.name, formula: definition.formula }];
  },
);

/** Keys of a level with their names, worst first; the database only ranks, the numbers are computed from the weeks. */
const rankKeys = `
with names as (
  select '' as key, 'All items and places' as label, null::text as description where $1 = 'total'
  union all select distinct coalesce(category, ''), coalesce(category, 'Without a category'), null from items
    where $1 = 'category' and org_id = (select current_setting('app.org')::uuid)
  union all select id::text, code, name from locations
    where $1 = 'location' and org_id = (select current_setting('app.org')::uuid)
  union all select '', 'Without a supplier', null where $1 = 'supplier'
  union all select id::text, name, null from organisations where $1 = 'supplier'
  union all select id::text, item_number, description from items
    where $1 = 'item' and org_id = (select current_setting('app.org')::uuid)
), ranked as (
  select key, sum(buyer_error_milli) as error,
    abs(sum(actual_milli - buyer_milli))
      / nullif(avg(abs(actual_milli - buyer_milli)) filter (where counted_count > 0), 0) as signal,
    count(*) filter (where counted_count > 0) as weeks
  from forecast_accuracy
  where org_id = (select current_setting('app.org')::uuid) and lag_periods = $2 and level = $1
    and starts_on >= $3 and starts_on < $4
  group by key
), found as (
  select ranked.*, names.label, names.description, coalesce(weeks >= 6 and signal > $9, false) as is_alarm
  from ranked join names using (key)
  where $5::text is null or names.label ilike $5 or names.description ilike $5
)
select key, label, description, (count(*) over ())::integer as "rowCount",
  (count(*) filter (where is_alarm) over ())::integer as "alarmCount"
from found
order by case when $6 = 'name' then label end, case when $6 = 'alarm' then signal * is_alarm::integer end desc nulls last,
  error desc, key
offset $7 limit $8`;

type RankedKey = {
  key: string;
  label: string;
  description: string | null;
  rowCount: number;
  alarmCount: number;
};

/**
 * How good the organisation's own forecasts were at a lag, at a level, over the newest recorded weeks. Reads what the
 * nightly job recorded; where it has not recorded anything there is no number.
 */
export async function getOwnAccuracy(
  { db }: Context,
  input: z.output<typeof getOwnAccuracyInput>,
): Promise<OwnAccuracy> {
  const { level, lagPeriods, weekCount, search, sort, offset, limit } = input;
  const period = await findPeriod(db, weekCount);
  const head = { period, level, lagPeriods, lags: recordedLags, formulas };
  if (period === null) return { ...head, rows: [], rowCount: 0, alarmCount: 0 };
  const { startsOn, endsBefore } = period;
  const pattern = search === undefined || search === '' ? null : `%${likeText(search)}%`;
  const keys = await db.read<RankedKey>(rankKeys, [
    level,
    lagPeriods,
    startsOn,
    endsBefore,
    pattern,
    sort,
    offset,
    limit,
    signalMax,
  ]);
  const weeks = await readWeeks(db, { level, lagPeriods, period, keys: keys.map(({ key }) => key) });
  return {
    ...head,
    rows: keys.map(({ key, label, description }) => ({
      key,
      label,
      description,
      ...measureWeeks(weeks.get(key) ?? []),
    })),
    rowCount: keys[0]?.rowCount ?? 0,
    alarmCount: keys[0]?.alarmCount ?? 0,
  };
}
