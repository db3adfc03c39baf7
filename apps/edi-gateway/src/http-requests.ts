import { DomainError, type ErrorKind } from '@coplan/kernel';
import type { Context } from 'hono';
import { z } from 'zod';

/** A refusal with a stable code and a sentence for whoever asked. */
export function refusal(code: string, text: string, kind: ErrorKind = 'invalid'): DomainError {
  return new DomainError(kind, code, {}, text);
}

/** The body as `schema` wants it. Throws a refusal that names the first field that is wrong. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const json: unknown = await c.req.json().catch(() => {
    throw refusal('gateway.no-json', 'The body is no JSON.');
  });
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw refusal('gateway.body-invalid', `${issue?.path.map(String).join('.')}: ${issue?.message}`);
}

export const uuidParameter = (c: Context, name: string): string => {
  const read = z.uuid().safeParse(c.req.param(name));
  if (!read.success) throw refusal('gateway.id-invalid', `${name} is a UUID.`);
  return read.data;
};
