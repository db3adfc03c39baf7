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

/** PostgreSQL's codes of a server that is going, coming or full, and those of a broken connection. */
const awayCodes = /^(57P0[123]|53300|080\d\d|ECONNREFUSED|ECONNRESET|EPIPE)$/;
const isDatabaseAway = ({ code, message }: Error & { code?: unknown }): boolean =>
  (typeof code === 'string' && awayCodes.test(code)) || /^Connection terminated/.test(message);

/** The refusal that an error stands for; undefined when it is a fault of ours. */
export function findRefusal(error: Error): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const away = 'The database of the gateway cannot be reached at the moment; try again shortly.';
  return isDatabaseAway(error) ? refusal('gateway.database-away', away, 'unavailable') : undefined;
}
