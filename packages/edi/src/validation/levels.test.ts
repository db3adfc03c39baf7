import { gs1CheckDigit } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { decode, issuesOf, messagesOf } from '../decode.ts';
import { encodeX12 } from '../encode.ts';
import type { ReaderOptions } from '../interchange-reader.ts';
import { bytesOf, envelope, orderText } from '../samples.ts';
import { groupTypes } from '../schema/group-types.ts';
import type { WireSegment } from '../segment-writer.ts';
import type { ValidationLevels } from './levels.ts';

const read = (text: string, levels: Partial<ValidationLevels>) => decode(bytesOf(text), { levels });
const codesOf = (text: string, levels: Partial<ValidationLevels>): string[] =>
  issuesOf(read(text, levels)).map(({ code, severity }) => `${severity} ${code}`);

test.each<[keyof ValidationLevels, string, string]>([
  ['envelope', orderText().replace('SE*12', 'SE*13'), 'message-count-wrong'],
  ['envelope', orderText().replace('GE*1*7', 'GE*1*8'), 'group-reference-differs'],
  ['content', orderText().replace('20261109', '20260231'), 'element-date'],
  ['content', orderText().replace('CTT*2~', 'CTT*2~\nXYZ*1~').replace('SE*12', 'SE*13'), 'segment-unknown'],
  ['balances', orderText().replace('CTT*2', 'CTT*3'), 'balance-wrong'],
])('the level of the %s can refuse, only tell, or be off', (level, text, code) => {
  expect(codesOf(text, { [level]: 'error' })).toEqual([`error ${code}`]);
  expect(messagesOf(read(text, { [level]: 'error' }))[0]?.isAccepted).toBe(false);
  expect(codesOf(text, { [level]: 'warning' })).toEqual([`warning ${code}`]);
  expect(messagesOf(read(text, { [level]: 'warning' }))[0]?.isAccepted).toBe(true);
  expect(codesOf(text, { [level]: 'off' })).toEqual([]);
});

test('what makes data unreadable is refused at every level', () => {
  const off = { envelope: 'off', content: 'off', balances: 'off' } as const;
  const text = orderText();
  expect(codesOf(text.slice(0, text.indexOf('CTT')), off)).toContain('error message-trailer-missing');
});

test('a segment stands in its loop even where its elements are not looked at', () => {
  const [message] = messagesOf(read(orderText().replace('20261109', 'tomorrow'), { content: 'off' }));
  expect(message?.root?.loops('PO1')).toHaveLength(2);
});

test('a set in a group of another kind is told', () => {
  expect(codesOf(orderText().replace('GS*PO', 'GS*IN'), {})).toEqual(['warning group-type-wrong']);
});

const balances: ReaderOptions = { levels: { balances: 'error' } };

/** What does not add up in a set, as "segment element: sentence". */
function faultsOf(type: string, segments: WireSegment[]): string[] {
  const { bytes, issues } = encodeX12({
    envelope,
    reference: 1,
    sentOn: '20261102',
    sentTime: '0815',
    groups: [{ type: groupTypes[type] ?? '', reference: 1, messages: [{ type, reference: 1, segments }] }],
  });
  expect(issues).toEqual([]);
  return issuesOf(decode(bytes ?? new Uint8Array(), balances)).map(
    ({ message, place }) => `${place.segment}${place.element ?? ''}: ${message}`,
  );
}

const shipment = (levels: WireSegment[]): WireSegment[] => [
  ['BSN', '00', 'S-1', '20261102', '0815', '0001'],
  ...levels,
  ['CTT', String(levels.filter(([tag]) => tag === 'HL').length)],
];
const item: WireSegment[] = [
  ['LIN', '', 'UK', '04006381333931'],
  ['SN1', '', '12', 'EA'],
];

test('the tree of a ship notice: numbers once, parents first, levels in their order, honest child flags', () => {
  const good: WireSegment[] = [
    ['HL', '1', '', 'S', '1'],
    ['HL', '2', '1', 'O', '1'],
    ['PRF', '4711'],
    ['HL', '3', '2', 'P', '1'],
    ['MAN', 'GM', `0034006381000000001${gs1CheckDigit('34006381000000001')}`],
    ['HL', '4', '3', 'I', '0'],
    ...item,
  ];
  expect(faultsOf('856', shipment(good))).toEqual([]);
  const faults = faultsOf('856', [
    ...shipment([
      ['HL', '1', '', 'S', '1'],
      ['HL', '2', '9', 'O', '1'],
      ['HL', '2', '1', 'O', '0'],
      ['HL', '4', '', 'I'],
      ['HL', '5', '4', 'O'],
    ]),
  ]);
  expect(faults).toEqual([
    'HL2: there is no level 9 before this one',
    'HL1: the level number 2 came before',
    'HL2: a level I needs a level above it: S, O, T, P',
    'HL2: a level O cannot stand below a level I',
  ]);
  const childless = faultsOf('856', shipment([['HL', '1', '', 'S', '1']]));
  expect(childless).toEqual(['HL4: it says that levels follow below, but none does']);
});

test('check digits of items, places and pallets', () => {
  const faults = faultsOf('856', [
    ['BSN', '00', 'S-1', '20261102', '0815', '0001'],
    ['HL', '1', '', 'S'],
    ['N1', 'ST', 'North', 'UL', '4006381333925'],
    ['HL', '2', '1', 'P'],
    ['MAN', 'GM', '00340063810000000014'],
    ['HL', '3', '2', 'I'],
    ['LIN', '', 'EN', '4006381333932', 'UK', '04006381333931', 'UP', '4006381333931', 'VN', '77'],
    ['SN1', '', '1', 'EA'],
  ]);
  expect(faults.map((fault) => fault.slice(0, 40))).toEqual([
    'N14: "4006381333925" is no GLN (13 digit',
    'MAN2: "00340063810000000014" is no SSCC ',
    'LIN3: "4006381333932" is no GTIN-13 with',
    'LIN7: "4006381333931" is no GTIN-12 with',
  ]);
});

test.each([
  ['the sum of the quantities', '15.5', true],
  ['the sum of the digits, by the letter of X12', '47', true],
  ['only the end of the sum', '5.5', false],
  ['another number', '16', false],
])('a hash total that is %s', (_, hash, isRight) => {
  const text = orderText().replace('CTT*2', `CTT*2*${hash}`);
  expect(issuesOf(decode(bytesOf(text), balances)).length === 0).toBe(isRight);
});

test.each<[string, WireSegment[], boolean]>([
  ['of its lines', [['TDS', '2849']], true],
  [
    'less an allowance, plus freight and tax',
    [
      ['TDS', '3249'],
      ['TXI', 'ST', '2'],
      ['SAC', 'A', 'C310', '', '', '300'],
      ['SAC', 'C', 'D240', '', '', '500'],
    ],
    true,
  ],
  [
    'of lines and charges that it only explains',
    [
      ['TDS', '2849'],
      ['SAC', 'C', 'D240', '', '', '500', '', '', '', '', '', '', '15'],
    ],
    true,
  ],
  ['of a credit memo with the other sign', [['TDS', '-2849']], true],
  [
    'with a charge in percent, of which nothing can be said',
    [
      ['TDS', '9999'],
      ['SAC', 'C', 'D240', '', '', '', '3', '5'],
    ],
    true,
  ],
  ['that is something else', [['TDS', '2949']], false],
])('the total of an invoice %s', (_, summary, isRight) => {
  const faults = faultsOf('810', [
    ['BIG', '20261102', 'INV-1'],
    ['IT1', '1', '10', 'EA', '1.25'],
    ['IT1', '2', '3', 'EA', '5.33', 'PE'],
    ...summary,
    ['CTT', '2'],
  ]);
  expect(faults.length === 0).toBe(isRight);
});

test('the totals of a warehouse are those of its lines, those of a carrier the sum of its charges', () => {
  const order = (total: string): WireSegment[] => [
    ['W05', 'N', 'WO-1'],
    ['LX', '1'],
    ['W01', '10.5', 'CA', '', 'VN', 'A'],
    ['LX', '2'],
    ['W01', '2', 'CA', '', 'VN', 'B'],
    ['W76', total],
  ];
  const invoice = (due: string): WireSegment[] => [
    ['B3', '', '4711', '', 'PP', '', '20261107', due, '', '', '', 'FAST'],
    ['LX', '1'],
    ['L1', '1', '', '', '5165'],
    ['LX', '2'],
    ['L1', '2', '', '', '-165'],
  ];
  expect([faultsOf('940', order('12.5')), faultsOf('210', invoice('5000'))]).toEqual([[], []]);
  expect(faultsOf('940', order('13'))).toEqual(['W761: W7601 says a total of 13, the W0101 add up to 12.5']);
  expect(faultsOf('210', invoice('5165'))).toEqual([
    'B37: B307 says a total of 51.65, the L104 add up to 50',
  ]);
});
