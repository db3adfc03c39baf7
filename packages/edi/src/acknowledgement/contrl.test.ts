import { expect, test } from 'vitest';
import { decode, messagesOf } from '../decode.ts';
import { encodeEdifact } from '../encode-edifact.ts';
import type { Interchange } from '../interchange.ts';
import { bytesOf, orderText } from '../samples.ts';
import { readContrl } from './read-contrl.ts';
import { writeContrl } from './write-contrl.ts';

const message = (reference: string, line = "LIN+1++4006381333931:EN'QTY+21:12'"): string =>
  `UNH+${reference}+ORDERS:D:96A:UN:EAN008'BGM+220+4711+9'DTM+137:20261102:102'${line}UNS+S'UNT+${4 + line.split("'").length}+${reference}'`;
const interchange = (body: string, count = 1): string =>
  `UNB+UNOC:3+4006381333924:14+NORTH:ZZ+261102:0815+17'${body}UNZ+${count}+17'`;

const interchangeOf = (text: string): Interchange => {
  const [read] = decode(bytesOf(text)).interchanges;
  if (read === undefined) throw new Error('the sample has an interchange');
  return read;
};

/** Writes the CONTRL for an interchange, sends it over the wire and reads what it says. */
const answerTo = (text: string) => {
  const written = writeContrl(interchangeOf(text));
  if (written === undefined) return undefined;
  const { bytes, issues } = encodeEdifact({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'NORTH' },
      receiver: { qualifier: '14', id: '4006381333924' },
      syntax: { level: 'UNOC', version: 3 },
      version: 'D.3',
      association: 'EAN002',
      isTest: true,
    },
    reference: '1',
    sentOn: '20261102',
    sentTime: '0900',
    content: { messages: [{ type: 'CONTRL', reference: '1', segments: written.segments }] },
  });
  expect(issues).toEqual([]);
  const [answer] = messagesOf(decode(bytes ?? new Uint8Array()));
  return answer === undefined ? undefined : readContrl(answer);
};

test('a good interchange is acknowledged with everything in it', () => {
  expect(answerTo(interchange(message('1')))).toEqual({
    interchangeReference: '17',
    sender: { id: '4006381333924', qualifier: '14' },
    receiver: { id: 'NORTH', qualifier: 'ZZ' },
    status: 'accepted',
    codes: [],
    groups: [],
    messages: [],
  });
});

test('a refused message is named with segment, element, component and reason; the good one is not named', () => {
  const bad = message('2', "LIN+1++4006381333931:EN'QTY+21:dozen'XYZ+1'");
  const answer = answerTo(interchange(message('1') + bad, 2));
  expect(answer).toMatchObject({ status: 'accepted' });
  expect(answer?.messages).toEqual([
    {
      type: 'ORDERS',
      reference: '2',
      status: 'rejected',
      codes: [],
      faults: [
        {
          segment: '',
          segmentIndex: 5,
          element: 1,
          component: 2,
          code: '37',
          meaning: 'letters stand where numbers must, or the reverse',
        },
        { segment: '', segmentIndex: 6, code: '15', meaning: 'it is not supported at this place' },
      ],
    },
  ]);
  expect(writeContrl(interchangeOf(interchange(message('1') + bad, 2)))?.status).toBe('partly-accepted');
});

test('a wrong count at the end of a message is a fault of its UNT', () => {
  const text = interchange(message('1').replace('UNT+7', 'UNT+9'));
  expect(writeContrl(interchangeOf(text))?.segments[1]).toEqual([
    'UCM',
    '1',
    ['ORDERS', 'D', '96A', 'UN', 'EAN008'],
    ...['4', '29', 'UNT', ['2']],
  ]);
  expect(answerTo(text)?.messages[0]?.codes).toEqual([
    { code: '29', meaning: 'the number at the end is wrong' },
  ]);
});

test.each([
  ['a wrong count', interchange(message('1'), 2), '29'],
  ['another reference at its end', interchange(message('1')).replace('UNZ+1+17', 'UNZ+1+18'), '28'],
  ['no end', interchange(message('1')).replace(/UNZ.*/, ''), '13'],
])('an interchange with %s is rejected as a whole', (_, text, code) => {
  expect(answerTo(text)).toMatchObject({ status: 'rejected', codes: [{ code }], messages: [] });
});

test('groups are answered one by one', () => {
  const group = (reference: string, body: string): string =>
    `UNG+ORDERS+A+B+261102:0815+${reference}+UN+D:96A'${body}UNE+1+${reference}'`;
  const text = interchange(
    group('5', message('1')) +
      group('6', message('1', "LIN+1'QTY+21:dozen'")) +
      group('7', message('1')).replace('UNE+1', 'UNE+3'),
    3,
  );
  const answer = answerTo(text);
  expect(answer?.groups.map(({ reference, status, codes }) => [reference, status, codes[0]?.code])).toEqual([
    ['5', 'accepted', undefined],
    ['6', 'accepted', undefined],
    ['7', 'rejected', '29'],
  ]);
  expect(answer?.messages).toMatchObject([{ reference: '1', status: 'rejected' }]);
});

test('a CONTRL is never answered, nor is an interchange of X12', () => {
  const written = writeContrl(interchangeOf(interchange(message('1'))));
  expect(written?.segments[0]?.[0]).toBe('UCI');
  const control = "UNH+1+CONTRL:2:2:UN'UCI+17+A:14+B:14+7'UNT+3+1'";
  expect(writeContrl(interchangeOf(interchange(control)))).toBeUndefined();
  expect(writeContrl(interchangeOf(orderText()))).toBeUndefined();
});
