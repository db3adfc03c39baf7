import { expect, test } from 'vitest';
import { decode, messagesOf } from '../decode.ts';
import type { IssueCode } from '../issue.ts';
import { bytesOf } from '../samples.ts';
import { standardSchemas } from './standard-schemas.ts';

const messages = [
  ...['ORDERS', 'ORDCHG', 'ORDRSP', 'DELFOR', 'DELJIT', 'SLSRPT', 'SLSFCT', 'INVRPT', 'DESADV', 'RECADV'],
  ...['INVOIC', 'REMADV', 'IFTMIN', 'IFTMBF', 'IFTMBC', 'IFTSTA', 'PRICAT', 'APERAK', 'CONTRL'],
];

test.each(messages)('%s is described in D.96A and in D.01B', (type) => {
  for (const version of ['D.96A', 'D.01B']) {
    expect(standardSchemas(type, version)).toMatchObject({ type, root: { nodes: expect.any(Array) } });
  }
});

test('returns exist in D.96A as EANCOM messages only', () => {
  expect(standardSchemas('RETANN', 'D.96A')).toBe('unknown-version');
  expect(standardSchemas('RETANN', 'D.96A', 'EAN004')).toMatchObject({ type: 'RETANN', version: 'D.96A' });
  expect(standardSchemas('RETINS', 'D.01B')).toMatchObject({ type: 'RETINS' });
});

test('a CONTRL belongs to the syntax and is described whatever directory it names', () => {
  expect(standardSchemas('CONTRL', '2.2')).toMatchObject({ type: 'CONTRL' });
  expect(standardSchemas('CONTRL', 'D.3', 'EAN002')).toMatchObject({ type: 'CONTRL' });
});

const interchangeOf = (about: string, body: string): Uint8Array => {
  const count = body.split("'").length - 1 + 2;
  return bytesOf(`UNB+UNOC:3+A:14+B:14+261102:0815+17'UNH+1+${about}'${body}UNT+${count}+1'UNZ+1+17'`);
};

const errorsOf = (about: string, body: string): [IssueCode, string][] =>
  messagesOf(decode(interchangeOf(about, body))).flatMap(({ issues }) =>
    issues.map(({ code, message }): [IssueCode, string] => [code, message]),
  );

const order = (line: string, head = ''): string =>
  `BGM+220+4711+9'DTM+137:20261102:102'${head}NAD+BY+4006381333924::9'${line}UNS+S'CNT+2:1'`;

test('an order with its groups is accepted, and each group holds what belongs to it', () => {
  const line =
    "LIN+1++4006381333931:EN'PIA+1+77:IN'QTY+21:12'PRI+AAA:1,99'LIN+2++4006381333931:EN'QTY+21:3.5:KGM'";
  const [message] = messagesOf(decode(interchangeOf('ORDERS:D:96A:UN:EAN008', order(line))));
  expect(message?.issues).toEqual([]);
  const lines = message?.root?.loops('LIN') ?? [];
  expect(lines.map((loop) => loop.first('QTY')?.segment.component(1, 2))).toEqual(['12', '3.5']);
  expect(lines[0]?.loops('PRI')[0]?.first('PRI')?.segment.component(1, 2)).toBe('1,99');
});

test.each<[string, string, string, IssueCode, RegExp]>([
  ['a group out of order', "TAX+7+VAT'", "LIN+1'", 'segment-out-of-order', /^NAD belongs to the ORDERS/],
  ['a segment of another message', '', "UNK+1'", 'segment-unknown', /"UNK" is no segment/],
  ['a missing mandatory component', '', "LIN+1'QTY+21'", 'element-missing', /^QTY01: the quantity is/],
  ['a number that is none', '', "LIN+1'QTY+21:dozen'", 'element-characters', /^QTY01: the quantity must be/],
  ['a number that is too long', '', "LIN+1'QTY+21:1234567890123456'", 'element-too-long', /at most 15/],
  ['too many components', '', "LIN+1'QTY+21:1:PCE:9'", 'component-too-many', /at most 3 are allowed/],
  ['too many elements', '', "LIN+1'QTY+21:1+9'", 'element-too-many', /QTY has at most 1 elements/],
  ['a missing mandatory element', '', "LIN+1'PIA++77:IN'", 'element-missing', /^PIA01 \(function of/],
  ['a group that comes too often', '', "CUX+2:EUR:9'".repeat(6), 'loop-too-often', /at most 5 times/],
])('%s is refused', (_, head, line, code, why) => {
  const errors = errorsOf('ORDERS:D:96A:UN', order(line, head));
  expect(errors.map(([found]) => found)).toContain(code);
  expect(errors.find(([found]) => found === code)?.[1]).toMatch(why);
});

test('the issue names element, component and byte', () => {
  const bytes = interchangeOf('ORDERS:D:96A:UN', order("LIN+1'QTY+21:dozen'"));
  const [issue] = messagesOf(decode(bytes)).flatMap(({ issues }) => issues);
  expect(issue?.place).toMatchObject({ segment: 'QTY', segmentIndex: 6, element: 1, component: 2 });
  expect(Buffer.from(bytes).toString('latin1', issue?.place.offset).slice(0, 5)).toBe('dozen');
});

test('the directories differ where they differ', () => {
  const inventory = (body: string): string =>
    `BGM+35+1+9'DTM+137:20261102:102'LIN+1++4006381333931:EN'${body}`;
  expect(errorsOf('INVRPT:D:96A:UN:EAN008', inventory("QTY+145:5'INV+2'"))).toEqual([]);
  expect(errorsOf('INVRPT:D:01B:UN:EAN008', inventory("INV+2'QTY+145:5'"))).toEqual([]);
  expect(errorsOf('INVRPT:D:96A:UN:EAN008', inventory("INV+2'QTY+145:5'"))).not.toEqual([]);
  const numbered = `BGM+220+4711:1+9'DTM+137:20261102:102'UNS+S'`;
  expect(errorsOf('ORDERS:D:01B:UN', numbered)).toEqual([]);
  expect(errorsOf('ORDERS:D:96A:UN', numbered)).not.toEqual([]);
});

test('a delivery schedule of D.96A may go by place or by item', () => {
  const schedule = (body: string): string => `BGM+241+1+9'DTM+137:20261102:102'UNS+D'${body}UNS+S'`;
  const byPlace = "NAD+CN+4006381333924::9'LIN+1++4006381333931:EN'QTY+113:5'SCC+1'DTM+2:20261109:102'";
  const byItem = "LIN+1++4006381333931:EN'NAD+CN+4006381333924::9'QTY+113:5'SCC+4'DTM+2:20261109:102'";
  expect(errorsOf('DELFOR:D:96A:UN:EAN003', schedule(byPlace))).toEqual([]);
  expect(errorsOf('DELFOR:D:96A:UN:EAN003', schedule(byItem))).toEqual([]);
});
