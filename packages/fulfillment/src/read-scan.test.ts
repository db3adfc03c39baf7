import type { LocalDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bracketedElements,
  dayOfElement,
  type Element,
  elementDate,
  readElements,
} from './element-string.ts';
import { readScan } from './read-scan.ts';

const today = '2026-11-30' as LocalDate;
const gtin14 = '04006381333931';
const sscc = '340063810000000018';
const gs = '\u001d';

test.each([
  ['a GTIN-13 from the shelf', '4006381333931', { kind: 'item', gtin14 }],
  ['a GTIN-14 of a case', gtin14, { kind: 'item', gtin14 }],
  ['a carton without its identifier', sscc, { kind: 'sscc', sscc }],
  ['a carton as GS1-128 types it', `00${sscc}`, { kind: 'sscc', sscc }],
  ['a carton with the name of its symbology', `]C100${sscc}`, { kind: 'sscc', sscc }],
  ['a carton typed with brackets', `(00)${sscc}`, { kind: 'sscc', sscc }],
  [
    'an item with use-by day and lot',
    `01${gtin14}1727013110L-7`,
    { kind: 'item', gtin14, expiresOn: '2027-01-31', lotNumber: 'L-7' },
  ],
  [
    'contents with a lot before the count',
    `02${gtin14}10L7${gs}3724`,
    { kind: 'item', gtin14, lotNumber: 'L7', count: 24 },
  ],
  [
    'a separator that was typed as a word',
    `02${gtin14}10L7<GS>3724`,
    { kind: 'item', gtin14, lotNumber: 'L7', count: 24 },
  ],
  ['the last day of a month as 00', `01${gtin14}17280200`, { kind: 'item', gtin14, expiresOn: '2028-02-29' }],
  ['a bin', ' a-01-3 ', { kind: 'place', code: 'A-01-3' }],
  ['a bin of four digits', '0101', { kind: 'place', code: '0101' }],
])('a scan of %s is understood', (_what, typed, scan) => {
  expect(readScan(typed, today)).toEqual(scan);
});

test.each([
  ['a GTIN with a wrong digit', '4006381333932', /wrong check digit/],
  ['a carton with a wrong digit', `00${sscc.slice(0, -1)}9`, /wrong check digit/],
  ['a thirteenth month', `01${gtin14}17271301`, /no day/],
  ['nothing', '   ', /Nothing/],
  ['a lot alone', '(10)L7', /neither an item nor a carton/],
  ['a whole sentence', 'x'.repeat(60), /no label/],
])('a scan of %s is refused with words', (_what, typed, why) => {
  const scan = readScan(typed, today);
  expect(scan.kind).toBe('unreadable');
  expect('why' in scan ? scan.why : '').toMatch(why);
});

test('two digits of a year mean the century that is nearest', () => {
  expect(dayOfElement('760101', today)).toBe('2076-01-01');
  expect(dayOfElement('770101', today)).toBe('1977-01-01');
  expect(dayOfElement('000101', '2099-01-01' as LocalDate)).toBe('2100-01-01');
});

const anyElements: fc.Arbitrary<Element[]> = fc
  .record({
    lot: fc.stringMatching(/^[A-Za-z0-9/.-]{1,20}$/),
    count: fc.integer({ min: 1, max: 99_999_999 }),
    day: fc.date({ min: new Date('2000-01-01'), max: new Date('2049-12-31'), noInvalidDate: true }),
  })
  .map(({ lot, count, day }): Element[] => [
    { ai: '02', value: gtin14 },
    { ai: '17', value: elementDate(day.toISOString().slice(0, 10) as LocalDate) },
    { ai: '37', value: String(count) },
    { ai: '10', value: lot },
  ]);

test('what is printed is read back, with brackets and as a scanner types it', () => {
  fc.assert(
    fc.property(anyElements, (elements) => {
      expect(readElements(bracketedElements(elements))).toEqual({ elements });
      const typed = elements
        .map(({ ai, value }) => `${ai}${value}${['37', '10'].includes(ai) ? gs : ''}`)
        .join('');
      expect(readElements(typed)).toEqual({ elements });
    }),
  );
});

test('whatever is typed, reading it answers and never fails', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (typed) => void readScan(typed, today)),
    { numRuns: 2_000 },
  );
});

test('a lot that no barcode can carry is refused by name', () => {
  expect(() => bracketedElements([{ ai: '10', value: 'L'.repeat(21) }])).toThrow(/at most 20 characters/);
  expect(() => bracketedElements([{ ai: '00', value: '340063810000000011' }])).toThrow(/wrong check digit/);
});
