import { gs1CheckDigit, type LocalDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { readSerial, readSerials } from './read-serials.ts';

const gtin14 = '09506000134352';
const item = { itemNumber: 'PUMP', gtin14s: [gtin14], today: '2026-11-22' as LocalDate };
const gs = '\u001d';

test.each([
  ['a plain serial number, as it stands', 'SN-0042', { serialNumber: 'SN-0042' }],
  ['one that begins like an application identifier', '21A7', { serialNumber: '21A7' }],
  ['one of digits only', '100200300', { serialNumber: '100200300' }],
  ['elements with brackets', `(01)${gtin14}(21)A-7`, { serialNumber: 'A-7' }],
  [
    'GS1-128 with lot and use-by day',
    `]C101${gtin14}17271231` + `10L7${gs}21A7`,
    { serialNumber: 'A7', lotNumber: 'L7', expiresOn: '2027-12-31' },
  ],
  ['a wedge that types <GS>', `]d201${gtin14}21A7<GS>10L7`, { serialNumber: 'A7', lotNumber: 'L7' }],
  ['elements without any announcement', `01${gtin14}21A7`, { serialNumber: 'A7' }],
])('%s', (_what, typed, expected) => {
  expect(readSerial(typed, item)).toEqual({ kind: 'serial', ...expected });
});

test.each([
  ['the label of another item', '(01)04006381000017(21)A7', /another item: here are serial numbers of PUMP/],
  ["the item's own GTIN", '9506000134352', /is the GTIN of PUMP: scan the serial number beside it/],
  ['a carton', `34006381000000007${gs1CheckDigit('34006381000000007')}`, /is a carton/],
  ['a label without a serial number', `(01)${gtin14}(10)L7`, /holds no serial number \(21\)/],
  ['a wrong check digit', '(01)09506000134351(21)A7', /wrong check digit: scan it again/],
  ['more characters than there can be', 'X'.repeat(36), /longer than a serial number/],
  ['nothing', '  ', /Nothing was scanned/],
])('%s is refused with what to do', (_what, typed, why) => {
  const read = readSerial(typed, item);
  expect(read).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(why) });
});

test('a pasted column is read line by line, and what cannot be read keeps its line', () => {
  const read = readSerials(`A1\r\n\r\n(01)${gtin14}(21)A2\n9506000134352`, item);
  expect(read).toMatchObject([
    { line: 1, serialNumber: 'A1' },
    { line: 3, serialNumber: 'A2' },
    { line: 4, kind: 'unreadable' },
  ]);
});
