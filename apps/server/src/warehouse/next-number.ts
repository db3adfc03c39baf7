import type { Transaction } from '../platform/index.ts';

/** The next number of a kind: the row is locked until the commit, and undone with it, so that there are no gaps. */
export async function nextNumber(
  tx: Transaction,
  { kind, count = 1 }: { kind: 'wave' | 'shipment'; count?: number },
): Promise<number> {
  const [sequence] = await tx.query<{ first: number }>(
    `insert into warehouse_number_sequences as sequence (org_id, kind, next_number)
     values ((select current_setting('app.org')::uuid), $1, 1 + $2)
     on conflict (org_id, kind) do update set next_number = sequence.next_number + $2
     returning (next_number - $2)::float8 as first`,
    [kind, count],
  );
  return sequence?.first ?? 1;
}
