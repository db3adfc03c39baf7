import {
  type BacktestInput,
  type BacktestPart,
  type BacktestResult,
  figuresOf,
  type PolicyFigures,
} from '@coplan/planning';
import type { SalesTable } from './weekly-tables.ts';

/** A field as CSV: quoted only when it must be (RFC 4180, section 2). */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Six significant digits, so that a file of thousands of series can be read. */
const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Number(value.toPrecision(6));

const columns = [
  ['Fill Rate', ({ fillRate }) => fillRate],
  ['Cycle Service', ({ cycleService }) => cycleService],
  ['Average Stock', ({ averageStockUnits }) => averageStockUnits],
  ['Days Of Supply', ({ supplyDays }) => supplyDays],
  ['Orders', ({ orderCount }) => orderCount],
  ['Missed Units', ({ missedUnits }) => missedUnits],
  ['Cost', ({ totalCost }) => totalCost],
] as const satisfies readonly (readonly [string, (figures: PolicyFigures) => number | undefined])[];

/** One line per replayed series, both policies beside each other; empty where there is nothing to divide by. */
export function itemsCsv(sales: SalesTable, part: BacktestPart, input: BacktestInput): string {
  const windowDays = input.replayPeriods * input.periodDays;
  const lines = part.items.map(({ seriesIndex, today, alternative }) => [
    ...(sales.keys[seriesIndex] ?? []),
    ...[today, alternative].flatMap((sums) => {
      const figures = figuresOf(sums, windowDays);
      return columns.map(([, read]) => String(rounded(read(figures)) ?? ''));
    }),
  ]);
  const head = [
    ...sales.keyNames,
    ...['Today', 'Alternative'].flatMap((side) => columns.map(([name]) => `${side} ${name}`)),
  ];
  return `${[head, ...lines].map((fields) => fields.map(csvField).join(',')).join('\n')}\n`;
}

/** Everything: both policies, the frontiers, the cheapest point, and which series were left out. */
export function resultJson(sales: SalesTable, part: BacktestPart, result: BacktestResult): string {
  const skipped = part.skippedIndexes.map((index) => sales.keys[index] ?? []);
  return `${JSON.stringify({ ...result, skipped }, (_, value) => (typeof value === 'number' ? rounded(value) : value), 1)}\n`;
}
