import type { BusinessHours } from '../windows/working-hours.ts';
import { type OtifLine, otifLine } from './compute-otif.ts';
import { type LineFill, lineFill } from './fill-rates.ts';
import type { OrderLineFacts } from './order-line-facts.ts';
import type { DeliveryTerms, OtifPreset } from './otif-presets.ts';
import type { PerformanceCode } from './performance-definitions.ts';
import { combinedStatus, type PerformanceResult, performanceResult } from './performance-result.ts';
import type { ScoreStatus } from './score-line.ts';
import { type CycleTimes, computeCycleTimes, computeTimeliness, spreadOfHours } from './timeliness.ts';

/** What a customer measures a line by, beside the perfect order. */
export type MeasuringTerms = {
  preset: OtifPreset;
  deliveryTerms: DeliveryTerms;
  acknowledgeWithinHours: number;
  business: BusinessHours;
};

/** What one line adds to the sums: a numerator, a denominator and observations by code; nothing where it does not count. */
export type LineMeasures = {
  counts: Partial<Record<PerformanceCode, readonly [numerator: number, denominator: number, n: number]>>;
  /** Whether the whole order can still count as filled with the first shipment, and as on time in full. */
  isFilled: boolean | null;
  isOtif: boolean | null;
  /** By which version of the customer's rules it was judged, or the code by which it does not count. */
  otifRules: string | null;
  otifExcludedAs: string | null;
  calendarHours: number | null;
  workingHours: number | null;
};

function countFill(fill: LineFill): LineMeasures['counts'] {
  const { orderedMilli, firstMilli, backorderedMilli } = fill;
  return {
    'line-fill': [firstMilli === orderedMilli ? 1 : 0, 1, 1],
    'unit-fill': [firstMilli, orderedMilli, 1],
    'beta-service': [orderedMilli - backorderedMilli, orderedMilli, 1],
  };
}

const countOtif = (line: OtifLine): LineMeasures['counts'] => ({
  'on-time': [line.onTimeMilli, line.deliveredMilli, 1],
  'in-full': [line.inFullMilli, line.orderedMilli, 1],
  otif: [line.otifMilli, line.orderedMilli, 1],
});

/** Every other measure of order performance of one line, as of a moment (milliseconds since 1970, UTC). */
export function measureLine(
  facts: OrderLineFacts,
  { asOfMs, terms }: { asOfMs: number; terms: MeasuringTerms },
): LineMeasures {
  const fill = lineFill(facts, { asOfMs });
  const otif = otifLine(facts, { preset: terms.preset, terms: terms.deliveryTerms, asOfMs });
  const { acknowledgement, shipOnTime, shipNoticeTimeliness, shipNoticeAccuracy } = computeTimeliness(
    [facts],
    { asOfMs, acknowledgeWithinHours: terms.acknowledgeWithinHours },
  );
  const cycle = computeCycleTimes([facts], { asOfMs, business: terms.business });
  const counts: LineMeasures['counts'] = {
    ...(fill === null ? {} : countFill(fill)),
    ...(typeof otif === 'string' ? {} : countOtif(otif)),
  };
  for (const { code, numerator, denominator, n } of [
    acknowledgement,
    shipOnTime,
    shipNoticeTimeliness,
    shipNoticeAccuracy,
  ]) {
    if (denominator > 0) counts[code] = [numerator, denominator, n];
  }
  return {
    counts,
    isFilled: fill === null ? null : fill.firstMilli === fill.orderedMilli,
    isOtif: typeof otif === 'string' ? null : otif.otifMilli === otif.orderedMilli,
    otifRules: typeof otif === 'string' ? null : otif.presetVersion,
    otifExcludedAs: typeof otif === 'string' ? otif : null,
    calendarHours: cycle.calendarHours?.p50 ?? null,
    workingHours: cycle.workingHours?.p50 ?? null,
  };
}

/** Measures that lines add up to, in the order in which they are shown. */
export const summedCodes = [
  'on-time',
  'in-full',
  'otif',
  'otif-orders',
  'line-fill',
  'unit-fill',
  'order-fill',
  'beta-service',
  'ship-on-time',
  'acknowledgement-timeliness',
  'ship-notice-timeliness',
  'ship-notice-accuracy',
] as const satisfies readonly PerformanceCode[];
export type SummedCode = (typeof summedCodes)[number];

export type MeasuredLine = {
  orderId: string;
  status: Exclude<ScoreStatus, 'NO_DATA'>;
  measures: LineMeasures;
};
export type MeasuresReport = { results: PerformanceResult[]; cycleTimes: CycleTimes };

/** Orders whose every line holds, of those with a line that counts. */
function ofOrders(lines: readonly MeasuredLine[], holds: (line: LineMeasures) => boolean | null) {
  const orders = new Map<string, boolean>();
  for (const { orderId, measures } of lines) {
    const held = holds(measures);
    if (held !== null) orders.set(orderId, (orders.get(orderId) ?? true) && held);
  }
  const numerator = [...orders.values()].filter((isWhole) => isWhole).length;
  return { numerator, denominator: orders.size, n: orders.size };
}

/** The sums of lines measured before, as ratios of sums; a measure to which no line adds is NO_DATA, never 0 or 1. */
export function sumMeasures(lines: readonly MeasuredLine[]): MeasuresReport {
  const sums = new Map<string, { numerator: number; denominator: number; n: number }>();
  for (const { measures } of lines) {
    for (const [code, [numerator, denominator, n]] of Object.entries(measures.counts)) {
      const sum = sums.get(code) ?? { numerator: 0, denominator: 0, n: 0 };
      sum.numerator += numerator;
      sum.denominator += denominator;
      sum.n += n;
      sums.set(code, sum);
    }
  }
  sums.set(
    'otif-orders',
    ofOrders(lines, ({ isOtif }) => isOtif),
  );
  sums.set(
    'order-fill',
    ofOrders(lines, ({ isFilled }) => isFilled),
  );
  const status = combinedStatus(lines.map((line) => line.status));
  const results = summedCodes.map((code) =>
    performanceResult(code, { ...(sums.get(code) ?? { numerator: 0, denominator: 0, n: 0 }), status }),
  );
  const hours = (of: 'calendarHours' | 'workingHours'): number[] =>
    lines.map(({ measures }) => measures[of]).filter((value) => value !== null);
  const calendar = hours('calendarHours');
  return {
    results,
    cycleTimes: {
      n: calendar.length,
      calendarHours: spreadOfHours(calendar),
      workingHours: spreadOfHours(hours('workingHours')),
    },
  };
}
