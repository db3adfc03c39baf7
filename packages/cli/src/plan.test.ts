import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'coplan-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(join(folder, 'orders.csv'), { force: true }));

const weekCount = 40;
const rows = ['1,apples', '1,"pears, red"', '2,apples', '2,plums'];
const mondays = Array.from({ length: weekCount }, (_, week) =>
  new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10),
);
const header = ['Store', 'Product', ...mondays].join(',');
const units = (row: number, week: number): string => String((row + 1) * 2 + ((week * 7 + row * 3) % 5));

const good = {
  'sales.csv': [
    header,
    ...rows.map((key, row) => [key, ...mondays.map((_, week) => units(row, week))].join(',')),
  ],
  'in-stock.csv': [header, ...rows.map((key) => [key, ...mondays.map(() => 'True')].join(','))],
  'state.csv': [
    'Store,Product,End Inventory,In Transit W+1,In Transit W+2',
    ...rows.map((key) => `${key},2,1,0`),
  ],
};

const path = (name: string): string => join(folder, name);
const args = (leadWeeks = '2'): string[] => [
  'plan',
  ...['--sales', path('sales.csv'), '--in-stock', path('in-stock.csv'), '--state', path('state.csv')],
  ...[
    '--lead-weeks',
    leadWeeks,
    '--holding-cost',
    '0.2',
    '--shortage-cost',
    '1',
    '--output',
    path('orders.csv'),
  ],
];

/** Runs the command on the good files with one line replaced; answers the exit code and what was said. */
async function runWith(
  file?: keyof typeof good,
  line = 0,
  text = '',
): Promise<{ code: number; said: string }> {
  for (const [name, lines] of Object.entries(good)) {
    const changed = lines.map((known, index) => (name === file && index === line ? text : known));
    writeFileSync(path(name), `${changed.filter((known) => known !== 'GONE').join('\n')}\n`);
  }
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = await main(args());
  const said = spy.mock.calls.flat().join('\n');
  spy.mockRestore();
  return { code, said };
}

test('orders come in whole units, one for each row, in the order of the sales', async () => {
  expect(await runWith()).toEqual({ code: 0, said: '' });
  const lines = readFileSync(path('orders.csv'), 'utf8').trimEnd().split('\n');
  expect(lines[0]).toBe('Store,Product,Order');
  expect(lines.slice(1).map((line) => line.replace(/,\d+$/, ''))).toEqual(rows);
  expect(lines.slice(1).every((line) => /,\d+$/.test(line))).toBe(true);
  expect(lines.slice(1).some((line) => !line.endsWith(',0'))).toBe(true);
});

test('the same files give the same orders', async () => {
  await runWith();
  const first = readFileSync(path('orders.csv'), 'utf8');
  await runWith();
  expect(readFileSync(path('orders.csv'), 'utf8')).toBe(first);
});

/** The good files cut to their first weeks, which are the newest then. */
async function planFirstWeeks(count: number, isInStock = true): Promise<{ orders: number[]; said: string }> {
  const cut = (line: string): string => {
    const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? [];
    return cells
      .slice(0, 2 + count)
      .join('')
      .replace(/,$/, '');
  };
  writeFileSync(path('sales.csv'), `${good['sales.csv'].map(cut).join('\n')}\n`);
  const flags = good['in-stock.csv']
    .map(cut)
    .map((line) => (isInStock ? line : line.replaceAll('True', 'False')));
  writeFileSync(path('in-stock.csv'), `${flags.join('\n')}\n`);
  writeFileSync(path('state.csv'), `${good['state.csv'].join('\n')}\n`);
  const spy = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await main(args())).toBe(0);
  const said = spy.mock.calls.flat().join('\n');
  spy.mockRestore();
  const lines = readFileSync(path('orders.csv'), 'utf8').trimEnd().split('\n').slice(1);
  return { orders: lines.map((line) => Number(line.split(',').at(-1))), said };
}

test('a history too short for the model of all series is planned like new items, and the command says so', async () => {
  const { orders, said } = await planFirstWeeks(6);
  expect(said).toMatch(
    /^6 weeks of history are too few .*\(27 are needed\): each series is forecast like a new item/,
  );
  // More sales, more to order: "2,plums" sells four times what "1,apples" does.
  expect(orders[3]).toBeGreaterThan(orders[0] ?? 0);
  expect(orders.every((order) => Number.isInteger(order) && order > 0 && order < 40)).toBe(true);
  expect((await planFirstWeeks(6)).orders).toEqual(orders);
  expect((await planFirstWeeks(27)).said).toBe('');
});

test('one week of history is enough, and without any known demand nothing is ordered', async () => {
  expect((await planFirstWeeks(1)).orders.every((order) => order > 0)).toBe(true);
  expect((await planFirstWeeks(3, false)).orders).toEqual([0, 0, 0, 0]);
});

const sale = (row: number, week: number, text: string): string =>
  [rows[row], ...mondays.map((_, index) => (index === week ? text : units(row, index)))].join(',');

const mistakes: [string, keyof typeof good, number, string, RegExp][] = [
  [
    'a sale that is no number',
    'sales.csv',
    2,
    sale(1, 4, 'many'),
    /sales\.csv, line 3, column 7 \(2022-01-31\): "many" is not a quantity; write/,
  ],
  ['a negative sale', 'sales.csv', 1, sale(0, 0, '-1'), /sales\.csv, line 2, column 3 .* 0 or more/],
  ['a line that is too short', 'sales.csv', 3, '2,apples,1', /sales\.csv, line 4: 3 columns instead of 42/],
  ['a series twice', 'sales.csv', 3, sale(0, 0, '1'), /line 4: 1,apples is already in line 2/],
  [
    'a missing week',
    'sales.csv',
    0,
    header.replace(',2022-01-10', ''),
    /line 1, column 4: 2022-01-17 follows 2022-01-03; the next week is 2022-01-10/,
  ],
  [
    'stock flags of another week',
    'in-stock.csv',
    0,
    header.replace('2022-01-10', '2022-01-11'),
    /in-stock\.csv, line 1, column 4/,
  ],
  [
    'a flag that is neither',
    'in-stock.csv',
    4,
    good['in-stock.csv'][4]?.replace('True', 'yes') ?? '',
    /in-stock\.csv, line 5, column 3 .*"yes" is not True or False/,
  ],
  [
    'rows in another order',
    'state.csv',
    1,
    '2,apples,2,1,0',
    /state\.csv, line 2: 2,apples stands where the sales have 1,apples/,
  ],
  ['a row less', 'state.csv', 4, 'GONE', /state\.csv has 3 rows, the sales have 4/],
  [
    'half a unit in stock',
    'state.csv',
    2,
    '1,"pears, red",2.5,1,0',
    /state\.csv, line 3, column 3 \(End Inventory\): "2.5" is not a stock; write whole units/,
  ],
  [
    'a lead week without its column',
    'state.csv',
    0,
    'Store,Product,End Inventory,In Transit W+1',
    /4 columns instead of 5/,
  ],
];

test.each(mistakes)(
  '%s is told with its place and remedy, and nothing is written',
  async (_name, file, line, text, expected) => {
    const { code, said } = await runWith(file, line, text);
    expect(code).toBe(2);
    expect(said).toMatch(expected);
    expect(existsSync(path('orders.csv'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  },
);

test('the installed command plans with whatever Node the machine has', async () => {
  await runWith();
  rmSync(path('orders.csv'));
  const bin = fileURLToPath(new URL('../bin/coplan.js', import.meta.url));
  execFileSync(process.execPath, [bin, ...args()], { stdio: 'pipe' });
  expect(readFileSync(path('orders.csv'), 'utf8')).toMatch(/^Store,Product,Order\n/);
});
