import {
  type BacktestPart,
  type BacktestPolicy,
  type BacktestResult,
  finishBacktest,
  type PolicyPoint,
} from '@coplan/planning';
import { type BacktestBatchOutput, minorOf } from './backtest-batch.ts';

/** A policy's figures over the replay; money in minor units, ratios 0–1, null where there was nothing to divide by. */
export type BacktestPoint = {
  policy: BacktestPolicy;
  fillRate: number | null;
  cycleService: number | null;
  averageStockMinor: number;
  supplyDays: number | null;
  orderCount: number;
  missedMinor: number;
  holdingMinor: number;
  shortageMinor: number;
  orderingMinor: number;
  costMinor: number;
  /** Cost of a year more than today's (below zero: less), and the interval of nine years out of ten. */
  againstToday: { costMinor: number; lowMinor: number | null; highMinor: number | null };
};

export type BacktestResultView = {
  windowDays: number;
  seriesCount: number;
  skippedCount: number;
  estimatedShare: number;
  today: BacktestPoint;
  alternative: BacktestPoint;
  frontier: BacktestPoint[];
  todayFrontier: BacktestPoint[];
  cheapest: BacktestPoint;
};

function pointViewOf({ policy, figures, againstToday }: PolicyPoint): BacktestPoint {
  const { interval } = againstToday;
  return {
    policy,
    fillRate: figures.fillRate ?? null,
    cycleService: figures.cycleService ?? null,
    averageStockMinor: minorOf(figures.averageStockMoney),
    supplyDays: figures.supplyDays ?? null,
    orderCount: figures.orderCount,
    missedMinor: minorOf(figures.missedMoney),
    holdingMinor: minorOf(figures.holdingCost),
    shortageMinor: minorOf(figures.shortageCost),
    orderingMinor: minorOf(figures.orderingCost),
    costMinor: minorOf(figures.totalCost),
    againstToday: {
      costMinor: minorOf(againstToday.cost),
      lowMinor: interval === undefined ? null : minorOf(interval.low),
      highMinor: interval === undefined ? null : minorOf(interval.high),
    },
  };
}

const viewOf = (result: BacktestResult, seriesCount: number): BacktestResultView => ({
  windowDays: result.windowDays,
  seriesCount,
  skippedCount: result.skippedCount,
  estimatedShare: result.estimatedShare,
  today: pointViewOf(result.today),
  alternative: pointViewOf(result.alternative),
  frontier: result.frontier.map(pointViewOf),
  todayFrontier: result.todayFrontier.map(pointViewOf),
  cheapest: pointViewOf(result.cheapest),
});

/** Adds batches up, in their order. */
export function resultOfParts(
  parts: readonly BacktestBatchOutput['part'][],
  about: { today: BacktestPolicy; alternative: BacktestPolicy; seed: number; windowDays: number },
): BacktestResultView {
  const whole = parts.map((part): BacktestPart => ({ ...part, items: [] }));
  const seriesCount = parts.reduce((sum, part) => sum + part.seriesCount, 0);
  return viewOf(finishBacktest(whole, about), seriesCount);
}
