import type { Period } from '@coplan/kernel';
import type { PerfectOrderComponent } from './check.ts';
import type { OrderLineFacts } from './order-line-facts.ts';
import type { PerformanceCode } from './performance-definitions.ts';
import { combinedStatus, type PerformanceResult, performanceResult } from './performance-result.ts';
import { type AsScored, type LineScore, type ScoreStatus, scoreLine } from './score-line.ts';

/** One cause with all lines that it failed, their cost and the party that answers for it. */
export type CauseShare = { key: string; party: string; cause: string; lineIds: string[]; costMinor: number };

export type PerfectOrderReport<Line = LineScore> = {
  /** RL.1.1 by orders, then by lines, then the four components. */
  perfectOrder: PerformanceResult;
  perfectLine: PerformanceResult;
  components: Record<PerfectOrderComponent, PerformanceResult>;
  /** Lines without a day; they are in no measure of time. */
  undatedCount: number;
  openCount: number;
  /** Lines that a customer's change gave another day or quantity; they count, by the new one. */
  rebasedCount: number;
  /** Most expensive first. */
  causes: CauseShare[];
  lines: Line[];
};

/** What a report needs of a line's score. */
export type ReportedLine = Pick<
  LineScore,
  | 'lineId'
  | 'orderId'
  | 'standing'
  | 'status'
  | 'isPerfect'
  | 'components'
  | 'exclusion'
  | 'dueOn'
  | 'isRebased'
  | 'rootCause'
  | 'costMinor'
  | 'asScored'
>;

type Judged = Pick<AsScored, 'standing' | 'isPerfect' | 'components' | 'exclusion'>;

const componentCodes: Record<PerfectOrderComponent, PerformanceCode> = {
  'RL.2.1': 'delivered-in-full',
  'RL.2.2': 'on-commit-date',
  'RL.2.3': 'documentation-accuracy',
  'RL.2.4': 'perfect-condition',
};

/** Excluded, open and undated lines by their code. */
function countExcluded(lines: readonly ReportedLine[]): Record<string, number> {
  const excluded: Record<string, number> = {};
  for (const { standing, exclusion } of lines) {
    const code =
      exclusion?.code ?? (standing === 'undated' ? 'UNDATED' : standing === 'open' ? 'NOT_DUE' : undefined);
    if (code !== undefined) excluded[code] = (excluded[code] ?? 0) + 1;
  }
  return excluded;
}

type Count = { numerator: number; denominator: number };

/** An order counts when a line of it failed, or when every line that counts is judged. */
function countOrders(orders: Iterable<readonly Judged[]>): Count {
  const count = { numerator: 0, denominator: 0 };
  for (const lines of orders) {
    const counting = lines.filter(({ standing }) => standing !== 'excluded' && standing !== 'undated');
    const isFailed = counting.some(({ isPerfect }) => isPerfect === false);
    const isPerfect = counting.length > 0 && counting.every((line) => line.isPerfect === true);
    if (isFailed || isPerfect) count.denominator += 1;
    if (isPerfect) count.numerator += 1;
  }
  return count;
}

const countLines = (lines: readonly Judged[], scoreOf: (line: Judged) => 0 | 1 | null): Count => {
  const count = { numerator: 0, denominator: 0 };
  for (const line of lines) {
    const score = line.standing === 'excluded' ? null : scoreOf(line);
    if (score === null) continue;
    count.denominator += 1;
    count.numerator += score;
  }
  return count;
};

/** Lines by order, in the order in which the orders first appear. */
function byOrder(lines: readonly ReportedLine[]): Map<string, ReportedLine[]> {
  const orders = new Map<string, ReportedLine[]>();
  for (const line of lines) {
    const known = orders.get(line.orderId);
    if (known === undefined) orders.set(line.orderId, [line]);
    else known.push(line);
  }
  return orders;
}

/** The Pareto of causes: each failed line counts once, at its root cause, with everything that it cost. */
export function rankCauses(lines: readonly ReportedLine[]): CauseShare[] {
  const causes = new Map<string, CauseShare>();
  for (const { rootCause, lineId, costMinor } of lines) {
    if (rootCause === null) continue;
    const { key, party, cause } = rootCause;
    const known = causes.get(key);
    if (known === undefined) causes.set(key, { key, party, cause, lineIds: [lineId], costMinor });
    else {
      known.lineIds.push(lineId);
      known.costMinor += costMinor;
    }
  }
  return [...causes.values()].sort(
    (a, b) => b.costMinor - a.costMinor || b.lineIds.length - a.lineIds.length || (a.key < b.key ? -1 : 1),
  );
}

const byLineId = (a: { lineId: string }, b: { lineId: string }): number =>
  a.lineId < b.lineId ? -1 : a.lineId > b.lineId ? 1 : 0;

/**
 * Perfect order fulfilment, SCOR RL.1.1, of lines scored before. A line belongs to the period of its commit date; one
 * without a date belongs to every period asked for, as UNDATED. The order of the lines does not matter.
 */
export function reportPerfectOrders<Line extends ReportedLine>(
  scored: readonly Line[],
  period?: Period,
): PerfectOrderReport<Line> {
  const lines = scored
    .filter(
      ({ dueOn }) =>
        period === undefined || dueOn === null || (dueOn >= period.startsOn && dueOn < period.endsBefore),
    )
    .sort(byLineId);
  const orders = byOrder(lines);
  const status = combinedStatus(statusesOf(lines));
  const hasRestated = lines.some(({ asScored }) => asScored !== null);
  const before = (line: ReportedLine): Judged => line.asScored ?? line;
  const excluded = countExcluded(lines);
  const result = (
    code: PerformanceCode,
    count: (of: (line: ReportedLine) => Judged) => Count,
  ): PerformanceResult => {
    const now = count((line) => line);
    const asScored = hasRestated ? count(before) : null;
    return performanceResult(code, { ...now, n: now.denominator, excluded, status, asScored });
  };
  const ofLines = (code: PerformanceCode, scoreOf: (line: Judged) => 0 | 1 | null): PerformanceResult =>
    result(code, (of) => countLines(lines.map(of), scoreOf));
  const ofComponent = (component: PerfectOrderComponent): PerformanceResult =>
    ofLines(componentCodes[component], ({ components }) => components[component]);
  return {
    perfectOrder: result('perfect-order', (of) =>
      countOrders([...orders.values()].map((ofOrder) => ofOrder.map(of))),
    ),
    perfectLine: ofLines('perfect-line', ({ isPerfect }) => (isPerfect === null ? null : isPerfect ? 1 : 0)),
    components: {
      'RL.2.1': ofComponent('RL.2.1'),
      'RL.2.2': ofComponent('RL.2.2'),
      'RL.2.3': ofComponent('RL.2.3'),
      'RL.2.4': ofComponent('RL.2.4'),
    },
    undatedCount: excluded['UNDATED'] ?? 0,
    openCount: excluded['NOT_DUE'] ?? 0,
    rebasedCount: lines.filter(({ isRebased }) => isRebased).length,
    causes: rankCauses(lines),
    lines,
  };
}

/** Lines that are neither open nor excluded decide how certain a number is. */
function* statusesOf(lines: readonly ReportedLine[]): Generator<ScoreStatus> {
  for (const { standing, status } of lines) {
    if (standing === 'judged' || status === 'DISPUTED' || status === 'RESTATED') yield status;
  }
}

/** Scores lines from their events as of a moment and reports them. */
export const scorePerfectOrders = (
  facts: readonly OrderLineFacts[],
  { asOfMs, period }: { asOfMs: number; period?: Period },
): PerfectOrderReport =>
  reportPerfectOrders(
    facts.map((line) => scoreLine(line, { asOfMs })),
    period,
  );
