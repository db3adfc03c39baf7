import { expect, test } from 'vitest';
import { pastedFile, toBase64 } from './posted-file.ts';

test('bytes of any size and any value reach the gateway as they are', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
  expect(Buffer.from(toBase64(bytes), 'base64')).toEqual(Buffer.from(bytes));
});

test('pasted text is sent in UTF-8', () => {
  expect(Buffer.from(pastedFile('BÜRO~').base64, 'base64').toString('utf8')).toBe('BÜRO~');
});
