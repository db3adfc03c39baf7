import type { Database, Transaction } from '../platform/index.ts';

export type { Database, Transaction };

/** Reads through whichever of the two the caller holds: its open transaction, or one round trip of its own. */
export const rowsOf = <Row>(
  source: Database | Transaction,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> => ('read' in source ? source.read<Row>(sql, values) : source.query<Row>(sql, values));
