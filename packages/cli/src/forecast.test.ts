import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/coplan.js', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coplan-forecast-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Outcome = { readonly code: number; readonly stderr: string; readonly lines: Record<string, unknown>[] };

/** Runs the real command on a file with these lines. */
const runForecast = (input: readonly string[], ...options: string[]): Promise<Outcome> => {
  const inputPath = join(folder, 'input.jsonl');
  const outputPath = join(folder, 'output.jsonl');
  writeFileSync(inputPath, `${input.join('\n')}\n`);
  const args = [bin, 'forecast', '--input', inputPath, '--output', outputPath, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, _, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      const text = code === 0 ? readFileSync(outputPath, 'utf8').trim() : '';
      resolve({ code, stderr, lines: text === '' ? [] : text.split('\n').map((line) => JSON.parse(line)) });
    });
  });
};

const lineOf = (id: string, changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id,
    m: 4,
    h: 3,
    train: Array.from({ length: 24 }, (_, t) => 20 + ((t * 7) % 5)),
    ...changes,
  });

test('every series comes back in its place with a mean and the levels asked for', async () => {
  const { code, lines } = await runForecast([lineOf('a'), lineOf('b', { h: 5 })], '--levels', '0.05,0.95');
  expect(code).toBe(0);
  expect(lines.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(lines[1]!.mean).toHaveLength(5);
  expect(Object.keys(lines[0]!.quantiles as object)).toEqual(['0.05', '0.95']);
});

test('tails for safety stock and the band of the pages are the levels where none are asked for', async () => {
  const { lines } = await runForecast([lineOf('a')]);
  expect(Object.keys(lines[0]!.quantiles as object)).toEqual([
    '0.005',
    '0.025',
    '0.1',
    '0.165',
    '0.25',
    '0.5',
    '0.75',
    '0.835',
    '0.9',
    '0.975',
    '0.995',
  ]);
});

test('chosen models alone carry the forecast, and the line says which', async () => {
  const { lines } = await runForecast([lineOf('a'), lineOf('b')], '--models', 'theta, mstl');
  for (const { model } of lines) expect(String(model).split('+').sort()).toEqual(['mstl', 'theta']);
});

test('several threads give the same file as one', async () => {
  const input = Array.from({ length: 600 }, (_, index) => lineOf(`s${index}`, { m: 1 + (index % 4) }));
  const one = await runForecast(input, '--threads', '1');
  const three = await runForecast(input, '--threads', '3');
  expect(three.lines).toHaveLength(600);
  expect(three.lines).toEqual(one.lines);
});

test('null is a period of which nothing is known, not one without demand', async () => {
  const train = [...Array<number>(20).fill(50), null, null, null, 50];
  const { lines } = await runForecast([lineOf('a', { m: 1, train })]);
  expect((lines[0]!.mean as number[])[0]).toBeCloseTo(50, 6);
});

test.each([
  ['not JSON', '{"id": "b", ', /line 2: is not JSON/],
  ['no id', lineOf(''), /line 2: "id" must be a text/],
  ['half a period', lineOf('b', { h: 1.5 }), /line 2: "h" must be a whole number from 1 to 100000, not 1.5/],
  [
    'text for demand',
    lineOf('b', { train: [1, '2'] }),
    /line 2: "train" has "2" at position 2: write a number/,
  ],
  ['no demand at all', lineOf('b', { train: [null] }), /line 2: "train" has no known demand/],
  [
    'a short regressor',
    lineOf('b', { x: { price: [1] } }),
    /line 2: "x.price" has 1 values; train and h together are 27/,
  ],
])('%s is refused with its line and the remedy, and nothing is written', async (_, line, message) => {
  const { code, stderr } = await runForecast([lineOf('a'), line]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
  expect(readdirSync(folder)).toEqual(['input.jsonl']);
});

test('with several threads the first bad line is the one that is told', async () => {
  const input = Array.from({ length: 900 }, (_, index) =>
    index === 400 || index === 800 ? 'x' : lineOf(`s${index}`),
  );
  const { code, stderr } = await runForecast(input, '--threads', '3');
  expect(code).toBe(2);
  expect(stderr).toMatch(/line 401: is not JSON/);
});

test.each([
  [['--levels', '0.5,2'], /--levels takes numbers between 0 and 1/],
  [['--models', 'theta,profet'], /--models does not know "profet": choose from adida, arima, .*theta, tsb/],
  [['--threads', '0'], /--threads takes a whole number from 1/],
  [['--inptu', 'x'], /inptu/],
])('the option %j is refused in one sentence', async (options, message) => {
  const { code, stderr } = await runForecast([lineOf('a')], ...options);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
