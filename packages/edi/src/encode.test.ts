import { expect, test } from 'vitest';
import { encodeX12, writeX12 } from './encode.ts';
import { envelope, order, orderSegments, orderText } from './samples.ts';

test('the ISA has its fixed width, and the repetition separator only from 00402 on', () => {
  expect(orderText().indexOf('~')).toBe(105);
  expect(orderText().slice(82, 83)).toBe('U');
  expect(orderText({ version: '005010' }).slice(82, 89)).toBe('^*00501');
});

test('a value that holds a delimiter is refused with its place', () => {
  const { bytes, issues } = order([...orderSegments.slice(0, 7), ['PID', 'F', '', '', '', '2*3 pieces']]);
  expect(bytes).toBeUndefined();
  expect(issues[0]).toMatchObject({
    code: 'value-holds-delimiter',
    value: '2*3 pieces',
    place: { message: '0001', segment: 'PID', segmentIndex: 9, element: 5 },
  });
});

test('a value that is too long, or outside of the character set, is refused', () => {
  const [beginning, ...rest] = orderSegments;
  const long = order([['BEG', '00', 'SA', '4'.repeat(23), '', '20261102'], ...rest]);
  expect(long).toMatchObject({
    bytes: undefined,
    issues: [{ code: 'element-too-long', place: { segment: 'BEG', element: 3 } }],
  });
  const foreign = order([beginning ?? ['BEG'], ['N1', 'BY', 'Łódź'], ...rest]);
  expect(foreign).toMatchObject({ bytes: undefined, issues: [{ code: 'element-characters' }] });
});

test('an id that does not fit the ISA is refused', () => {
  const { bytes, issues } = order(orderSegments, { sender: { qualifier: 'ZZ', id: 'A'.repeat(16) } });
  expect(bytes).toBeUndefined();
  expect(issues[0]?.message).toMatch(/ISA06/);
});

test('trailing empty elements are not sent', () => {
  const text = Buffer.from(
    order([...orderSegments.slice(0, 9), ['CTT', '2', '', '']]).bytes ?? [],
  ).toString();
  expect(text).toContain('CTT*2~');
});

test('an interchange may hold several groups and sets, and its counts are computed', () => {
  const message = { type: '850', segments: orderSegments };
  const { bytes } = encodeX12({
    envelope,
    reference: 1,
    sentOn: '20261102',
    sentTime: '0815',
    groups: [
      {
        type: 'PO',
        reference: 1,
        messages: [
          { ...message, reference: 1 },
          { ...message, reference: 2 },
        ],
      },
      { type: 'PO', reference: 2, messages: [{ ...message, reference: 1 }] },
    ],
  });
  const text = Buffer.from(bytes ?? []).toString();
  expect(text.match(/GE\*\d+/g)).toEqual(['GE*2', 'GE*1']);
  expect(text).toContain('IEA*2*000000001');
});

test('what is only written has the bytes that are read back, and refuses what cannot be written', () => {
  const interchange = (name: string) => ({
    envelope,
    reference: 42,
    sentOn: '20261102',
    sentTime: '0815',
    groups: [
      {
        type: 'PO',
        reference: 7,
        messages: [
          {
            type: '850',
            reference: 1,
            segments: orderSegments.map((segment, at) =>
              at === 3 ? (['N1', 'BY', name, 'UL', '4006381333924'] as const) : segment,
            ),
          },
        ],
      },
    ],
  });
  const written = writeX12(interchange('North Retail'));
  expect(written).toEqual(encodeX12(interchange('North Retail')));
  expect(written.bytes).toBeDefined();
  expect(writeX12(interchange('North*Retail'))).toMatchObject({
    bytes: undefined,
    issues: [{ code: 'value-holds-delimiter', place: { segment: 'N1', element: 2 } }],
  });
});
