import { expect, test } from 'vitest';
import { shortBucketName, shortPartnerName, tinyBucketName } from './bucket-names.ts';

test.each([
  ['2026-W47', '2026-W47', 'W47'],
  ['P10 W4 FY2026', 'P10 W4', 'P10W4'],
  ['2026-11-22', '2026-11-22', '11-22'],
])('the bucket %s is called %s over its column and %s among many', (label, short, tiny) => {
  expect(shortBucketName(label)).toBe(short);
  expect(tinyBucketName(label)).toBe(tiny);
});

test.each([
  ['2026-W47', '[W47]'],
  ['2026-W47 / 2026-W48', '[W47/48]'],
  ['2026-W53 / 2027-W01', '[W53/01]'],
  ['P10 W4 FY2026', '[P10 W4]'],
])('the partner’s name %s stands below as %s', (label, short) => {
  expect(shortPartnerName(label)).toBe(short);
});
