import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEntity } from './entity.ts';
import { fileNameOf } from './file-name.ts';
import { headerCountMax, readHeaders } from './headers.ts';
import { joinMultipart, splitMultipart } from './multipart.ts';
import { readFieldValue } from './parameters.ts';
import { decodeTransfer, encodeBase64 } from './transfer-encoding.ts';

test('parts come back byte for byte, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 5 }), (parts) => {
      const split = splitMultipart(joinMultipart(parts, 'limit-1'), 'limit-1');
      expect(split.map((part) => [...part])).toEqual(parts.map((part) => [...part]));
    }),
  );
});

test('a boundary counts only at the start of a line and as a whole', () => {
  const body = Buffer.from('preamble --b\r\n--b \r\nx --b\r\n--bc\r\ny\r\n--b--');
  expect(splitMultipart(body, 'b').map(String)).toEqual(['x --b\r\n--bc\r\ny']);
});

test.each(['--b\r\nx', 'nothing', ''])('a multipart body that never closes is refused: %j', (body) => {
  expect(() => splitMultipart(Buffer.from(body), 'b')).toThrow();
});

test('header fields are unfolded; too many of them are refused', () => {
  const folded = Buffer.from('Content-Type: a/b;\r\n\tname="x y"\nX: 1\n\nbody');
  expect(readHeaders(folded)).toEqual({
    headers: [
      ['Content-Type', 'a/b; name="x y"'],
      ['X', '1'],
    ],
    bodyStart: 38,
  });
  expect(() => readHeaders(Buffer.from(`${'A: 1\r\n'.repeat(headerCountMax + 1)}\r\n`))).toThrow('too many');
});

test('parameters are read quoted, escaped, doubled or out of order', () => {
  const { value, parameters } = readFieldValue(
    'Multipart/Signed; x; micalg=sha1 ; boundary="a;\\"b" ;boundary=c',
  );
  expect(value).toBe('multipart/signed');
  expect([...parameters]).toEqual([
    ['micalg', 'sha1'],
    ['boundary', 'a;"b'],
  ]);
});

test.each([
  ['attachment; filename="850-1.x12"', '850-1.x12'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\temp\\\\.hidden\u0000.x12"', 'hidden_.x12'],
  ["attachment; filename*=UTF-8''caf%C3%A9.x12", 'caf_.x12'],
  ['attachment; filename=""', undefined],
])('the file name of %s does no harm', (disposition, name) => {
  const entity = readEntity(Buffer.from(`Content-Type: a/b\r\nContent-Disposition: ${disposition}\r\n\r\nx`));
  expect(fileNameOf(entity)).toBe(name);
});

test('base64 and quoted-printable are decoded, unknown encodings refused', () => {
  const bytes = Buffer.from([...Array(256).keys()]);
  expect(decodeTransfer(encodeBase64(bytes), 'BASE64')).toEqual(bytes);
  const quoted = Buffer.from('caf=C3=A9 =\r\nau lait  \r\n');
  expect(decodeTransfer(quoted, 'quoted-printable').toString()).toBe('café au lait\r\n');
  expect(() => decodeTransfer(bytes, 'uuencode')).toThrow('unknown');
});
