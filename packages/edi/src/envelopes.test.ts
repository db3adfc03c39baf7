import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { checkInterchange } from './check-interchange.ts';
import { decode, issuesOf, messagesOf } from './decode.ts';
import { InterchangeReader } from './interchange-reader.ts';
import { bytesOf, order, orderSegments, orderText } from './samples.ts';
import type { WireSegment } from './segment-writer.ts';
import { x12Delimiters } from './syntax/dialect.ts';

const edifactText = (name = 'North', unb = 'UNOC:3'): string =>
  `UNB+${unb}+4006381333924:14+NORTH:ZZ+261102:0815+17'\nUNH+1+ORDERS:D:96A:UN:EAN008'\nBGM+220+4711+9'\nDTM+137:20261102:102'\nNAD+BY+4006381333924::9++${name}'\nLIN+1++4006381333931:EN'\nQTY+21:12.5'\nUNS+S'\nUNT+8+1'\nUNZ+1+17'\n`;

const errorsOf = (bytes: Uint8Array): string[] =>
  issuesOf(decode(bytes))
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

const expectAccepted = (bytes: Uint8Array): void => {
  expect(errorsOf(bytes)).toEqual([]);
  expect(checkInterchange(bytes)).toMatchObject({ accepted: true, identical: true });
};

test.each<[string, (text: string) => string]>([
  ['wrapped after 80 characters', (text) => text.replaceAll('\n', '').replace(/(.{80})/g, '$1\r\n')],
  ['wrapped between a release character and its text', (text) => text.replace('North', 'No?\r\n+rth')],
  ['without line breaks', (text) => text.replaceAll('\n', '')],
  ['with Windows line breaks and indentation', (text) => text.replaceAll('\n', '\r\n  ')],
  ['with a second one behind it', (text) => text + text.replaceAll('+17', '+18')],
  ['with an X12 interchange behind it', (text) => text + orderText()],
  ['with junk in front and behind', (text) => `HELLO\n${text}\u001a\u0000`],
  ['without its last terminator', (text) => text.trimEnd().slice(0, -1)],
  ['with a decimal comma', (text) => `UNA:+,? '${text.replace('12.5', '12,5')}`],
  ['with a comma where the UNA says point', (text) => `UNA:+.? '${text.replace('12.5', '12,5')}`],
  [
    'with delimiters that are control characters',
    (text) =>
      `UNA\u0002\u0001.? \u0003${text
        .replaceAll('+', '\u0001')
        .replaceAll(':', '\u0002')
        .replaceAll("'", '\u0003')}`,
  ],
])('an EDIFACT interchange %s is accepted and written back byte for byte', (_, spoil) => {
  expectAccepted(bytesOf(spoil(edifactText())));
});

test('the information separators of syntax 1 level B need no UNA', () => {
  const text = edifactText("O'Neill", 'UNOB:1').replaceAll("'\n", '\u001c').replaceAll('+', '\u001d');
  const bytes = bytesOf(text.replaceAll(':', '\u001f'));
  expectAccepted(bytes);
  expect(messagesOf(decode(bytes))[0]?.segments[3]?.value(4)).toBe("O'Neill");
});

test('a star separates repetitions from syntax 4 on, and is text before', () => {
  const nameIn = (text: string): string | undefined =>
    messagesOf(decode(bytesOf(text)))[0]?.segments[3]?.repetitions(4)[0];
  expect(nameIn(edifactText('5*5', 'UNOC:3'))).toBe('5*5');
  expect(nameIn(`UNA:+.?*'${edifactText('5*5', 'UNOC:3')}`)).toBe('5*5');
  expect(nameIn(edifactText('5*5', 'UNOC:4'))).toBe('5');
  expect(nameIn(`UNA:+.? '${edifactText('5*5', 'UNOC:4')}`)).toBe('5*5');
  expect(errorsOf(bytesOf(edifactText('5*5', 'UNOC:4')))[0]).toMatch(/NAD04 .* may not be repeated/);
});

const encodings: [string, (text: string) => Buffer][] = [
  ['UTF-8 with a byte order mark', (text) => iconv.encode(text, 'utf-8', { addBOM: true })],
  ['UTF-16, little end first', (text) => iconv.encode(text, 'utf-16le', { addBOM: true })],
  ['UTF-16, big end first', (text) => iconv.encode(text, 'utf-16be', { addBOM: true })],
  ['UTF-16 without a byte order mark', (text) => iconv.encode(text, 'utf-16le', { addBOM: false })],
];

test.each(encodings)('%s is understood in both dialects', (_, encode) => {
  const order = encode(orderText().replace('Oat biscuits', 'Łódź 😀'));
  expectAccepted(order);
  const [message] = messagesOf(decode(order));
  expect(message?.segments.find(({ tag }) => tag === 'PID')?.value(5)).toBe('Łódź 😀');
  const orders = encode(edifactText('Łódź 😀'));
  expectAccepted(orders);
  expect(messagesOf(decode(orders))[0]?.segments[3]?.value(4)).toBe('Łódź 😀');
});

test.each(encodings)('in %s an issue names the byte of the file, however it arrives', (_, encode) => {
  const bytes = encode(edifactText('Łódź 😀').replace('12.5', 'dozen'));
  const [whole] = issuesOf(decode(bytes));
  const wanted = bytes.indexOf(encode('dozen').subarray(encode('').length));
  expect(whole?.place.offset).toBe(wanted);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
      const found: unknown[] = [];
      const reader = new InterchangeReader({ message: ({ issues }) => found.push(...issues) });
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      reader.end();
      expect(found).toEqual([whole]);
    }),
    { numRuns: 20 },
  );
});

test('half a character of UTF-16 is refused', () => {
  const bytes = iconv.encode(orderText(), 'utf-16le', { addBOM: true });
  expect(errorsOf(bytes.subarray(0, bytes.length - 1))).toContainEqual(
    expect.stringMatching(/half characters/),
  );
});

test('bytes that mean nothing in UTF-8 are refused where they stand', () => {
  const [issue] = issuesOf(decode(bytesOf(edifactText('L\u00e4den', 'UNOY:3'))));
  expect(issue).toMatchObject({ code: 'element-characters', place: { segment: 'NAD', element: 4 } });
});

test.each<[string, (isa: string) => string, RegExp]>([
  ['fields are not padded', (isa) => isa.replace(/ +\*/g, '*'), /^$/],
  ['an id is too long', (isa) => isa.replace('NORTHRETAIL    ', 'NORTH RETAIL TRADING'), /^$/],
  [
    'an element is missing',
    (isa) => isa.replace('*ZZ*NORTHRETAIL    ', '*ZZ'),
    /16 elements|ISA\d\d would be/,
  ],
  [
    'an id holds the separator',
    (isa) => isa.replace('NORTHRETAIL    ', 'NORTH*RETAIL   '),
    /ISA\d\d would be/,
  ],
  ['the date is no date', (isa) => isa.replace('261102*0815', '2611 *0815'), /ISA09 would be "2611 "/],
])('an ISA of the wrong width is repaired only where nothing else can be meant: %s', (_, spoil, why) => {
  const text = orderText();
  const isa = text.slice(0, 106);
  const { issues } = decode(bytesOf(spoil(isa) + text.slice(106)));
  const all = issuesOf(decode(bytesOf(spoil(isa) + text.slice(106))));
  const malformed = issues.find(({ code }) => code === 'header-malformed')?.message ?? '';
  expect(malformed).toMatch(why);
  if (malformed !== '') return;
  expect(all.map(({ code }) => code)).toContain('header-width');
  expect(all.every(({ severity }) => severity === 'warning')).toBe(true);
});

test('the eleventh element of the ISA separates repetitions from 00402 on', () => {
  const withVersion = (version: string, eleventh: string): string | undefined => {
    const text = orderText().replace('*U*00401*', `*${eleventh}*${version}*`);
    return decode(bytesOf(text)).interchanges[0]?.header.delimiters.repetition;
  };
  expect(withVersion('00401', 'U')).toBeUndefined();
  expect(withVersion('00401', '^')).toBeUndefined();
  expect(withVersion('00402', '^')).toBe('^');
  expect(withVersion('00501', 'U')).toBeUndefined();
  expect(withVersion('00801', '!')).toBe('!');
});

test.each([
  ...['00200', '00201', '00204', '00300', '00301', '00302', '00303', '00304', '00305', '00306', '00307'],
  ...['00400', '00401', '00402', '00403', '00404', '00405', '00406', '00500', '00501', '00502', '00503'],
  ...['00504', '00505', '00600', '00601', '00700', '00704', '00705', '00800', '00801'],
])('the envelope of version %s is read, its extensions and acknowledgements too', (version) => {
  const head = orderText().slice(0, 107).replace('*U*00401*', `*U*${version}*`);
  const beside = [
    ...['ISB*1*X*Y~', 'ISX*?*UTF8~', 'TA1*000000041*261101*0900*A*000~', 'TA3*X*000000041*261101*0900*A~'],
    'ISE*1~',
  ];
  const text = `${head}${beside.join('\n')}\n${orderText().slice(107)}`;
  expect(decode(bytesOf(text)).interchanges[0]).toMatchObject({
    isAccepted: true,
    technicalAcknowledgements: [{ tag: 'TA1' }],
  });
  expectAccepted(bytesOf(text));
});

test('binary data is taken by its length, wherever the chunks end', () => {
  const text = orderText()
    .replace('CTT*2~\n', "BDS*ASC*12*~*~ISA*~\r\n'~\n~\nBIN*4*~~**~\n")
    .replace('ST*850', 'ST*841')
    .replace('SE*12', 'SE*13')
    .replace('GS*PO', 'GS*SP');
  const bytes = bytesOf(text);
  expect(checkInterchange(bytes)).toMatchObject({ accepted: true, identical: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (size) => {
      const tags: string[] = [];
      const reader = new InterchangeReader({
        message: ({ segments }) => tags.push(...segments.map(({ tag }) => tag)),
      });
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      reader.end();
      expect(tags.slice(-3)).toEqual(['BDS', 'BIN', 'SE']);
    }),
  );
});

test('the same interchange twice in a file is refused the second time, in EDIFACT too', () => {
  const { interchanges } = decode(bytesOf(edifactText() + edifactText()));
  expect(interchanges.map(({ isAccepted }) => isAccepted)).toEqual([true, false]);
  expect(interchanges[1]?.issues[0]?.code).toBe('interchange-duplicate');
});

test('X12 in an agreed character set is written and read in it', () => {
  const delimiters = { ...x12Delimiters, charset: 'UTF-8' as const };
  const name = `Łódź ${'ł'.repeat(55)}`;
  const segments = orderSegments.map(
    (segment): WireSegment => (segment[1] === 'ST' ? ['N1', 'ST', name, '92', 'DC1'] : segment),
  );
  const { bytes, issues } = order(segments, { delimiters });
  expect(issues).toEqual([]);
  const [message] = messagesOf(decode(bytes ?? new Uint8Array(), { charset: 'UTF-8' }));
  expect(message?.segments[5]?.value(2)).toBe(name);
  expect(messagesOf(decode(bytes ?? new Uint8Array()))[0]?.segments[5]?.value(2)).toMatch(/^Å/);
});

test.each<[string, Uint8Array, RegExp]>([
  [
    'a day that does not exist',
    bytesOf(orderText().replace('261102*0815', '260231*0815')),
    /^ISA09: the date of the/,
  ],
  [
    'a test indicator that is none',
    bytesOf(orderText().replace('*0*T*', '*0*X*')),
    /^ISA15: "X" is no test indicator/,
  ],
  [
    'a recipient that is missing',
    bytesOf(edifactText().replace('NORTH:ZZ', '')),
    /^UNB03 \(recipient id\) is mandatory/,
  ],
  [
    'messages beside groups',
    bytesOf(
      edifactText().replace(/(UNH[\s\S]*UNT[^\n]*\n)/, "UNG+ORDERS+A+B+261102:0815+5+UN+D:96A'$1UNE+1+5'$1"),
    ),
    /^messages stand beside groups/,
  ],
  [
    'a group of another kind',
    bytesOf(
      edifactText().replace(/(UNH[\s\S]*UNT[^\n]*\n)/, "UNG+INVOIC+A+B+261102:0815+5+UN+D:96A'$1UNE+1+5'"),
    ),
    /^a message ORDERS travels in a group of type ORDERS, this one says "INVOIC"/,
  ],
])('%s in the envelope is told, and the messages are read', (_, bytes, why) => {
  const decoded = decode(bytes);
  expect(issuesOf(decoded).map(({ severity }) => severity)).toEqual(['warning']);
  expect(issuesOf(decoded)[0]?.message).toMatch(why);
  expect(messagesOf(decoded)[0]?.isAccepted).toBe(true);
});

test('what only looks like the start of an interchange is refused where it stands, and the one around it is kept', () => {
  const bytes = bytesOf(orderText().replace('CTT*2~\n', 'ISA*1~\nCTT*2~\n'));
  const { interchanges } = decode(bytes);
  expect(interchanges).toHaveLength(1);
  expect(interchanges[0]?.groups[0]?.messages[0]?.isAccepted).toBe(false);
  expect(errorsOf(bytes)[0]).toMatch(/opens no interchange/);
});

test('segments and loops of a message that came in small pieces are what they were, whenever one asks', () => {
  const whole = messagesOf(decode(bytesOf(orderText())));
  const kept: ReturnType<typeof messagesOf> = [];
  const reader = new InterchangeReader({ message: (message) => kept.push(message) });
  for (const byte of bytesOf(orderText())) reader.push(Uint8Array.of(byte));
  reader.end();
  const rawOf = (messages: typeof kept) =>
    messages.map(({ segments, root }) => [
      segments.map(({ raw, tag, offset }) => [raw, tag, offset]),
      root?.loops('PO1').map((loop) => loop.items.map(({ index, segment }) => [index, segment.raw])),
    ]);
  expect(rawOf(kept)).toEqual(rawOf(whole));
});
