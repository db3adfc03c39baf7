import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatForCopy } from './format-for-copy.ts';
import { parsePastedTable } from './parse-pasted-table.ts';

const valuesOf = (text: string, locale: string) =>
  parsePastedTable(text, locale).rows.map((row) => row.map((cell) => cell?.valueMilli));

test('what Excel puts on the clipboard comes in as numbers, in the language of the user', () => {
  expect(valuesOf('1.234,5\t7\r\n\t-0,125\r\n', 'de-DE')).toEqual([
    [1_234_500, 7_000],
    [null, -125],
  ]);
  expect(valuesOf('1,234.5\t7\r\n\t-0.125\r\n', 'en-US')).toEqual([
    [1_234_500, 7_000],
    [null, -125],
  ]);
  expect(valuesOf('1 234,5\t1\u202f234\t1\u00a0234,75', 'fr-FR')).toEqual([
    [1_234_500, 1_234_000, 1_234_750],
  ]);
  expect(valuesOf("1'234.5\t1’234", 'de-CH')).toEqual([[1_234_500, 1_234_000]]);
  expect(valuesOf('12,34,567.5', 'en-IN')).toEqual([[1_234_567_500]]);
  expect(valuesOf('(5)\t−3\t1.2E+03\t+4', 'en-US')).toEqual([[-5_000, -3_000, 1_200_000, 4_000]]);
});

test('an empty cell is no value and never zero, and the last line break is no row', () => {
  expect(valuesOf('1\t\t3\n\n', 'en-US')).toEqual([[1_000, null, 3_000], [null]]);
  expect(valuesOf('\r\n', 'en-US')).toEqual([[null]]);
  expect(valuesOf('1\t', 'en-US')).toEqual([[1_000, null]]);
  expect(parsePastedTable('', 'en-US')).toEqual({ rows: [], columnCount: 0, problems: [] });
});

test('quoted cells may hold tabs, line breaks and quotes; rows may differ in length', () => {
  const table = parsePastedTable('"a ""big""\r\n\tone"\t5\r"6"\n7', 'en-US');
  expect(table.rows.map((row) => row.map((cell) => cell?.valueMilli))).toEqual([
    [undefined, 5_000],
    [6_000],
    [7_000],
  ]);
  expect(table.columnCount).toBe(2);
  expect(table.problems).toMatchObject([{ rowIndex: 0, columnIndex: 0, text: 'a "big"\r\n\tone' }]);
});

test.each([
  'abc',
  '1,5',
  '1,23',
  '1.5.2',
  '12:30',
  '#N/A',
  '1,23,4',
  '1e999',
  '€5',
  '--5',
  '5-',
  '=A1',
  '-',
  '9999999999999999',
])('the text %s is refused with its place and not guessed', (text) => {
  const { rows, problems } = parsePastedTable(`1\n2\t${text}\n3`, 'en-US');
  expect(rows[1]).toEqual([{ valueMilli: 2_000, isPercent: false, isRounded: false }, undefined]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ rowIndex: 1, columnIndex: 1, text });
  expect(problems[0]?.message).toContain(text);
});

test('a percentage is a hundredth, and more than three decimals are rounded and marked', () => {
  const { rows } = parsePastedTable('12,5 %\t0,0005\t-0,0005\t0,0004', 'de-DE');
  expect(rows[0]).toEqual([
    { valueMilli: 125, isPercent: true, isRounded: false },
    { valueMilli: 1, isPercent: false, isRounded: true },
    { valueMilli: -1, isPercent: false, isRounded: true },
    { valueMilli: 0, isPercent: false, isRounded: true },
  ]);
});

test('what is copied out of the grid comes back the same, in every language', () => {
  const cell = fc.option(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }));
  const table = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 8 }))
    .chain(([columns, rows]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  const locale = fc.constantFrom('de-DE', 'en-US', 'fr-FR', 'de-CH', 'pl-PL', 'en-IN', 'sv-SE');
  fc.assert(
    fc.property(table, locale, (rows, language) => {
      expect(valuesOf(formatForCopy(rows, language), language)).toEqual(rows);
    }),
  );
});

test('no clipboard text breaks the reading', () => {
  const noise = fc.string({
    unit: fc.constantFrom('"', '\t', '\r', '\n', '1', ',', '.', '-', '%', 'x', ' '),
  });
  fc.assert(
    fc.property(noise, (text) => {
      const { rows, problems } = parsePastedTable(text, 'de-DE');
      const refused = rows.flat().filter((cell) => cell === undefined).length;
      expect(problems).toHaveLength(refused);
    }),
  );
});
