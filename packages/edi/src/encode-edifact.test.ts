import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, messagesOf } from './decode.ts';
import { type EdifactEnvelope, type EdifactInterchange, encodeEdifact } from './encode-edifact.ts';
import type { WireSegment } from './segment-writer.ts';
import { edifactDelimiters } from './syntax/dialect.ts';

const envelope: EdifactEnvelope = {
  sender: { qualifier: '14', id: '4006381333924' },
  receiver: { qualifier: 'ZZ', id: 'NORTH' },
  syntax: { level: 'UNOC', version: 3 },
  version: 'D.96A',
  association: 'EAN008',
  isTest: true,
};

const orderOf = (name: string): WireSegment[] => [
  ['BGM', ['220'], '4711', '9'],
  ['DTM', ['137', '20261102', '102']],
  ['NAD', 'BY', ['4006381333924', '', '9'], '', name],
  ['LIN', '1', '', ['4006381333931', 'EN']],
  ['QTY', ['21', '12.5']],
  ['UNS', 'S'],
];

const encoded = (
  deviations: Partial<EdifactEnvelope>,
  name = "North's Retail",
  more: Partial<EdifactInterchange> = {},
) =>
  encodeEdifact({
    envelope: { ...envelope, ...deviations },
    reference: '17',
    sentOn: '20261102',
    sentTime: '0815',
    content: { messages: [{ type: 'ORDERS', reference: '1', segments: orderOf(name) }] },
    ...more,
  });

const textOf = (result: { bytes: Uint8Array | undefined }): string =>
  Buffer.from(result.bytes ?? []).toString('latin1');

test('an order is written with its envelope, counts and released characters', () => {
  expect(textOf(encoded({ lineBreak: '\n' }))).toBe(
    [
      "UNA:+.? '",
      "UNB+UNOC:3+4006381333924:14+NORTH:ZZ+261102:0815+17++++++1'",
      "UNH+1+ORDERS:D:96A:UN:EAN008'",
      "BGM+220+4711+9'",
      "DTM+137:20261102:102'",
      "NAD+BY+4006381333924::9++North?'s Retail'",
      "LIN+1++4006381333931:EN'",
      "QTY+21:12.5'",
      "UNS+S'",
      "UNT+8+1'",
      "UNZ+1+17'",
      '',
    ].join('\n'),
  );
});

test('the century is written from syntax 4 on, and a repetition separator is released there', () => {
  const text = textOf(encoded({ syntax: { level: 'UNOC', version: 4 }, hasUna: false }, '5*5'));
  expect(text).toMatch(/^UNB\+UNOC:4\+[^']*\+20261102:0815\+/);
  expect(text).toContain('++5?*5');
});

test('messages may stand in groups, which are counted then', () => {
  const message = { type: 'ORDERS', segments: orderOf('North') };
  const groups = [
    {
      reference: '5',
      messages: [
        { ...message, reference: '1' },
        { ...message, reference: '2' },
      ],
    },
    { reference: '6', messages: [{ ...message, reference: '1' }] },
  ];
  const text = textOf(encoded({}, '', { content: { groups } }));
  expect(text).toContain("UNG+ORDERS+4006381333924:14+NORTH:ZZ+261102:0815+5+UN+D:96A:EAN008'");
  expect(text.match(/UNE\+\d/g)).toEqual(['UNE+2', 'UNE+1']);
  expect(text).toContain("UNZ+2+17'");
});

test.each([
  ['UNOA', 'NORTH RETAIL', 'North', 'o'],
  ['UNOB', 'North Retail', 'Läden', 'ä'],
  ['UNOC', 'Läden', 'Łódź', 'Ł'],
  ['UNOD', 'Łódź', 'Ελλάς', 'Ε'],
  ['UNOE', 'Магазин', 'Läden', 'ä'],
  ['UNOF', 'Ελλάς', 'Магазин', 'М'],
  ['UNOK', 'Çağrı', 'Łódź', 'Ł'],
  ['UNOX', 'North', 'Läden', 'ä'],
])('%s carries "%s" and refuses "%s" with its place', (level, good, bad, lacking) => {
  const syntax = { level, version: 3 as const };
  const { bytes, issues } = encoded({ syntax }, good);
  expect(issues).toEqual([]);
  const [message] = messagesOf(decode(bytes ?? new Uint8Array()));
  expect(message?.root?.loops('NAD')[0]?.first('NAD')?.segment.value(4)).toBe(good);
  const refused = encoded({ syntax }, bad);
  expect(refused.bytes).toBeUndefined();
  expect(refused.issues[0]).toMatchObject({
    code: 'element-characters',
    place: { message: '1', segment: 'NAD', segmentIndex: 4, element: 4 },
  });
  expect(refused.issues[0]?.message).toContain(`"${lacking}"`);
});

test('lengths count characters, not bytes', () => {
  const name = 'Ł'.repeat(35);
  expect(encoded({ syntax: { level: 'UNOY', version: 4 } }, name).issues).toEqual([]);
  const tooLong = encoded({ syntax: { level: 'UNOY', version: 4 } }, `${name}Ł`);
  expect(tooLong.issues[0]).toMatchObject({ code: 'element-too-long', place: { segment: 'NAD' } });
});

test('what cannot be read by a partner is not written', () => {
  const odd = { ...edifactDelimiters, element: '|' };
  expect(encoded({ delimiters: odd, hasUna: false }).issues[0]?.message).toMatch(/without a UNA/);
  expect(encoded({ syntax: { level: 'UNOZ', version: 3 } }).issues[0]?.message).toMatch(/"UNOZ" is no/);
  expect(encoded({}, 'two\nlines').issues[0]).toMatchObject({ code: 'value-holds-delimiter' });
  expect(encoded({ delimiters: { ...edifactDelimiters, release: undefined } }).issues[0]).toMatchObject({
    code: 'value-holds-delimiter',
  });
});

test('any text comes back as it was, whatever the delimiters and the syntax', () => {
  const delimiters = fc.constantFrom(
    edifactDelimiters,
    { ...edifactDelimiters, decimal: ',' as const },
    { element: '|', component: '^', segment: '~', release: '\\', repetition: '*' },
  );
  const version = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
  const name = fc
    .string({ unit: fc.constantFrom(..."aZ 9?':+*|^~\\äñ.,"), minLength: 1, maxLength: 35 })
    .filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(name, delimiters, version, (text, used, number) => {
      const { bytes, issues } = encoded(
        { delimiters: used, syntax: { level: 'UNOC', version: number }, lineBreak: '\r\n' },
        text,
      );
      expect(issues).toEqual([]);
      const [message] = messagesOf(decode(bytes ?? new Uint8Array()));
      expect(message?.isAccepted).toBe(true);
      expect(message?.root?.loops('NAD')[0]?.first('NAD')?.segment.component(4, 1)).toBe(text);
    }),
    { numRuns: 200 },
  );
});
