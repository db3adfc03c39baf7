import { assert } from '@coplan/kernel';

/**
 * One text for one value: keys sorted, no spaces, absent fields left out (RFC 8785, JSON Canonicalization Scheme). Two
 * sides that hold the same content therefore sign the same bytes. Throws on what JSON cannot say (NaN, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a signed content holds finite numbers only');
    return JSON.stringify(Object.is(value, -0) ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry)).join(',')}]`;
  assert(typeof value === 'object', `a ${typeof value} cannot be signed`);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
