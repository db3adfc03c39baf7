import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInterchange } from './check-interchange.ts';
import { decode, messagesOf } from './decode.ts';
import { bytesOf } from './samples.ts';
import { edifactDelimiters } from './syntax/dialect.ts';
import { escaped } from './syntax/segment.ts';

const orders = (una = '', body = ''): string =>
  `${una}UNB+UNOC:3+4006381333924:14+NORTH:ZZ+261102:0815+17'\nUNH+1+ORDERS:D:96A:UN:EAN008'\nBGM+220+47?'11+9'\nDTM+137:20261102:102'\n${body}UNS+S'\nUNT+5+1'\nUNZ+1+17'\n`;

test('the envelope of an EDIFACT order names parties, type and version', () => {
  const decoded = decode(bytesOf(orders()), { unsupported: 'warning' });
  expect(decoded.interchanges[0]?.header).toMatchObject({
    reference: '17',
    sender: { id: '4006381333924', qualifier: '14' },
    receiver: { id: 'NORTH', qualifier: 'ZZ' },
  });
  expect(messagesOf(decoded)[0]).toMatchObject({ type: 'ORDERS', version: 'D.96A', isAccepted: true });
});

test('a released terminator belongs to the text', () => {
  const [message] = messagesOf(decode(bytesOf(orders())));
  expect(message?.segments[1]?.value(2)).toBe("47'11");
  expect(escaped("47'11+?", edifactDelimiters)).toBe("47?'11?+??");
});

test.each([
  ['without UNA', orders()],
  ['with UNA', orders("UNA:+.? '\n")],
  [
    'with other delimiters',
    orders("UNA:+.? '").replaceAll('+', '|').replace('UNA:|', 'UNA:|').replaceAll("'", '~'),
  ],
  [
    'in a group',
    orders().replace('UNH+', "UNG+ORDERS+A+B+261102:0815+5+UN+D:96A'\nUNH+").replace('UNZ', "UNE+1+5'\nUNZ"),
  ],
])('an EDIFACT order %s is accepted and written back byte for byte', (_, text) => {
  expect(checkInterchange(bytesOf(text))).toMatchObject({ accepted: true, identical: true });
});

test('a wrong count of segments or messages is refused', () => {
  expect(checkInterchange(bytesOf(orders().replace('UNT+5', 'UNT+4'))).accepted).toBe(false);
  expect(checkInterchange(bytesOf(orders().replace('UNZ+1', 'UNZ+2'))).accepted).toBe(false);
});

test('whatever happens to an EDIFACT file, it is accepted as it is or refused with a reason', () => {
  const good = bytesOf(orders("UNA:+.? '\n"));
  const put = fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc.constantFrom('?', "'", '+', ':', 'UNB', 'UNA', 'UNH', 'ISA*', '\r\n').map((text) => Buffer.from(text)),
  );
  const mutation = fc.record({ at: fc.nat(good.length), count: fc.nat(4), put });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), (mutations) => {
      let bytes: Buffer = Buffer.from(good);
      for (const { at, count, put: text } of mutations) {
        bytes = Buffer.concat([bytes.subarray(0, at), text, bytes.subarray(at + count)]);
      }
      const { accepted, identical, issues } = checkInterchange(bytes);
      expect(identical).toBe(true);
      expect(accepted || issues.some(({ severity }) => severity === 'error')).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
