import type { Agreement } from '../agreements/agreement.ts';
import { filesPerTurnMax } from '../archive/interchange-archive.ts';
import type { Tools } from '../tools.ts';
import { failOrphans } from '../transports/as2/end-sending.ts';
import { recordUndelivered } from './record-written.ts';

const orphans = `select interchange_id as "interchangeId" from interchanges
  where agreement_id = $1 and state = 'staged' and staged_by = 'sftp' and next_attempt_at <= $2
  order by position limit $3`;
const why =
  'It was begun by a way that the agreement no longer has. Ask the partner whether he has it, and try again if not.';

/**
 * Files that were begun by a way whose settings have left the agreement: whether the partner has them cannot be asked any
 * more, so that a person has to. True: there may be more.
 */
export async function giveUpBegun(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock } = tools;
  const { agreementId, as2, sftp } = agreement;
  if (as2 === undefined) await failOrphans(tools, agreement, why);
  if (sftp !== undefined) return false;
  const now = clock.now();
  const rows = await database.query<{ interchangeId: string }>(orphans, [agreementId, now, filesPerTurnMax]);
  for (const { interchangeId } of rows) {
    const about = { interchangeId, from: 'staged', why, now } as const;
    await database.transaction((sql) => recordUndelivered(sql, agreement, about));
  }
  return rows.length === filesPerTurnMax;
}
