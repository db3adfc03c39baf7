import { type LocalDate, lineTotalMinor, type Period } from '@coplan/kernel';
import { scaleRounded } from '../exact/allocate.ts';
import { commitBasis, commitWindow } from './commit-window.ts';
import { shareOf, viewDelivery } from './judge-delivery.ts';
import { judgeExclusion, mustShipByMs } from './judge-exclusion.ts';
import { orderedEvents, viewLine } from './line-view.ts';
import type { LineRules, OrderLineFacts } from './order-line-facts.ts';
import { type DeliveryTerms, type OtifPreset, type OtifRules, otifRulesOn } from './otif-presets.ts';
import { type PerformanceResult, performanceResult } from './performance-result.ts';

/** One line by a customer's rules, in thousandths of the unit that `caseMilli` counts. */
export type OtifLine = {
  lineId: string;
  orderId: string;
  dueOn: LocalDate;
  presetVersion: string;
  orderedMilli: number;
  deliveredMilli: number;
  /** Delivered inside the window, or all of what was delivered where collected goods were ready in time. */
  onTimeMilli: number;
  /** By the end of the window, at most what was ordered: overage helps nobody. */
  inFullMilli: number;
  otifMilli: number;
  valueMinor: number;
  text: string;
};

export type OtifReport = {
  onTime: PerformanceResult;
  inFull: PerformanceResult;
  otif: PerformanceResult;
  otifOrders: PerformanceResult;
  /** For each measure that misses its goal, the fine on its failing cases; an estimate, by version of the rules. */
  fines: {
    presetVersion: string;
    measure: 'on-time' | 'in-full';
    goalMicros: number;
    failingMinor: number;
    fineMinor: number;
  }[];
  excluded: Record<string, number>;
  lines: OtifLine[];
};

type Asked = { preset: OtifPreset; terms: DeliveryTerms; asOfMs: number };

/** A line judged by the rules in force on its due day, or the code by which it does not count. */
export function otifLine(facts: OrderLineFacts, { preset, terms, asOfMs }: Asked): OtifLine | string {
  const known = orderedEvents(facts).filter(({ recordedAtMs }) => recordedAtMs <= asOfMs);
  const view = viewLine(facts, known);
  const byRequest: OrderLineFacts = { ...facts, rules: { ...facts.rules, basis: 'requested' } };
  const basis = commitBasis(byRequest, view);
  if (basis === null) return 'UNDATED';
  const rules = otifRulesOn(preset, basis.dueOn);
  if (rules === undefined) return 'NO_RULES_YET';
  const window = commitWindow(withWindow(byRequest, rules, terms), basis.dueOn);
  const exclusion = judgeExclusion(byRequest, view, window);
  if (exclusion !== null) return exclusion.code;
  if (asOfMs <= window.endsAtMs) return 'NOT_DUE';
  const delivery = viewDelivery(byRequest, view, window);
  const { orderedMilli } = view;
  const isJudgedByReady = terms === 'collect' && rules.isCollectJudgedByReady;
  const readyAtMs = view.readyAtMs ?? view.shipments[0]?.shipped[0]?.atMs;
  const isReady = readyAtMs !== undefined && readyAtMs <= mustShipByMs(byRequest, window);
  const onTimeMilli = isJudgedByReady ? (isReady ? delivery.receivedMilli : 0) : delivery.inWindowMilli;
  let byEndMilli = 0;
  for (const { countsAtMs, receivedMilli } of delivery.arrivals) {
    if (countsAtMs <= window.endsAtMs) byEndMilli += receivedMilli;
  }
  const counted = isJudgedByReady && isReady ? delivery.receivedMilli : byEndMilli;
  return {
    lineId: facts.lineId,
    orderId: facts.orderId,
    dueOn: basis.dueOn,
    presetVersion: rules.version,
    orderedMilli,
    deliveredMilli: delivery.receivedMilli,
    onTimeMilli,
    inFullMilli: Math.min(counted, orderedMilli),
    otifMilli: Math.min(onTimeMilli, orderedMilli),
    valueMinor: lineTotalMinor({ quantityMilli: orderedMilli, unitPriceMicros: facts.unitPriceMicros }),
    text: isJudgedByReady ? 'Collected: judged by when it was ready.' : 'Judged by its arrival.',
  };
}

const shapes = new WeakMap<OtifRules, Map<string, LineRules['window']>>();

/** The window of the customer's rules with the hours of the agreement; one object per rule, so that it is computed once. */
function windowOf(
  rules: OtifRules,
  terms: DeliveryTerms,
  { opens, closes }: LineRules['window'],
): LineRules['window'] {
  const key = `${terms} ${opens} ${closes}`;
  let ofRules = shapes.get(rules);
  if (ofRules === undefined) {
    ofRules = new Map();
    shapes.set(rules, ofRules);
  }
  const known = ofRules.get(key);
  if (known !== undefined) return known;
  const shape = { earlyDays: rules.earlyDays[terms], lateDays: rules.lateDays[terms], opens, closes };
  ofRules.set(key, shape);
  return shape;
}

const withWindow = (facts: OrderLineFacts, rules: OtifRules, terms: DeliveryTerms): OrderLineFacts => ({
  ...facts,
  rules: { ...facts.rules, window: windowOf(rules, terms, facts.rules.window) },
});

type Totals = { ordered: number; delivered: number; onTime: number; inFull: number; otif: number };

const total = (lines: readonly OtifLine[]): Totals => {
  const sums = { ordered: 0, delivered: 0, onTime: 0, inFull: 0, otif: 0 };
  for (const line of lines) {
    sums.ordered += line.orderedMilli;
    sums.delivered += line.deliveredMilli;
    sums.onTime += line.onTimeMilli;
    sums.inFull += line.inFullMilli;
    sums.otif += line.otifMilli;
  }
  return sums;
};

/** Value of a part of a line's quantity, in minor units. */
const valueOfPart = ({ valueMinor, orderedMilli }: OtifLine, partMilli: number): number =>
  orderedMilli === 0 ? 0 : scaleRounded(valueMinor, partMilli, orderedMilli);

/** Fines by version of the rules: each measure is judged by itself, and only one that misses its goal costs. */
function estimateFines(lines: readonly OtifLine[], { preset, terms }: Asked): OtifReport['fines'] {
  const fines: OtifReport['fines'] = [];
  for (const { version, onTimeGoalMicros, inFullGoalMicros, fineMicros } of preset.versions) {
    const ofVersion = lines.filter(({ presetVersion }) => presetVersion === version);
    if (ofVersion.length === 0) continue;
    const { ordered, delivered, onTime, inFull } = total(ofVersion);
    const late = ofVersion.reduce(
      (sum, line) => sum + valueOfPart(line, line.deliveredMilli - line.onTimeMilli),
      0,
    );
    const short = ofVersion.reduce(
      (sum, line) => sum + valueOfPart(line, line.orderedMilli - line.inFullMilli),
      0,
    );
    const measures = [
      ['on-time', onTimeGoalMicros[terms], onTime, delivered, late],
      ['in-full', inFullGoalMicros, inFull, ordered, short],
    ] as const;
    for (const [measure, goalMicros, good, of, failingMinor] of measures) {
      const isMissed = of > 0 && good * 1_000_000 < goalMicros * of;
      const fineMinor = isMissed ? shareOf(failingMinor, fineMicros) : 0;
      fines.push({ presetVersion: version, measure, goalMicros, failingMinor, fineMinor });
    }
  }
  return fines;
}

/** Orders whose every due line came whole and inside its window. */
function countOrders(lines: readonly OtifLine[]): { numerator: number; denominator: number } {
  const orders = new Map<string, boolean>();
  for (const { orderId, otifMilli, orderedMilli } of lines) {
    orders.set(orderId, (orders.get(orderId) ?? true) && otifMilli === orderedMilli);
  }
  return { numerator: [...orders.values()].filter((isWhole) => isWhole).length, denominator: orders.size };
}

/**
 * On time, in full and both, by cases and by orders, as a customer measures them: by the day asked for, the window of its
 * delivery terms and the rules in force on that day. Ratios of sums; what does not count is counted by its code.
 */
export function computeOtif(
  facts: readonly OrderLineFacts[],
  asked: Asked & { period?: Period },
): OtifReport {
  const excluded: Record<string, number> = {};
  const lines: OtifLine[] = [];
  for (const line of facts) {
    const judged = otifLine(line, asked);
    if (typeof judged === 'string') excluded[judged] = (excluded[judged] ?? 0) + 1;
    else if (
      asked.period === undefined ||
      (judged.dueOn >= asked.period.startsOn && judged.dueOn < asked.period.endsBefore)
    ) {
      lines.push(judged);
    }
  }
  const { ordered, delivered, onTime, inFull, otif } = total(lines);
  const head = { n: lines.length, excluded };
  const orders = countOrders(lines);
  return {
    onTime: performanceResult('on-time', { ...head, numerator: onTime, denominator: delivered }),
    inFull: performanceResult('in-full', { ...head, numerator: inFull, denominator: ordered }),
    otif: performanceResult('otif', { ...head, numerator: otif, denominator: ordered }),
    otifOrders: performanceResult('otif-orders', { ...head, ...orders, n: orders.denominator }),
    fines: estimateFines(lines, asked),
    excluded,
    lines,
  };
}
