import { parseArgs } from 'node:util';
import type { DemandPanel } from '@coplan/forecasting';
import { planWeeklyOrders, weeksNeededFor } from '@coplan/planning';
import { type Command, UsageError } from './command.ts';
import { planShortHistory } from './plan-short-history.ts';
import { readText, writeWhole } from './text-files.ts';
import { readInStock, readSales, readState, type SalesTable } from './weekly-tables.ts';

const help = `coplan plan --sales F --in-stock F --state F --lead-weeks N --holding-cost C --shortage-cost C --output F

Weekly orders for many series, from CSV files with the same rows in the same order:
  --sales          Store,Product,<Monday>,<Monday>,… units sold in the week that starts on that Monday
  --in-stock       the same shape, True or False; False: no stock, so demand is unknown
  --state          Store,Product,End Inventory,In Transit W+1,… one In Transit column per lead week
  --lead-weeks     full weeks between order and arrival; the order arrives at the start of the week after them
  --holding-cost   per unit left at the end of a week
  --shortage-cost  per unit of demand that finds no stock
  --output         is written as Store,Product,Order: whole units, 0 or more
A series without stock in the last 13 weeks gets no order: its place does not list it.
A history that is too short for the model of all series is planned like that of new items, and the command says so.`;

const optionNames = [
  'sales',
  'in-stock',
  'state',
  'lead-weeks',
  'holding-cost',
  'shortage-cost',
  'output',
] as const;
type OptionName = (typeof optionNames)[number];
type PlanOptions = Record<OptionName, string>;

function readOptions(args: readonly string[]): PlanOptions | undefined {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(optionNames.map((name) => [name, { type: 'string' as const }])),
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values['help'] === true) return undefined;
  const missing = optionNames.filter((name) => typeof values[name] !== 'string');
  if (missing.length > 0) throw new UsageError(`--${missing.join(', --')} missing; see coplan plan --help`);
  return values as PlanOptions;
}

function positiveNumber(options: PlanOptions, name: OptionName): number {
  const value = Number(options[name]);
  if (options[name].trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${name} is "${options[name]}"; write a number above zero`);
}

/** A field as CSV: quoted only when it must be (RFC 4180, section 2). */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function panelOf(sales: SalesTable, inStock: readonly boolean[][]): DemandPanel {
  return {
    startsOn: sales.startsOn,
    weekCount: sales.weekCount,
    sales: sales.units.map((units, row) =>
      Float64Array.from(units, (sold, week) => (inStock[row]?.[week] === true ? sold : Number.NaN)),
    ),
    groups: sales.keys.map((key) => key.at(-1) ?? ''),
    places: sales.keys.map((key) => key.slice(0, -1).join(',')),
  };
}

const shortHistoryReason = (weekCount: number, weeksNeeded: number): string =>
  `${weekCount} weeks of history are too few to learn from all series together (${weeksNeeded} are needed): each series is forecast like a new item, from its own weeks and those of the same product in other places.`;

function run(args: readonly string[]): number {
  const options = readOptions(args);
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  const leadWeeks = positiveNumber(options, 'lead-weeks');
  if (!Number.isInteger(leadWeeks) || leadWeeks > 26) {
    throw new UsageError(
      `--lead-weeks is "${options['lead-weeks']}"; write a whole number of weeks up to 26`,
    );
  }
  const costs = {
    holdingCost: positiveNumber(options, 'holding-cost'),
    shortageCost: positiveNumber(options, 'shortage-cost'),
  };
  const sales = readSales(options.sales, readText(options.sales));
  const inStock = readInStock(options['in-stock'], readText(options['in-stock']), sales);
  const stock = readState(options.state, readText(options.state), sales, leadWeeks);
  const weeksNeeded = weeksNeededFor(leadWeeks);
  const isShort = sales.weekCount < weeksNeeded;
  const plan = isShort ? planShortHistory : planWeeklyOrders;
  const orders = plan({ panel: panelOf(sales, inStock), stock, leadWeeks, costs });
  const lines = [
    [...sales.keyNames, 'Order'],
    ...sales.keys.map((key, row) => [...key, String(orders[row])]),
  ];
  writeWhole(options.output, `${lines.map((fields) => fields.map(csvField).join(',')).join('\n')}\n`);
  if (isShort) console.log(shortHistoryReason(sales.weekCount, weeksNeeded));
  return 0;
}

export const planCommand: Command = {
  summary: 'weekly orders from sales, stock and costs (CSV in, CSV out)',
  run: async (args) => run(args),
};
