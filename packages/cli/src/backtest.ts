import { DomainError } from '@coplan/kernel';
import { type BacktestInput, finishBacktest, replayBacktest } from '@coplan/planning';
import { itemsCsv, resultJson } from './backtest-files.ts';
import { readBacktestOptions } from './backtest-options.ts';
import { backtestLines } from './backtest-table.ts';
import { type Command, UsageError } from './command.ts';
import { readText, writeWhole } from './text-files.ts';
import { readInStock, readSales } from './weekly-tables.ts';

const help = `coplan backtest --sales F --in-stock F --output F [--today P] [--alternative P] [--weeks N]
  [--lead-weeks N] [--lead-deviation-weeks S] [--review-weeks N] [--multiple N]
  [--unit-cost C] [--holding-cost C] [--shortage-cost C] [--order-cost C] [--backordered]

Replays the last weeks of a weekly history under today's policy and another, and along the frontier of each:
  --sales          Store,Product,<Monday>,<Monday>,… units sold in the week that starts on that Monday
  --in-stock       the same shape, True or False; False: no stock, so demand is estimated
  --output         F.json: everything; F.csv: one line per series with both policies beside each other
  --today, --alternative
                   service-level:0.95 · fill-rate:0.97 · cost-optimal[:FACTOR] · min-max:MIN-DAYS:MAX-DAYS ·
                   reorder-point:LEVEL:ORDER-DAYS   (default: service-level:0.95 and cost-optimal)
  --weeks          weeks that are replayed at the end (default 52)
  --lead-weeks     full weeks between order and arrival (default 1); --lead-deviation-weeks: its standard deviation
  --review-weeks   weeks between two orders (default 1); --multiple: units of a pack (default 1)
  --unit-cost      of a unit (default 1); --holding-cost: per unit left at the end of a week (default 0.005)
  --shortage-cost  per unit of demand that finds no stock (default 0.3); --order-cost: per order line (default 0)
  --backordered    demand that finds no stock waits instead of being lost; the shortage cost is then per week
No policy is changed by it.`;

/** Weeks of history before the replay without which nothing can be forecast honestly. */
const weeksBeforeMin = 8;

function run(args: readonly string[]): number {
  const options = readBacktestOptions(args);
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  const { files, replayWeeks, unmetDemand, today, alternative, terms } = options;
  const sales = readSales(files.sales, readText(files.sales));
  const weeksNeeded = replayWeeks + weeksBeforeMin;
  if (sales.weekCount < weeksNeeded)
    throw new UsageError(
      `${files.sales} has ${sales.weekCount} weeks; to replay ${replayWeeks} it needs ${weeksNeeded}: add weeks or lower --weeks`,
    );
  const inStock = readInStock(files.inStock, readText(files.inStock), sales);
  const input: BacktestInput = {
    periodDays: 7,
    startsOn: sales.startsOn,
    periodCount: sales.weekCount,
    replayPeriods: replayWeeks,
    unmetDemand,
    series: sales.units.map((units, row) => ({
      // The same product in other places has the same season.
      group: sales.keys[row]?.at(-1) ?? '',
      soldUnits: Float64Array.from(units),
      isShort: Uint8Array.from(units, (_, week) => (inStock[row]?.[week] === true ? 0 : 1)),
      ...terms,
    })),
    today,
    alternative,
    seed: 1,
  };
  try {
    const part = replayBacktest(input);
    const result = finishBacktest([part], { ...input, windowDays: 7 * input.replayPeriods });
    if (result.seriesCount === 0)
      throw new UsageError(`${files.sales}: no series has enough known weeks; at least 12 are needed`);
    const text = files.output.endsWith('.csv')
      ? itemsCsv(sales, part, input)
      : resultJson(sales, part, result);
    writeWhole(files.output, text);
    for (const line of backtestLines(result)) console.log(line);
    return 0;
  } catch (error) {
    if (error instanceof DomainError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

export const backtestCommand: Command = {
  summary: 'replay the last year under two policies and draw the frontier (CSV in, JSON or CSV out)',
  run: async (args) => run(args),
};
