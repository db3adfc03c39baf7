import { zstdDecompressSync } from 'node:zlib';
import { addDays, type LocalDate } from '@coplan/kernel';
import { type ReplayTrace, traceSeries } from '@coplan/planning';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { backtestItemNotFound } from '../replenishment.errors.ts';
import { type BacktestBatchInput, engineInputOf } from './backtest-batch.ts';

export const traceBacktestItemInput = z.object({ backtestId: z.uuid(), itemLocationId: z.uuid() });

/** Thousandths of the base unit in each period. Stock is that at its end; below zero it is owed. */
export type TracedPolicy = {
  stockMilli: number[];
  orderedMilli: number[];
  receivedMilli: number[];
  missedMilli: number[];
};

export type BacktestItemTrace = {
  periodDays: 1 | 7;
  startsOn: LocalDate;
  /** Index of the first period that counts; before it the policies run in. */
  countedFromIndex: number;
  demandMilli: number[];
  isEstimated: boolean[];
  today: TracedPolicy;
  alternative: TracedPolicy;
};

/** One item-location's replay under both policies, computed again from the backtest's kept input. */
export async function traceBacktestItem(
  { db }: Context,
  { backtestId, itemLocationId }: z.output<typeof traceBacktestItemInput>,
): Promise<BacktestItemTrace> {
  const [found] = await db.read<{ seriesIndex: number; input: Buffer }>(
    `select moved.series_index as "seriesIndex", batch.input from backtest_items moved
       join backtest_batches batch on batch.org_id = moved.org_id and batch.backtest_id = moved.backtest_id
         and batch.batch_number = moved.batch_number
     where moved.org_id = (select current_setting('app.org')::uuid) and moved.backtest_id = $1
       and moved.item_location_id = $2`,
    [backtestId, itemLocationId],
  );
  if (found === undefined) throw backtestItemNotFound({ backtestId, itemLocationId });
  const batch = JSON.parse(zstdDecompressSync(found.input).toString('utf8')) as BacktestBatchInput;
  const trace = traceSeries(engineInputOf(batch), found.seriesIndex);
  if (trace === undefined) throw backtestItemNotFound({ backtestId, itemLocationId });
  const { from, end, countedFrom } = trace;
  const milli = (units: Float64Array): number[] =>
    Array.from(units.slice(from, end), (value) => Math.round(value * 1000));
  const policy = ({ stockUnits, orderedUnits, receivedUnits, missedUnits }: ReplayTrace): TracedPolicy => ({
    stockMilli: milli(stockUnits),
    orderedMilli: milli(orderedUnits),
    receivedMilli: milli(receivedUnits),
    missedMilli: milli(missedUnits),
  });
  return {
    periodDays: batch.periodDays,
    startsOn: addDays(batch.startsOn, from * batch.periodDays),
    countedFromIndex: countedFrom - from,
    demandMilli: milli(trace.today.demandUnits),
    isEstimated: Array.from(trace.isEstimated.slice(from, end), (value) => value === 1),
    today: policy(trace.today),
    alternative: policy(trace.alternative),
  };
}
