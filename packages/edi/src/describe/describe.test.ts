import { expect, test } from 'vitest';
import { decode, messagesOf } from '../decode.ts';
import { businessNumbersOf } from './business-numbers.ts';
import { type DescribedSegment, describeInterchange } from './describe.ts';

const x12 = [
  'ISA*00*          *00*          *ZZ*MILLFOODS      *14*4006381333924  *261122*0900*U*00401*000000007*0*T*>',
  'GS*SH*MILLFOODS*4006381333924*20261122*0900*7*X*004010',
  'ST*856*0001',
  'BSN*00*SHIP-77*20261122*0900',
  'HL*1**S',
  'HL*2*1*O',
  'PRF*PO-4711',
  'HL*3*2*P',
  'MAN*GM*00340123450000000018',
  'SE*7*0001',
  'GE*1*7',
  'IEA*1*000000007',
].join('~\n');
const edifact =
  "UNB+UNOC:3+4006381333924:14+4012345000009:14+261122:0900+12'UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+PO-?+12+9'" +
  "DTM+137:20261122:102'NAD+BY+4006381333924::9'LIN+1++4006381333931:EN'QTY+21:12'UNS+S'UNT+8+1'UNZ+1+12'";

function describe(text: string): { rows: DescribedSegment[]; at(start: number, end: number): string } {
  const [interchange] = decode(Buffer.from(text)).interchanges;
  if (interchange === undefined) throw new Error('the sample is readable');
  return { rows: describeInterchange(interchange), at: (start, end) => text.slice(start, end) };
}

test('segments and values have their names, codes their meaning, loops their depth', () => {
  const { rows } = describe(x12);
  const beginning = rows.find(({ tag }) => tag === 'BSN');
  expect(beginning).toMatchObject({ name: 'ship notice', index: 2, depth: 2 });
  const [purpose, shipment] = beginning?.elements ?? [];
  expect(purpose).toMatchObject({ position: 1, value: '00', meaning: 'original' });
  expect(shipment).toMatchObject({ position: 2, value: 'SHIP-77', meaning: undefined });
  const levels = rows.filter(({ tag }) => tag === 'HL');
  expect(levels.map(({ elements }) => elements.at(-1)?.meaning)).toEqual(['shipment', 'order', 'pack']);
  const reference = rows.find(({ tag }) => tag === 'PRF');
  expect(reference?.depth).toBeGreaterThan(levels[1]?.depth ?? 99);
});

test('every value names exactly the bytes in which it stands', () => {
  for (const text of [x12, edifact]) {
    const { rows, at } = describe(text);
    expect(rows.length).toBeGreaterThan(8);
    for (const { tag, start, end, elements } of rows) {
      expect(at(start, end).startsWith(tag)).toBe(true);
      for (const { value, start: from, end: to } of elements) {
        expect(at(from, to).replaceAll('?+', '+').trim()).toBe(value.trim());
      }
    }
  }
});

test('components of a composite are told one by one', () => {
  const { rows } = describe(edifact);
  const date = rows.find(({ tag }) => tag === 'DTM');
  expect(date?.elements.map(({ component, value, meaning }) => [component, value, meaning])).toEqual([
    [1, '137', 'date of the message'],
    [2, '20261122', undefined],
    [3, '102', 'CCYYMMDD'],
  ]);
});

test('a message is found by the numbers of its order, shipment and pallet', () => {
  const numbersIn = (text: string) => messagesOf(decode(Buffer.from(text))).flatMap(businessNumbersOf);
  expect(numbersIn(x12)).toEqual([
    { kind: 'shipment', number: 'SHIP-77' },
    { kind: 'order', number: 'PO-4711' },
    { kind: 'sscc', number: '340123450000000018' },
  ]);
  expect(numbersIn(edifact)).toEqual([{ kind: 'order', number: 'PO-+12' }]);
});
