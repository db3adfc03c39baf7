import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, messagesOf } from '../decode.ts';
import { encodeX12 } from '../encode.ts';
import { encodeEdifact } from '../encode-edifact.ts';
import type { Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import { envelope } from '../samples.ts';
import { x12Delimiters } from '../syntax/dialect.ts';
import type { ApplicationAdvice } from './advice.ts';
import { read824 } from './read-824.ts';
import { readAperak } from './read-aperak.ts';
import { readTa1 } from './read-ta1.ts';
import { write824 } from './write-824.ts';
import { writeAperak } from './write-aperak.ts';

const sending = { sentOn: '20261102', sentTime: '0900' };

function through824(advice: ApplicationAdvice, version: string): ApplicationAdvice[] | undefined {
  const segments = write824([advice], { delimiters: x12Delimiters });
  const { bytes, issues } = encodeX12({
    envelope: { ...envelope, version },
    reference: 1,
    ...sending,
    groups: [{ type: 'AG', reference: 1, messages: [{ type: '824', reference: 1, segments }] }],
  });
  expect(issues).toEqual([]);
  return read824(messagesOf(decode(bytes ?? new Uint8Array()))[0] as Message);
}

function throughAperak(advice: ApplicationAdvice, version: string): ApplicationAdvice | undefined {
  const { bytes, issues } = encodeEdifact({
    envelope: {
      sender: envelope.sender,
      receiver: envelope.receiver,
      syntax: { level: 'UNOC', version: 3 },
      version,
      isTest: true,
    },
    reference: '1',
    ...sending,
    content: { messages: [{ type: 'APERAK', reference: '1', segments: writeAperak(advice) }] },
  });
  expect(issues).toEqual([]);
  return readAperak(messagesOf(decode(bytes ?? new Uint8Array()))[0] as Message);
}

const words = fc
  .array(fc.stringMatching(/^[A-Za-z0-9äß.,()]{1,20}$/), { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(' '));

const anyIssue = (message: string, group: string): fc.Arbitrary<Issue> =>
  fc.record({
    code: fc.constantFrom('value-missing', 'document-invalid', 'balance-wrong', 'hierarchy-wrong'),
    severity: fc.constant('error' as const),
    message: words,
    place: fc.record({
      group: fc.constant(group),
      message: fc.constant(message),
      segment: fc.constantFrom('PO1', 'DTM'),
      segmentIndex: fc.integer({ min: 1, max: 999 }),
      element: fc.integer({ min: 1, max: 30 }),
      component: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      offset: fc.constant(0),
    }),
    value: fc.option(fc.stringMatching(/^[A-Z0-9]{1,30}$/), { nil: undefined }),
    elementNumber: fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined }),
  });

const adviceOf = (issues: Issue[]): ApplicationAdvice => ({
  reference: 'A-1',
  givenOn: '20261102',
  status: 'rejected',
  about: {
    type: '850',
    messageReference: '0007',
    groupReference: '42',
    businessReference: '4711',
    businessQualifier: 'PO',
  },
  issues,
});

test.each(['004010', '005010'])('reasons that go out as an 824 come back as they were (%s)', (version) => {
  fc.assert(
    fc.property(fc.array(anyIssue('0007', '42'), { maxLength: 5 }), (issues) => {
      expect(through824(adviceOf(issues), version)).toEqual([adviceOf(issues)]);
    }),
    { numRuns: 60 },
  );
});

test.each(['D.96A', 'D.01B'])(
  'reasons that go out as an APERAK come back with their places in words (%s)',
  (version) => {
    const issue: Issue = {
      code: 'value-missing',
      severity: 'error',
      message: 'QTY01-2: the ordered quantity is missing: send a QTY with it',
      place: {
        interchange: '17',
        message: '7',
        segment: 'QTY',
        segmentIndex: 9,
        element: 1,
        component: 2,
        offset: 812,
      },
    };
    const advice = {
      ...adviceOf([issue]),
      about: { messageReference: '7', businessReference: '4711', businessQualifier: 'ON' },
    };
    expect(throughAperak(advice, version)).toEqual({
      ...advice,
      issues: [
        {
          code: 'value-missing',
          severity: 'error',
          message:
            'QTY01-2: the ordered quantity is missing: send a QTY with it (segment 9 (QTY), element 1, component 2)',
          place: { message: '7', offset: 0 },
        },
      ],
    });
  },
);

test.each<ApplicationAdvice['status']>([
  'accepted',
  'accepted-with-errors',
  'accepted-with-changes',
  'rejected',
])('the verdict "%s" comes back in both dialects', (status) => {
  const issue: Issue = {
    code: 'document-invalid',
    severity: 'warning',
    message: 'late order',
    place: { offset: 0 },
  };
  const advice = { ...adviceOf(status === 'accepted' ? [] : [issue]), status };
  expect(through824(advice, '004010')?.[0]?.status).toBe(status);
  expect(throughAperak(advice, 'D.96A')?.status).toBe(status);
});

test('separators in a reason are left out, and a wrong value that holds one is not repeated', () => {
  const issue: Issue = {
    code: 'document-invalid',
    severity: 'error',
    message: 'PID05 holds "*" and \u0141',
    place: { segment: 'PID', segmentIndex: 4, element: 5, offset: 90 },
    value: '2*3',
  };
  const [read] = through824(adviceOf([issue]), '004010') ?? [];
  expect(read?.issues[0]).toMatchObject({ message: 'PID05 holds " " and', value: undefined });
});

test('a reason longer than the five lines of an APERAK is cut, not refused', () => {
  const message = 'x'.repeat(900);
  const advice = adviceOf([{ code: 'document-invalid', severity: 'error', message, place: { offset: 0 } }]);
  expect(throughAperak(advice, 'D.96A')?.issues[0]?.message.replaceAll(' ', '')).toBe('x'.repeat(350));
});

test('a TA1 says in words what became of an interchange of ours', () => {
  const isa = `ISA*00*          *00*          *ZZ*MILL           *ZZ*NORTH          *261102*0815*U*00401*000000009*0*T*>~`;
  const ta1 = (fields: string) =>
    decode(Buffer.from(`${isa}TA1*${fields}~IEA*0*000000009~`)).interchanges[0]?.technicalAcknowledgements[0];
  const read = (fields: string) => {
    const segment = ta1(fields);
    return segment === undefined ? undefined : readTa1(segment);
  };
  expect(read('000000042*261101*0900*R*025')).toEqual({
    reference: '000000042',
    sentOn: '261101',
    sentTime: '0900',
    status: 'rejected',
    code: '025',
    meaning: 'the control number of the interchange came before',
  });
  expect(read('42*261101*0900*A*000')).toMatchObject({ reference: '000000042', status: 'accepted' });
  expect(read('000000042*261101*0900*Q*000')).toBeUndefined();
});
