import type { Transaction } from './context.ts';

/**
 * Lets the database count tables anew that changed much since it last did, for the sake of the plans of the queries that
 * follow; cheap where nothing changed. How many were counted.
 */
export async function recountTables(
  tx: Pick<Transaction, 'query'>,
  tableNames: readonly string[],
): Promise<number> {
  const [row] = await tx.query<{ counted: number }>('select platform.recount_tables($1) as counted', [
    tableNames,
  ]);
  return row?.counted ?? 0;
}
