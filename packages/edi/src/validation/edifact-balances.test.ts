import { expect, test } from 'vitest';
import { decode, issuesOf } from '../decode.ts';
import { bytesOf } from '../samples.ts';

/** What does not add up in a message, as sentences. */
function faultsOf(type: string, body: string): string[] {
  const count = body.split("'").length + 1;
  const text = `UNB+UNOC:3+A:14+B:14+261102:0815+17'UNH+1+${type}:D:96A:UN:EAN008'${body}UNT+${count}+1'UNZ+1+17'`;
  return issuesOf(decode(bytesOf(text), { levels: { balances: 'error' } })).map(({ message }) => message);
}

const head = "DTM+137:20261102:102'";
const line = "LIN+1++4006381333931:EN'QTY+12:10'QTY+21:12'";

test.each([
  ['CNT+2:1', true],
  ['CNT+2:2', false],
  ['CNT+1:22', true],
  ['CNT+1:10', true],
  ['CNT+1:11', false],
])('the control total %s of a ship notice with one line', (total, isRight) => {
  const faults = faultsOf('DESADV', `BGM+351+1+9'${head}CPS+1'${line}${total}'`);
  expect(faults.length === 0).toBe(isRight);
});

test('packages are counted, the outer ones alone or all of them', () => {
  const notice = (total: number): string =>
    `BGM+351+1+9'${head}CPS+1'PAC+2++201'CPS+2+1'PAC+6++CT'${line}CNT+11:${total}'`;
  expect(faultsOf('DESADV', notice(2))).toEqual([]);
  expect(faultsOf('DESADV', notice(8))).toEqual([]);
  expect(faultsOf('DESADV', notice(6))).toEqual(['CNT says 6 packages, the PAC make 8']);
});

test('the tree of packages: numbers once, parents first', () => {
  const tree = `BGM+351+1+9'${head}CPS+1'CPS+2+1'CPS+2+3'${line}`;
  expect(faultsOf('DESADV', tree)).toEqual([
    'the package 2 came before',
    'there is no package 3 before this one',
  ]);
});

test('check digits of items, parties, places and pallets', () => {
  const faults = faultsOf(
    'DESADV',
    `BGM+351+1+9'${head}NAD+SU+4006381333925::9'CPS+1'PAC+1++201'PCI+33E'GIN+BJ+340063810000000014'LIN+1++4006381333932:EN'PIA+1+77:IN'LOC+7+4006381333925::9'`,
  );
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
    '"4006381333925"',
    '"340063810000000014"',
    '"4006381333932"',
    '"4006381333925"',
  ]);
});

const invoice = (sums: string, lineAmount = '16'): string =>
  `BGM+380+1+9'${head}LIN+1++4006381333931:EN'QTY+47:10'MOA+203:12,5'PRI+AAA:1.25'LIN+2++4006381333931:EN'QTY+47:3'MOA+203:${lineAmount}'PRI+AAA:533.3333:::100'UNS+S'${sums}`;

test.each([
  ["MOA+79:28.50'", '16', []],
  ["MOA+79:29.50'", '16', ['the sum of lines (79) is 29.5, the lines make 28.5']],
  ["MOA+77:33.92'MOA+125:28.5'MOA+124:5.42'", '16', []],
  [
    "MOA+77:34'MOA+125:28.5'MOA+124:5.42'",
    '16',
    ['the invoice amount (77) is 34, taxable amount and taxes make 33.92'],
  ],
  ["MOA+79:29.50'", '17', ['the line amount (203) is 17, quantity × price is 15.999999']],
])('the sums %s of an invoice', (sums, lineAmount, faults) => {
  expect(faultsOf('INVOIC', invoice(sums, lineAmount))).toEqual(faults);
});
