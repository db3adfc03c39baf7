import { createHash } from 'node:crypto';
import type { AgreementContent } from '@coplan/collaboration';

/** JSON whose bytes depend on the meaning alone: keys sorted, no spaces, absent keys left out. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(',')}}`;
}

/** SHA-256, hexadecimal, of what both sides sign. */
export const contentHashOf = (content: AgreementContent): string =>
  createHash('sha256').update(canonicalText(content), 'utf8').digest('hex');
