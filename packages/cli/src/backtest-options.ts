import { parseArgs } from 'node:util';
import type { BacktestInput, BacktestPolicy } from '@coplan/planning';
import { UsageError } from './command.ts';

export type BacktestOptions = {
  files: { sales: string; inStock: string; output: string };
  replayWeeks: number;
  unmetDemand: BacktestInput['unmetDemand'];
  today: BacktestPolicy;
  alternative: BacktestPolicy;
  /** What all series have in common. */
  terms: {
    leadPeriods: number;
    leadDeviationPeriods: number;
    reviewEvery: number;
    multipleUnits: number;
    unitCost: number;
    holdingCost: number;
    shortageCost: number;
    orderCost: number;
    serviceLevel: number;
  };
};

const texts = [
  'sales',
  'in-stock',
  'output',
  'today',
  'alternative',
  'weeks',
  'lead-weeks',
  'lead-deviation-weeks',
  'review-weeks',
  'multiple',
  'unit-cost',
  'holding-cost',
  'shortage-cost',
  'order-cost',
] as const;
type Name = (typeof texts)[number];
type Values = Partial<Record<Name, string>> & { help?: boolean; backordered?: boolean };

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
        help: { type: 'boolean' },
        backordered: { type: 'boolean' },
      },
    }).values as Values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const isNumber = (text: string | undefined): text is string =>
  text !== undefined && /^\d+(\.\d+)?$/.test(text.trim());

function numberOf(
  values: Values,
  name: Name,
  about: { default: number; min: number; max?: number; isWhole?: boolean },
) {
  const text = values[name];
  if (text === undefined) return about.default;
  const value = Number(text);
  const fits = isNumber(text) && value >= about.min && value <= (about.max ?? 1e9);
  if (fits && (about.isWhole !== true || Number.isInteger(value))) return value;
  const kind = about.isWhole === true ? 'a whole number' : 'a number';
  throw new UsageError(
    `--${name} is "${text}"; write ${kind} from ${about.min}${about.max === undefined ? '' : ` to ${about.max}`}`,
  );
}

/** How each kind is written: its numbers after colons, what is in brackets may be left out. */
const forms: Record<string, { numbers: number; least: number; form: string }> = {
  'service-level': { numbers: 1, least: 1, form: 'service-level:0.95' },
  'fill-rate': { numbers: 1, least: 1, form: 'fill-rate:0.97' },
  'cost-optimal': { numbers: 1, least: 0, form: 'cost-optimal or cost-optimal:2' },
  'min-max': { numbers: 2, least: 2, form: 'min-max:7:21' },
  'reorder-point': { numbers: 2, least: 2, form: 'reorder-point:0.95:14' },
};

/** A policy as it is written on a command line. Throws `UsageError` with the form that it should have. */
export function policyOf(option: string, text: string): BacktestPolicy {
  const [kind = '', ...numbers] = text.split(':');
  const known = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  if (known === undefined)
    throw new UsageError(
      `--${option} is "${text}"; write one of ${Object.values(forms)
        .map(({ form }) => form)
        .join(', ')}`,
    );
  if (numbers.length < known.least || numbers.length > known.numbers || !numbers.every(isNumber))
    throw new UsageError(`--${option} is "${text}"; write it as ${known.form}`);
  const [first = 1, second = 1] = numbers.map(Number);
  switch (kind) {
    case 'service-level':
      return { kind, level: first };
    case 'fill-rate':
      return { kind, fillRate: first };
    case 'min-max':
      return { kind, minDays: first, maxDays: second };
    case 'reorder-point':
      return { kind, level: first, orderDays: second };
    default:
      return { kind: 'cost-optimal', shortageFactor: first };
  }
}

/** Reads the command line; `undefined` asks for help. Throws `UsageError`. */
export function readBacktestOptions(args: readonly string[]): BacktestOptions | undefined {
  const values = parsed(args);
  if (values.help === true) return undefined;
  const { sales, 'in-stock': inStock, output } = values;
  if (sales === undefined || inStock === undefined || output === undefined) {
    const missing = (['sales', 'in-stock', 'output'] as const).filter((name) => values[name] === undefined);
    throw new UsageError(`--${missing.join(', --')} missing; see coplan backtest --help`);
  }
  if (!/\.(json|csv)$/.test(output))
    throw new UsageError(`--output is "${output}"; end it with .json or .csv`);
  const whole = (name: Name, about: { default: number; min: number; max: number }): number =>
    numberOf(values, name, { ...about, isWhole: true });
  return {
    files: { sales, inStock, output },
    replayWeeks: whole('weeks', { default: 52, min: 8, max: 520 }),
    unmetDemand: values.backordered === true ? 'backordered' : 'lost',
    today: policyOf('today', values.today ?? 'service-level:0.95'),
    alternative: policyOf('alternative', values.alternative ?? 'cost-optimal'),
    terms: {
      leadPeriods: whole('lead-weeks', { default: 1, min: 0, max: 26 }),
      leadDeviationPeriods: numberOf(values, 'lead-deviation-weeks', { default: 0, min: 0, max: 10 }),
      reviewEvery: whole('review-weeks', { default: 1, min: 1, max: 13 }),
      multipleUnits: numberOf(values, 'multiple', { default: 1, min: 0.001 }),
      unitCost: numberOf(values, 'unit-cost', { default: 1, min: 0 }),
      holdingCost: numberOf(values, 'holding-cost', { default: 0.005, min: 0 }),
      shortageCost: numberOf(values, 'shortage-cost', { default: 0.3, min: 0 }),
      orderCost: numberOf(values, 'order-cost', { default: 0, min: 0 }),
      serviceLevel: 0.95,
    },
  };
}
