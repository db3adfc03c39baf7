import pg from 'pg';

export type Statement = { text: string; count: number; waitedMs: number };

/** Counts every statement that this process sends to PostgreSQL, and how long it waited for each, until it is stopped. */
export function tallyStatements(): { stop(): Statement[] } {
  const statements = new Map<string, Statement>();
  const prototype = pg.Client.prototype as unknown as { query(...given: unknown[]): unknown };
  const original = prototype.query;
  prototype.query = function tallied(this: unknown, ...given: unknown[]) {
    const [first] = given;
    const text =
      typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text ?? '');
    const name = text.trim().replaceAll(/\s+/g, ' ').slice(0, 90);
    const began = performance.now();
    const answer = original.apply(this, given);
    const statement = statements.get(name) ?? { text: name, count: 0, waitedMs: 0 };
    statements.set(name, statement);
    statement.count += 1;
    if (answer instanceof Promise) {
      const end = (): void => {
        statement.waitedMs += performance.now() - began;
      };
      answer.then(end, end);
    }
    return answer;
  };
  return {
    stop() {
      prototype.query = original;
      return [...statements.values()].sort((a, b) => b.waitedMs - a.waitedMs);
    },
  };
}
