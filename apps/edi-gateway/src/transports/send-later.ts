import type { Agreement } from '../agreements/agreement.ts';
import { type ArchivedInterchange, releaseInterchange } from '../archive/interchange-archive.ts';
import type { SentState } from '../archive/lifecycles.ts';
import { recordUndelivered } from '../outbound/record-written.ts';
import { retryAt, type Tools } from '../tools.ts';

/** The try failed: the next one after a while, or a person has to look. */
export async function sendLater(
  tools: Tools,
  agreement: Agreement,
  { file, attemptsMax, why }: { file: ArchivedInterchange; attemptsMax: number; why: string },
): Promise<void> {
  const { database, clock, log } = tools;
  const { interchangeId, attemptCount, fileName } = file;
  const now = clock.now();
  log.warn({ agreement: agreement.name, file: fileName, attemptCount, why }, 'a file could not be sent yet');
  if (attemptCount < attemptsMax) {
    await releaseInterchange(database, { interchangeId, nextAttemptAt: retryAt(now, attemptCount), why });
    return;
  }
  await database.transaction(async (sql) => {
    const [row] = await sql.query<{ state: SentState }>(
      'select state from interchanges where interchange_id = $1 for update',
      [interchangeId],
    );
    if (row?.state !== 'numbered' && row?.state !== 'staged') return;
    const explanation = `Sent ${attemptCount} times in vain. ${why}`;
    await recordUndelivered(sql, agreement, { interchangeId, from: row.state, why: explanation, now });
  });
}
