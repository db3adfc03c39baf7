import {
  type CleanedDemand,
  type CleaningDecision,
  type Correction,
  type CorrectionChoice,
  type CorrectionKind,
  cleanDemand,
  type KnownEvent,
} from '@coplan/forecasting';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { HistorySeries } from './forecast-batch.ts';

/** A correction as it is stored with a forecast: days instead of indices, whole thousandths instead of floats. */
export type StoredCorrection = {
  kind: CorrectionKind;
  startsOn: LocalDate;
  periodCount: number;
  observedMilli: number;
  cleanedMilli: number;
  /** Demand that the models saw (of an empty shelf: would have been sold) in each period; empty for a level shift. */
  valuesMilli: (number | null)[];
  factor: number;
  score: number | null;
  threshold: number | null;
  name: string | null;
  choice: CorrectionChoice;
};

export type CleanedHistory = {
  /** Demand in base units for the models. */
  demand: Float64Array;
  /** The first period that was looked at. */
  startsOn: LocalDate;
  corrections: StoredCorrection[];
  /** By how much the last year was changed, thousandths of the base unit. */
  changedMilli: number;
};

type Span = { endsBefore: LocalDate; periodsMax: number; seasonPeriods: number };

const toMilli = (units: number): number => Math.round(units * 1000);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const yearDays = 364;

/** What was sold in base units up to `endsBefore` (NaN: unknown) and where there was something to sell. */
function readSold(series: HistorySeries, { endsBefore, periodsMax }: Span) {
  const periods = Math.max(0, Math.floor(daysBetween(series.startsOn, endsBefore) / series.bucketDays));
  const skipped = Math.max(0, periods - periodsMax);
  const sold = new Float64Array(periods - skipped).fill(Number.NaN);
  const inStock = new Uint8Array(sold.length).fill(1);
  for (let index = 0; index < sold.length; index++) {
    const soldMilli = series.soldMilli[index + skipped];
    if (soldMilli !== null && soldMilli !== undefined) sold[index] = Math.max(0, soldMilli / 1000);
    if (series.inStock[index + skipped] === false) inStock[index] = 0;
  }
  return { sold, inStock, startsOn: addDays(series.startsOn, skipped * series.bucketDays) };
}

/** Periods that a window of days touches, counted from the first one; may lie outside of the history. */
const periodsOf = (
  window: { startsOn: LocalDate; endsBefore: LocalDate },
  startsOn: LocalDate,
  bucketDays: number,
): { fromIndex: number; toIndex: number } => ({
  fromIndex: Math.floor(daysBetween(startsOn, window.startsOn) / bucketDays),
  toIndex: Math.ceil(daysBetween(startsOn, window.endsBefore) / bucketDays),
});

const changedInLastYear = (
  { kind, choice, fromIndex, toIndex, values, factor }: Correction,
  sold: Float64Array,
  yearPeriods: number,
): number => {
  if (choice === 'observed') return 0;
  let changed = 0;
  for (let t = Math.max(fromIndex, sold.length - yearPeriods); t < toIndex; t++) {
    const observed = sold[t] || 0;
    const value = kind === 'level-shift' ? observed * factor : values[t - fromIndex];
    if (value !== undefined && !Number.isNaN(value)) changed += Math.abs(value - observed);
  }
  return changed;
};

/**
 * The history that a series is forecast from, and every correction that made it so. Decisions of planners and events
 * come with the series, so that the same snapshot is cleaned alike again.
 */
export function cleanHistory(series: HistorySeries, span: Span): CleanedHistory {
  const { bucketDays, planner } = series;
  const { sold, inStock, startsOn } = readSold(series, span);
  const decisions = planner?.decisions?.map(
    ({ kind, choice, ownMilli, ...window }): CleaningDecision => ({
      kind,
      choice,
      ...periodsOf(window, startsOn, bucketDays),
      ...(ownMilli === undefined ? {} : { ownPerPeriod: ownMilli / 1000 }),
    }),
  );
  const events = planner?.events?.map(
    ({ name, liftRatio, liftMilli: _units, ...window }): KnownEvent => ({
      name,
      ...periodsOf(window, startsOn, bucketDays),
      ...(liftRatio === undefined ? {} : { expectedLiftRatio: liftRatio }),
    }),
  );
  const { seasonPeriods } = span;
  const cleaned: CleanedDemand = cleanDemand({
    sold,
    inStock,
    seasonPeriods,
    ...(decisions === undefined ? {} : { decisions }),
    ...(events === undefined ? {} : { events }),
  });
  const yearPeriods = yearDays / bucketDays;
  const changed = cleaned.corrections.map((found) => changedInLastYear(found, sold, yearPeriods));
  return {
    demand: cleaned.cleaned,
    startsOn,
    corrections: cleaned.corrections.map((found) => ({
      kind: found.kind,
      startsOn: addDays(startsOn, found.fromIndex * bucketDays),
      periodCount: found.toIndex - found.fromIndex,
      observedMilli: toMilli(found.observed),
      cleanedMilli: toMilli(found.cleaned),
      valuesMilli: found.values.map((value) => (Number.isNaN(value) ? null : toMilli(value))),
      factor: rounded(found.factor),
      score: found.score === null ? null : rounded(found.score),
      threshold: found.threshold,
      name: found.name ?? null,
      choice: found.choice,
    })),
    changedMilli: toMilli(changed.reduce((sum, amount) => sum + amount, 0)),
  };
}
