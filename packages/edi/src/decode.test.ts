import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInterchange } from './check-interchange.ts';
import { decode, issuesOf, messagesOf } from './decode.ts';
import { InterchangeReader } from './interchange-reader.ts';
import type { IssueCode } from './issue.ts';
import { bytesOf, order, orderText } from './samples.ts';

const errorsOf = (text: string): [IssueCode, string, number][] =>
  issuesOf(decode(bytesOf(text)))
    .filter((issue) => issue.severity === 'error')
    .map(({ code, place }) => [code, place.segment ?? '', place.element ?? 0]);

test('a good order is accepted and written back byte for byte', () => {
  const check = checkInterchange(order().bytes ?? new Uint8Array());
  expect(check).toEqual({
    accepted: true,
    identical: true,
    messages: [{ type: '850', accepted: true }],
    issues: [],
  });
});

test('the address stands in the loop of the party that it belongs to', () => {
  const [message] = messagesOf(decode(bytesOf(orderText())));
  const [buyer, shipTo] = message?.root?.loops('N1') ?? [];
  expect(buyer?.first('N3')).toBeUndefined();
  expect(shipTo?.first('N3')?.segment.value(1)).toBe('Dock Street 1');
  expect(message?.root?.loops('PO1').map((line) => line.first('PO1')?.segment.value(2))).toEqual([
    '12',
    '3.5',
  ]);
});

test.each<[string, string, string, IssueCode, string, number]>([
  ['a segment count that is wrong', 'SE*12', 'SE*13', 'message-count-wrong', 'SE', 1],
  ['a set number that differs at its end', 'SE*12*0001', 'SE*12*0002', 'message-reference-differs', 'SE', 2],
  ['a group count that is wrong', 'GE*1*7', 'GE*2*7', 'group-count-wrong', 'GE', 1],
  ['a group number that differs at its end', 'GE*1*7', 'GE*1*8', 'group-reference-differs', 'GE', 2],
  [
    'an interchange number that differs',
    'IEA*1*000000042',
    'IEA*1*43',
    'interchange-reference-differs',
    'IEA',
    2,
  ],
  ['a missing mandatory segment', 'BEG*00*SA*4711**20261102~\n', '', 'segment-missing', 'BEG', 0],
  ['a missing mandatory element', 'BEG*00*SA*4711', 'BEG*00**4711', 'element-missing', 'BEG', 2],
  ['an element that is too long', '*4711*', `*${'4'.repeat(23)}*`, 'element-too-long', 'BEG', 3],
  ['an element that is too short', 'PO1*1*12*CA', 'PO1*1*12*C', 'element-too-short', 'PO1', 3],
  ['a day that does not exist', '20261109', '20260231', 'element-date', 'DTM', 2],
  ['a quantity that is no number', 'PO1*1*12*', 'PO1*1*a dozen*', 'element-characters', 'PO1', 2],
  ['half of a pair', '*UK*04006381333931~\nPID', '*UK~\nPID', 'element-condition', 'PO1', 7],
  ['too many elements', 'CTT*2', 'CTT*2*******9', 'element-too-many', 'CTT', 8],
  ['a segment that nobody knows', 'CTT*2', 'XYZ*2', 'segment-unknown', 'XYZ', 0],
  ['a segment of another set', 'CTT*2', 'BIG*20261102*1', 'segment-not-in-message', 'BIG', 0],
  ['a segment out of order', 'CTT*2~', 'CTT*2~\nCUR*BY*EUR~', 'segment-out-of-order', 'CUR', 0],
  ['a segment that comes too often', 'CTT*2~', 'CTT*2~\nCTT*2~', 'loop-too-often', 'CTT', 0],
  ['a component where none is allowed', '*4711*', '*47>11*', 'component-too-many', 'BEG', 3],
  ['a set without its end', 'SE*12*0001~\n', '', 'message-trailer-missing', '', 0],
  ['a group without its end', 'GE*1*7~\n', '', 'group-trailer-missing', '', 0],
  ['an interchange without its end', 'IEA*1*000000042~\n', '', 'interchange-trailer-missing', '', 0],
  ['a type that is not described', 'ST*850', 'ST*837', 'message-not-supported', 'ST', 0],
  ['a version that is not described', 'X*004010', 'X*003010', 'version-not-supported', 'ST', 0],
])('%s is found where it is', (_, before, after, code, segment, element) => {
  const text = orderText();
  expect(text).toContain(before);
  const errors = errorsOf(text.replace(before, after));
  expect(errors).toContainEqual([code, segment, element]);
});

test('an issue names the byte at which the wrong element starts', () => {
  const text = orderText().replace('20261109', '20260231');
  const [issue] = issuesOf(decode(bytesOf(text)));
  expect(text.slice(issue?.place.offset, (issue?.place.offset ?? 0) + 8)).toBe('20260231');
  expect(issue?.message).toMatch(/DTM02.*CCYYMMDD/);
  expect(issue?.place).toMatchObject({
    interchange: '000000042',
    group: '7',
    message: '0001',
    segmentIndex: 4,
  });
});

test('an error in the envelope makes every message in it unusable', () => {
  const [message] = messagesOf(decode(bytesOf(orderText().replace('GE*1*7', 'GE*2*7'))));
  expect(message?.isAccepted).toBe(false);
  expect(message?.issues).toEqual([]);
});

test('the same set number twice in a group is refused the second time', () => {
  const text = orderText();
  const set = text.slice(text.indexOf('ST*'), text.indexOf('GE*'));
  const twice = text.replace(set, set + set).replace('GE*1', 'GE*2');
  expect(messagesOf(decode(bytesOf(twice))).map((message) => message.isAccepted)).toEqual([true, false]);
});

test.each<[string, (text: string) => string]>([
  ['a byte order mark', (text) => `\u00ef\u00bb\u00bf${text}`],
  ['no line breaks', (text) => text.replaceAll('\n', '')],
  ['Windows line breaks and indentation', (text) => text.replaceAll('\n', '\r\n    ')],
  ['line breaks as terminators', (text) => text.replaceAll('~\n', '\n')],
  ['carriage returns as terminators', (text) => text.replaceAll('~', '\r')],
  ['lines wrapped after 80 characters', (text) => text.replaceAll('\n', '').replace(/(.{80})/g, '$1\r\n')],
  ['odd delimiters', (text) => text.replaceAll('*', '\u0001').replaceAll('~', '}')],
  ['an ISA that is not padded', (text) => text.replace(/ +\*/g, '*')],
  ['a second interchange behind it', (text) => text + text.replaceAll('000000042', '000000043')],
  [
    'a second interchange with other delimiters',
    (text) => text + text.replaceAll('000000042', '43').replaceAll('*', '|'),
  ],
  [
    'junk in front, between and behind',
    (text) => `HELLO\n${text}--${text.replaceAll('000000042', '000000044')}\u001a`,
  ],
  ['a last segment without terminator', (text) => text.trimEnd().slice(0, -1)],
  ['the letters ISA in its data', (text) => text.replace('Oat biscuits', 'ISA of Oats')],
])('an interchange with %s is accepted and written back byte for byte', (_, spoil) => {
  const check = checkInterchange(bytesOf(spoil(orderText())));
  expect(check.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
  expect(check).toMatchObject({ accepted: true, identical: true });
  expect(check.messages.every((message) => message.type === '850')).toBe(true);
});

test('a wrapped line is no part of the text', () => {
  const wrapped = orderText().replace('Oat bis', 'Oat\r\n bis');
  const [message] = messagesOf(decode(bytesOf(wrapped)));
  expect(message?.segments.find(({ tag }) => tag === 'PID')?.value(5)).toBe('Oat biscuits');
});

test('an interchange that was cut off does not swallow the next one', () => {
  const text = orderText();
  const cut = text.slice(0, text.indexOf('PO1*2'));
  const decoded = decode(bytesOf(cut + text.replaceAll('000000042', '000000043')));
  expect(decoded.interchanges.map(({ isAccepted }) => isAccepted)).toEqual([false, true]);
});

test('a TA1 may stand alone, outside of any group', () => {
  const head = orderText().slice(0, orderText().indexOf('GS*'));
  const decoded = decode(bytesOf(`${head}TA1*000000041*261101*0900*A*000~\nIEA*0*000000042~\n`));
  expect(issuesOf(decoded)).toEqual([]);
  expect(decoded.interchanges[0]?.technicalAcknowledgements[0]?.value(4)).toBe('A');
});

test('binary data may hold delimiters', () => {
  const text = orderText()
    .replace('CTT*2~\n', 'BIN*9*~*~ISA*~\n~\n')
    .replace('ST*850', 'ST*275')
    .replaceAll('PO*', 'PI*');
  const check = checkInterchange(bytesOf(text));
  expect(check).toMatchObject({ accepted: true, identical: true });
});

test('the answer does not depend on how the bytes are cut into chunks', () => {
  const text =
    orderText() + orderText({ lineBreak: '\r\n' }).replaceAll('000000042', '000000043').replace('3.5', 'x');
  const bytes = bytesOf(text);
  const whole = issuesOf(decode(bytes));
  expect(whole).toHaveLength(1);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (sizes) => {
      const seen: unknown[] = [];
      const issues: unknown[] = [];
      const reader = new InterchangeReader({
        message: (message) => {
          seen.push(message.segments.map((segment) => segment.raw));
          issues.push(...message.issues);
        },
        issue: (issue) => issues.push(issue),
      });
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        reader.push(bytes.subarray(at, at + size));
        at += size;
      }
      reader.end();
      expect(issues).toEqual(whole);
      expect(seen).toEqual(
        messagesOf(decode(bytes)).map((message) => message.segments.map(({ raw }) => raw)),
      );
    }),
    { numRuns: 60 },
  );
});

test('UTF-16 that breaks off or holds half a pair is refused, and kept byte by byte', () => {
  const wide = Buffer.from(`\ufeff${orderText()}`, 'utf16le');
  const half = Buffer.from(`\ufeff${orderText().replace('PO1', 'PO1\ud83d')}`, 'utf16le');
  const broken = [
    wide.subarray(0, -1),
    Buffer.from([255, 254, 0]),
    half,
    half.subarray(0, -1),
    Buffer.from(half).swap16(),
  ];
  for (const bytes of broken)
    expect(checkInterchange(bytes)).toMatchObject({ accepted: false, identical: true });
  expect(checkInterchange(wide)).toMatchObject({ accepted: true, identical: true });
});

test('whatever the bytes are, reading answers and never throws', () => {
  const good = bytesOf(orderText());
  const check = (bytes: Uint8Array): void => {
    const { accepted, issues, identical } = checkInterchange(bytes);
    expect(identical).toBe(true);
    if (accepted) return;
    expect(issues.some(({ severity, message }) => severity === 'error' && message.includes(' '))).toBe(true);
    for (const { place } of issues) expect(place.offset >= 0 && place.offset <= bytes.length).toBe(true);
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), check), { numRuns: 300 });
  const marked = fc
    .tuple(fc.constantFrom([255, 254], [254, 255], [239, 187, 191]), fc.uint8Array({ maxLength: 400 }))
    .map(([mark, rest]) => Uint8Array.from([...mark, ...rest]));
  fc.assert(fc.property(marked, check), { numRuns: 300 });
  const mutation = fc.record({
    at: fc.nat(good.length - 1),
    count: fc.nat(4),
    put: fc.uint8Array({ maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
      let bytes = Buffer.from(good);
      for (const { at, count, put } of mutations) {
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + count)]);
      }
      check(bytes);
    }),
    { numRuns: 1_000 },
  );
});

test('a terminator that never comes is refused, and memory stays bounded', () => {
  const reader = new InterchangeReader(
    { interchange: ({ issues }) => found.push(...issues.map(({ code }) => code)) },
    { segmentBytesMax: 10_000 },
  );
  const found: IssueCode[] = [];
  reader.push(bytesOf(orderText().slice(0, 300)));
  for (let turn = 0; turn < 100; turn++) reader.push(Buffer.alloc(1_000, 'x'));
  reader.end();
  expect(found).toContain('interchange-trailer-missing');
});
