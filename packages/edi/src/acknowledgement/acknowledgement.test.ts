import { expect, test } from 'vitest';
import { decode, messagesOf } from '../decode.ts';
import { encodeX12 } from '../encode.ts';
import type { Group } from '../interchange.ts';
import { bytesOf, envelope, orderText } from '../samples.ts';
import { x12Delimiters } from '../syntax/dialect.ts';
import { read997, read999 } from './read-functional.ts';
import { write997, write999 } from './write-functional.ts';
import { writeTa1 } from './write-ta1.ts';

const groupOf = (text: string): Group => {
  const group = decode(bytesOf(text)).interchanges[0]?.groups[0];
  if (group === undefined) throw new Error('the sample has a group');
  return group;
};

const write = { '997': write997, '999': write999 };
const read = { '997': read997, '999': read999 };

/** Writes the acknowledgement of a group, sends it back over the wire and reads what it says. */
const answerTo = (text: string, version = '004010', set: '997' | '999' = '997') => {
  const written = write[set](groupOf(text), { version, delimiters: x12Delimiters });
  const { bytes, issues } = encodeX12({
    envelope: { ...envelope, version },
    reference: 1,
    sentOn: '20261102',
    sentTime: '0900',
    groups: [
      {
        type: 'FA',
        reference: 1,
        messages: [{ type: set, reference: 1, segments: written?.segments ?? [] }],
      },
    ],
  });
  expect(issues).toEqual([]);
  const [message] = messagesOf(decode(bytes ?? new Uint8Array()));
  return message === undefined ? undefined : read[set](message);
};

test.each(['004010', '005010'])(
  'a good group is acknowledged, and the answer can be read (%s)',
  (version) => {
    expect(answerTo(orderText({ version }), version)).toEqual({
      groupType: 'PO',
      groupReference: '7',
      status: 'accepted',
      includedCount: 1,
      receivedCount: 1,
      acceptedCount: 1,
      codes: [],
      messages: [{ type: '850', reference: '0001', status: 'accepted', codes: [], faults: [] }],
    });
  },
);

test('a refused set is answered with segment, element, code and the wrong text', () => {
  const answer = answerTo(orderText().replace('20261109', '20260231').replace('CTT*2', 'XYZ*2'));
  expect(answer).toMatchObject({ status: 'rejected', acceptedCount: 0, receivedCount: 1 });
  expect(answer?.messages[0]).toMatchObject({ status: 'rejected', codes: [{ code: '5' }] });
  expect(answer?.messages[0]?.faults).toEqual([
    {
      segment: 'DTM',
      segmentIndex: 4,
      element: 2,
      component: undefined,
      code: '8',
      meaning: 'the date is wrong',
      value: '20260231',
    },
    { segment: 'XYZ', segmentIndex: 11, code: '1', meaning: 'the segment is not known' },
  ]);
});

test('of two sets one may be accepted and the other refused', () => {
  const text = orderText();
  const set = text.slice(text.indexOf('ST*'), text.indexOf('GE*'));
  const bad = set.replaceAll('0001', '0002').replace('SE*12', 'SE*99');
  const answer = answerTo(text.replace(set, set + bad).replace('GE*1', 'GE*2'));
  expect(answer).toMatchObject({ status: 'partly-accepted', receivedCount: 2, acceptedCount: 1 });
  expect(answer?.messages.map(({ status }) => status)).toEqual(['accepted', 'rejected']);
  expect(answer?.messages[1]?.codes).toEqual([{ code: '4', meaning: 'the number of segments is wrong' }]);
});

test('a group with a wrong count is refused as a whole', () => {
  const answer = answerTo(orderText().replace('GE*1*7', 'GE*3*7'));
  expect(answer).toMatchObject({
    status: 'rejected',
    includedCount: 3,
    receivedCount: 1,
    codes: [{ code: '5' }],
  });
});

test('a 999 says the same as a 997, and names the line that a fault is in', () => {
  const bad = orderText({ version: '005010' }).replace('PO1*2*3.5', 'PO1*2*a few').replace('CTT*2', 'XYZ*2');
  const plain = answerTo(bad, '005010', '997');
  expect(plain?.messages[0]?.faults).toHaveLength(2);
  expect(answerTo(bad, '005010', '999')).toEqual(plain);
  const written = write999(groupOf(bad), { version: '005010', delimiters: x12Delimiters });
  expect(written?.segments.slice(1, 5)).toEqual([
    ['AK2', '850', '0001'],
    ['IK3', 'PO1', '10', '', '8'],
    ['CTX', ['PO101', '2']],
    ['IK4', ['2'], '380', '6', 'a few'],
  ]);
});

test('wrong text that would break the answer is left out of it', () => {
  const answer = answerTo(
    orderText({ delimiters: { element: '|', component: '<', segment: '}' } }).replace('20261109', '2026*~11'),
  );
  expect(answer?.messages[0]?.faults[0]).toMatchObject({ segment: 'DTM', element: 2, value: undefined });
});

test('an acknowledgement is never acknowledged', () => {
  const text = orderText().replace('GS*PO', 'GS*FA');
  expect(write997(groupOf(text), { version: '004010', delimiters: x12Delimiters })).toBeUndefined();
});

test.each([
  ['a good interchange is received', (text: string) => text, ['A', '000']],
  [
    'one with a wrong end is refused',
    (text: string) => text.replace('IEA*1*000000042', 'IEA*1*43'),
    ['R', '001'],
  ],
  ['one that was cut off is refused', (text: string) => text.slice(0, text.indexOf('IEA')), ['R', '023']],
])('by TA1 %s', (_, spoil, [letter, note]) => {
  const [interchange] = decode(bytesOf(spoil(orderText()))).interchanges;
  const answer = interchange === undefined ? undefined : writeTa1(interchange);
  expect(answer).toEqual(['TA1', '000000042', '261102', '0815', letter, note]);
  const { bytes, issues } = encodeX12({
    envelope,
    reference: 9,
    sentOn: '20261102',
    sentTime: '0900',
    groups: [],
    technicalAcknowledgements: answer === undefined ? [] : [answer],
  });
  expect(issues).toEqual([]);
  const [read] = decode(bytes ?? new Uint8Array()).interchanges;
  expect(read?.technicalAcknowledgements[0]?.value(1)).toBe('000000042');
  expect(read === undefined ? 'nothing' : writeTa1(read)).toBeUndefined();
});
