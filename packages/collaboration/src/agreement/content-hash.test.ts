import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { contentHash } from './content-hash.ts';
import { agreementPreset } from './presets/agreement-preset.ts';
import { sha256 } from './sha256.ts';

test('our SHA-256 is the one that everybody computes, for every length and alphabet', () => {
  const reference = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
  for (let length = 0; length < 200; length++) {
    const text = 'é'.repeat(length % 3) + 'a'.repeat(length);
    expect(sha256(text)).toBe(reference(text));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
      expect(sha256(text)).toBe(reference(text));
    }),
  );
});

test('the order in which fields were written does not change what is signed', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, field]) => [key, shuffled(field)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a changed tolerance is another content to sign; an absent field is as if never written', () => {
  const content = agreementPreset({
    name: 'Beverages',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 3,
    validFrom: '2026-11-23',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  });
  const changed = structuredClone(content);
  changed.horizons.slushyChangeRatio += 0.01;
  expect(contentHash(changed)).not.toBe(contentHash(content));
  expect(canonicalJson({ a: 1, b: undefined })).toBe('{"a":1}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('finite');
});
