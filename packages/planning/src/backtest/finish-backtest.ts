import type { BacktestInput, BacktestPolicy } from './backtest-input.ts';
import { type Interval, yearlyInterval } from './bootstrap-weeks.ts';
import { addSums, emptySums, figuresOf, type PolicyFigures, type PolicySums } from './policy-sums.ts';
import { haveOneSweep, sweepOf } from './policy-sweep.ts';
import type { BacktestPart } from './replay-backtest.ts';

/** What a policy costs a year more (or, below zero, less) than today's. */
export type YearlyDifference = { cost: number; interval: Interval | undefined };

/** A policy with its figures over the replay. */
export type PolicyPoint = { policy: BacktestPolicy; figures: PolicyFigures; againstToday: YearlyDifference };

export type BacktestResult = {
  windowDays: number;
  seriesCount: number;
  skippedCount: number;
  /** Share of the replayed periods whose demand was not known and had to be estimated. */
  estimatedShare: number;
  today: PolicyPoint;
  alternative: PolicyPoint;
  /** The alternative's kind of policy from lean to generous; and today's where it is of another kind. */
  frontier: PolicyPoint[];
  todayFrontier: PolicyPoint[];
  /** Of all points, the one that would have cost least. */
  cheapest: PolicyPoint;
};

type About = Pick<BacktestInput, 'today' | 'alternative' | 'seed'> & { windowDays: number };

function merged(
  parts: readonly BacktestPart[],
  pick: (part: BacktestPart) => PolicySums | undefined,
): PolicySums {
  const sums = emptySums(0);
  for (const part of parts) {
    const more = pick(part);
    if (more !== undefined) addSums(sums, more);
  }
  return sums;
}

/** Adds the parts of a backtest up, in their order, and says what each policy would have done and cost. */
export function finishBacktest(parts: readonly BacktestPart[], about: About): BacktestResult {
  const { today, alternative, windowDays, seed } = about;
  const present = merged(parts, (part) => part.today);
  const pointOf = (policy: BacktestPolicy, sums: PolicySums): PolicyPoint => {
    const differences = sums.weekCosts.map((cost, week) => cost - (present.weekCosts[week] ?? 0));
    const total = differences.reduce((sum, difference) => sum + difference, 0);
    return {
      policy,
      figures: figuresOf(sums, windowDays),
      againstToday: {
        cost: (total * 364) / windowDays,
        interval: yearlyInterval(differences, seed),
      },
    };
  };
  const alternatives = sweepOf(alternative);
  const frontier = alternatives.map((policy, index) =>
    pointOf(
      policy,
      merged(parts, (part) => part.alternativeSweep[index]),
    ),
  );
  const todays = haveOneSweep(today, alternative) ? [] : sweepOf(today);
  const todayFrontier = todays.map((policy, index) =>
    pointOf(
      policy,
      merged(parts, (part) => part.todaySweep[index]),
    ),
  );
  const points = {
    today: pointOf(today, present),
    alternative: pointOf(
      alternative,
      merged(parts, (part) => part.alternative),
    ),
  };
  const seriesDays = present.seriesDays;
  const estimated = parts.reduce((sum, part) => sum + part.estimatedDays, 0);
  return {
    windowDays,
    seriesCount: parts.reduce((sum, part) => sum + part.items.length, 0),
    skippedCount: parts.reduce((sum, part) => sum + part.skippedIndexes.length, 0),
    estimatedShare: seriesDays > 0 ? estimated / seriesDays : 0,
    ...points,
    frontier,
    todayFrontier,
    cheapest: [points.today, points.alternative, ...frontier, ...todayFrontier].reduce((best, point) =>
      point.figures.totalCost < best.figures.totalCost ? point : best,
    ),
  };
}
