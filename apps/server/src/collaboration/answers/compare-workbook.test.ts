import type { LocalDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { compareWorkbook } from './compare-workbook.ts';
import type { ExportedContent } from './exported-content.ts';
import type { ReadSheet } from './xlsx-workbook.ts';

const [milk, bread] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const planId = '018f0000-0000-7000-8000-00000000000a';
const columns = ['2026-11-23', '2026-11-30'] as LocalDate[];
const content: ExportedContent = {
  formatVersion: 1,
  agreementId: planId,
  purpose: 'sales',
  columns,
  sheets: [
    {
      sheetName: 'Ours',
      target: { kind: 'plan', planId },
      firstBucketIndex: 0,
      bucketCount: 2,
      rows: { [milk]: [10_000, 20_000], [bread]: [5_000, null] },
    },
    {
      sheetName: 'Theirs',
      target: null,
      firstBucketIndex: 0,
      bucketCount: 2,
      rows: { [milk]: [11_000, 21_000], [bread]: [6_000, 7_000] },
    },
  ],
};

type Rows = ReadSheet['rows'];
const sheet = (name: string, rows: Rows): ReadSheet => ({ name, rows });
const head: Rows = [
  ['row', 'item', '2026-11-23', '2026-11-30'],
  ['Row', 'Item', 'W48', 'W49'],
];
const theirs = sheet('Theirs', [...head, [milk, 'Milk', 11, 21], [bread, 'Bread', 6, 7]]);
const compare = (rows: Rows, locale = 'en', other = theirs) =>
  compareWorkbook([sheet('Ours', rows), other], content, { locale });

test('a workbook that comes back untouched changes nothing', () => {
  const compared = compare([...head, [milk, 'Milk', 10, 20], [bread, 'Bread', 5, null]]);
  expect(compared).toEqual({ changes: [], refusals: [], unchangedCount: 8 });
});

test('exactly the cells that differ are changes, with their place in the file', () => {
  const { changes } = compare([...head, [milk, 'Milk', 12.5, 20], [bread, 'Bread', 5, 0]]);
  expect(changes).toMatchObject([
    { itemLocationId: milk, bucketIndex: 0, exportedMilli: 10_000, newMilli: 12_500, place: 'Ours!C3' },
    { itemLocationId: bread, bucketIndex: 1, exportedMilli: null, newMilli: 0, place: 'Ours!D4' },
  ]);
});

test('rows may be sorted and removed, columns moved, and lines written above', () => {
  const moved: Rows = [
    ['a note of mine'],
    ['2026-11-30', 'row', '2026-11-23', 'item'],
    ['W49', 'Row', 'W48', 'Item'],
    [25, milk, 10, 'Milk'],
  ];
  const { changes, refusals } = compare(moved);
  expect(changes).toMatchObject([{ itemLocationId: milk, bucketIndex: 1, newMilli: 25_000 }]);
  expect(refusals).toEqual([]);
});

test('a number typed as text is read as the language writes it', () => {
  const { changes } = compare([...head, [milk, 'Milk', '1 234,5', 20], [bread, 'Bread', 5, null]], 'nb-NO');
  expect(changes).toMatchObject([{ newMilli: 1_234_500 }]);
});

test.each([
  ['text', [...head, [milk, 'Milk', 'about ten', 20]], 'not-a-number', 'Ours!C3'],
  ['a number below zero', [...head, [milk, 'Milk', -1, 20]], 'negative', 'Ours!C3'],
  [
    'a row of another plan',
    [...head, ['018f0000-0000-7000-8000-0000000000ff', 'Eggs', 1, 2]],
    'not-in-plan',
    'Ours!A3',
  ],
  ['a row without a key', [...head, [null, 'Eggs', 1, 2]], 'not-in-plan', 'Ours!A3'],
  ['a row that stands twice', [...head, [milk, 'Milk', 10, 20], [milk, 'Milk', 11, 20]], 'twice', 'Ours!A4'],
  [
    'a sheet without its keys',
    [
      ['Item', 'W48'],
      ['Milk', 3],
    ],
    'column-unknown',
    'Ours',
  ],
] as const)('%s is refused with its place, and the rest is taken', (_name, rows, code, place) => {
  const { refusals } = compare(rows as unknown as Rows);
  expect(refusals).toMatchObject([{ code, place }]);
});

test('a change in a sheet that may only be looked at is refused cell by cell', () => {
  const other = sheet('Theirs', [...head, [milk, 'Milk', 99, 21], [bread, 'Bread', 6, 98]]);
  const { changes, refusals } = compare([...head, [milk, 'Milk', 10, 20]], 'en', other);
  expect(changes).toEqual([]);
  expect(refusals.map(({ code, place }) => [code, place])).toEqual([
    ['locked', 'Theirs!C3'],
    ['locked', 'Theirs!D4'],
  ]);
});
