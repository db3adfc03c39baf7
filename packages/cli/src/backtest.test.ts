import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'coplan-backtest-'));
const path = (name: string): string => join(folder, name);
const weekCount = 80;
const mondays = Array.from({ length: weekCount }, (_, week) =>
  new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10),
);
const header = ['Store', 'Product', ...mondays].join(',');
const keys = ['1,apples', '1,"pears, red"', '2,apples', '2,plums'];
const units = (row: number, week: number): string => String((row + 1) * 6 + ((week * 7 + row * 3) % 9));

beforeAll(() => {
  const lines = (cell: (row: number, week: number) => string): string =>
    `${[header, ...keys.map((key, row) => [key, ...mondays.map((_, week) => cell(row, week))].join(','))].join('\n')}\n`;
  writeFileSync(path('sales.csv'), lines(units));
  writeFileSync(
    path('in-stock.csv'),
    lines((row, week) => (row === 1 && week === 60 ? 'False' : 'True')),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...more: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  const error = vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)));
  const code = await main([
    'backtest',
    '--sales',
    path('sales.csv'),
    '--in-stock',
    path('in-stock.csv'),
    ...more,
  ]);
  log.mockRestore();
  error.mockRestore();
  return { code, said: said.join('\n') };
}

test('both policies stand beside each other, with what the change costs a year and a frontier to look at', async () => {
  const { code, said } = await run(
    '--output',
    path('result.json'),
    '--lead-weeks',
    '2',
    '--alternative',
    'fill-rate:0.98',
  );
  expect(code).toBe(0);
  expect(said).toMatch(/^4 series over 52 weeks; 0\.5 % of the weeks had no stock/);
  expect(said).toMatch(/service-level:0\.95 +fill-rate:0\.98/);
  expect(said).toMatch(/The alternative (saves|costs) [\d,.]+ a year against today \(90 %/);
  expect(said).toMatch(/│.*T/);
  expect(said).toMatch(/│.*A/);
  const result = JSON.parse(readFileSync(path('result.json'), 'utf8'));
  expect(result.frontier).toHaveLength(12);
  expect(result.todayFrontier).toHaveLength(12);
  expect(result.today.figures.fillRate).toBeGreaterThan(0.9);
  expect(result.skipped).toEqual([]);
});

test('the same files give the same bytes, as JSON and as one line per series', async () => {
  await run('--output', path('a.csv'));
  await run('--output', path('b.csv'));
  const text = readFileSync(path('a.csv'), 'utf8');
  expect(readFileSync(path('b.csv'), 'utf8')).toBe(text);
  const lines = text.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^Store,Product,Today Fill Rate,.*Alternative Cost$/);
  expect(lines.slice(1).map((line) => line.replace(/(,[\d.]*){14}$/, ''))).toEqual(keys);
});

const mistakes: [string, string[], RegExp][] = [
  ['no output', [], /--output missing/],
  ['an output of another kind', ['--output', 'x.txt'], /end it with \.json or \.csv/],
  [
    'an unknown policy',
    ['--output', 'x.csv', '--alternative', 'luck'],
    /--alternative is "luck"; write one of service-level/,
  ],
  ['a policy without its number', ['--output', 'x.csv', '--today', 'min-max:7'], /write it as min-max:7:21/],
  [
    'a level in percent',
    ['--output', 'x.csv', '--today', 'service-level:95'],
    /between 0 and 1, e\.g\. 0\.95/,
  ],
  [
    'more weeks than there are',
    ['--output', 'x.csv', '--weeks', '78'],
    /has 80 weeks; to replay 78 it needs 86/,
  ],
  [
    'half a lead week',
    ['--output', 'x.csv', '--lead-weeks', '1.5'],
    /--lead-weeks is "1\.5"; write a whole number/,
  ],
];
test.each(mistakes)('%s is told with its remedy', async (_name, options, expected) => {
  const { code, said } = await run(...options);
  expect(code).toBe(2);
  expect(said).toMatch(expected);
});
