import { assert } from '@coplan/kernel';
import type { Sql } from '../database.ts';

/**
 * The next control number of an agreement. It must be taken in the transaction that archives what carries it: the row
 * stays locked until then, so that writers queue up, and a rollback gives the number back. Hence no gap and no double.
 * After 999,999,999 the count starts again at 1 (ISA13 has nine digits, X12.5).
 */
export async function nextControlNumber(
  sql: Sql,
  { agreementId, kind }: { agreementId: string; kind: 'interchange' | 'group' },
): Promise<number> {
  const rows = await sql.query<{ last_number: number }>(
    `insert into control_numbers (agreement_id, kind, last_number) values ($1, $2, 1)
     on conflict (agreement_id, kind) do update set last_number = control_numbers.last_number % 999999999 + 1
     returning last_number`,
    [agreementId, kind],
  );
  assert(rows[0] !== undefined, 'a control number was given out');
  return rows[0].last_number;
}
