import { createHash } from 'node:crypto';
import { DomainError } from '@coplan/kernel';
import { identifier } from './database/roles.ts';

/** Anything that can run SQL inside an open transaction and answers with rows. */
export type SqlClient = {
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
};

const qualified = (table: string): string => table.split('.').map(identifier).join('.');

/** The table of answers that were given; `scope` is whose keys they are (an organisation's id). */
export const idempotencyTableSql = (table: string): string => `
create table ${qualified(table)} (
  scope text not null,
  key text not null check (length(key) between 1 and 200),
  body_sha256 text not null,
  answer jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (scope, key)
);`;

/** JSON with sorted keys, so that the same body compares equal however it was written. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Does `work` once per (scope, key), inside the caller's transaction, and keeps its answer there: work and memory are
 * committed together or not at all. The second time with the same body gives the stored answer (`isReplay`); with
 * another body it is a conflict (`idempotency.body-differs`); while the first is still running, too
 * (`idempotency.in-flight`: try again). The answer must be JSON; it comes back as it was stored.
 */
export async function once<Answer>(
  client: SqlClient,
  { table, scope, key, body }: { table: string; scope: string; key: string; body: unknown },
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; isReplay: boolean }> {
  const name = qualified(table);
  const bodySha256 = sha256(canonicalJson(body));
  const find = (): Promise<{ body_sha256: string; answer: Answer }[]> =>
    client.query(`select body_sha256, answer from ${name} where scope = $1 and key = $2`, [scope, key]);

  const [lock] = await client.query<{ is_mine: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as is_mine',
    [`${name}\n${scope}\n${key}`],
  );
  const [stored] = await find();
  if (stored !== undefined) {
    if (stored.body_sha256 === bodySha256) return { answer: stored.answer, isReplay: true };
    throw new DomainError(
      'conflict',
      'idempotency.body-differs',
      { key },
      `The key ${key} was used before with another body; use a new key for a new request.`,
    );
  }
  if (lock?.is_mine !== true) {
    throw new DomainError(
      'conflict',
      'idempotency.in-flight',
      { key },
      `The request with the key ${key} is still being answered; try again in a moment.`,
    );
  }
  const answer = await work();
  await client.query(`insert into ${name} (scope, key, body_sha256, answer) values ($1, $2, $3, $4::jsonb)`, [
    scope,
    key,
    bodySha256,
    JSON.stringify(answer ?? null),
  ]);
  return { answer, isReplay: false };
}
