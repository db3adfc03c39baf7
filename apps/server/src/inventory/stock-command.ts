import { createHash } from 'node:crypto';
import type { Context, Transaction } from '../platform/index.ts';
import { commandPostedDifferently } from './inventory.errors.ts';

/** Who asks for something of the ledger once: the same id with the same content again changes nothing. */
export type StockCommandKey = { commandId: string; content: unknown; undoes?: string | undefined };

const hashOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

/**
 * Notes that a command is carried out in this transaction. `'repeated'`: it was carried out before, so do nothing; two
 * at the same moment wait for each other. Throws `DomainError` when the id came with another content.
 */
export async function claimStockCommand(
  context: Context,
  tx: Transaction,
  { commandId, content, undoes }: StockCommandKey,
): Promise<'new' | 'repeated'> {
  const hash = hashOf(content);
  const claimed = await tx.query(
    `insert into stock_commands (org_id, command_id, content_hash, undoes, recorded_at)
     values ((select current_setting('app.org')::uuid), $1, $2, $3, $4) on conflict do nothing returning 1`,
    [commandId, hash, undoes ?? null, context.clock.now().toISOString()],
  );
  if (claimed.length > 0) return 'new';
  const [before] = await tx.query<{ hash: string }>(
    `select content_hash as hash from stock_commands
     where org_id = (select current_setting('app.org')::uuid) and command_id = $1`,
    [commandId],
  );
  if (before?.hash !== hash) throw commandPostedDifferently(commandId);
  return 'repeated';
}
