import { DomainError } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type { Sql } from '../../database.ts';
import type { Desk } from '../trpc.ts';
import { messageNotFound } from './view-message.ts';

export type Intervention = 'repair' | 'replay' | 'set-aside';
type Locked = { state: string; direction: 'in' | 'out'; agreementId: string; interchangeId: string | null };

/** The message, held until the transaction ends: of several people who act at once the first is heard. */
export async function lockMessage(sql: Sql, messageId: string): Promise<Locked> {
  const [found] = await sql.query<Locked>(
    `select state, direction, agreement_id as "agreementId", interchange_id as "interchangeId" from messages
     where message_id = $1 for update`,
    [messageId],
  );
  if (found === undefined) throw messageNotFound(messageId);
  return found;
}

/** Who did what to a message, when and why: it is only ever added to. */
export async function recordIntervention(
  sql: Sql,
  { ticket, tools }: Desk,
  about: {
    messageId: string;
    agreementId: string;
    kind: Intervention;
    reason: string;
    interchangeId?: string;
  },
): Promise<void> {
  await sql.query(
    `insert into interventions (intervention_id, message_id, agreement_id, kind, reason, done_by, done_by_name,
       interchange_id, done_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[newId(), about.messageId, about.agreementId, about.kind, about.reason, ticket.userId, ticket.name],
      ...[about.interchangeId ?? null, tools.clock.now()],
    ],
  );
}

/** Takes a message that nobody will mend off the list of failures; it stays in the archive as it is. */
export async function setAside(desk: Desk, messageId: string, reason: string): Promise<void> {
  await desk.transaction(async (sql) => {
    const { agreementId } = await lockMessage(sql, messageId);
    const rows = await sql.query(
      'update messages set set_aside_at = $2 where message_id = $1 and set_aside_at is null returning 1',
      [messageId, desk.tools.clock.now()],
    );
    if (rows.length === 0) {
      const text = 'Somebody has set this message aside already.';
      throw new DomainError('conflict', 'gateway.set-aside-already', { messageId }, text);
    }
    await recordIntervention(sql, desk, { messageId, agreementId, kind: 'set-aside', reason });
  });
}
