import type { z } from 'zod';
import { type IdPool, sampleValue } from './sample-input.ts';

/** What an attacker sends: every field filled with ids of the victim's rows, once with and once without options. */
export function inputsFor({ inputs }: { inputs: readonly z.ZodType[] }, pool: IdPool): unknown[] {
  const schema = inputs[0];
  if (schema === undefined) return [undefined];
  const full = sampleValue(schema, 'input', { pool, isMinimal: false });
  const minimal = sampleValue(schema, 'input', { pool, isMinimal: true });
  // Where one of several optional fields must be there, there is no input without options.
  const isSame = JSON.stringify(full) === JSON.stringify(minimal) || !schema.safeParse(minimal).success;
  return isSame ? [full] : [full, minimal];
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What an answer gives away: forbidden texts, and forbidden ids that the input did not name itself. */
export function leaksIn(
  { text }: { text: string },
  input: unknown,
  { texts, ids }: { texts: readonly string[]; ids: ReadonlySet<string> },
): string[] {
  const given = new Set((JSON.stringify(input) ?? '').match(uuids) ?? []);
  const leakedIds = (text.match(uuids) ?? []).filter((id) => ids.has(id) && !given.has(id));
  return [...texts.filter((canary) => text.toUpperCase().includes(canary)), ...leakedIds];
}
