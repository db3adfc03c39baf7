import { createHash } from 'node:crypto';

/** SQL is written in code, so there are few texts; what were more is sent unprepared instead of filling the server. */
const namesMax = 400;
const names = new Map<string, string>();

/**
 * The name under which a text is prepared once per connection, which saves parsing and planning it each time (a third
 * of a short read). `undefined` for texts beyond the limit.
 */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= namesMax) return known;
  const name = `q${createHash('sha256').update(sql).digest('hex').slice(0, 20)}`;
  names.set(sql, name);
  return name;
}

/** As part of a query's configuration. */
export const named = (sql: string): { name?: string } => {
  const name = statementName(sql);
  return name === undefined ? {} : { name };
};

/**
 * PostgreSQL's answer when a prepared text meets a table that was changed since (0A000). The connection has to be
 * given up; the statement did nothing and may be sent again.
 */
export const isOutdatedPlan = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return code === '0A000' && message === 'cached plan must not change result type';
};
