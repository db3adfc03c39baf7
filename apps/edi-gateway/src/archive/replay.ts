import { DomainError } from '@coplan/kernel';
import type { Sql } from '../database.ts';
import type { Tools } from '../tools.ts';
import { moveInterchange } from './interchange-archive.ts';
import {
  fileRecordLifecycle,
  outboundLifecycle,
  postedLifecycle,
  receivedLifecycle,
  sentLifecycle,
} from './lifecycles.ts';
import { moveMessage } from './message-archive.ts';

type Found = { state: string; direction: 'in' | 'out'; interchange_id: string | null };

const find = 'select state, direction, interchange_id from messages where message_id = $1';

/**
 * Tries a message again after a person has removed the reason: a refused document is posted again, a document that
 * could not be sent is written again, a file that did not reach its partner is sent again, a file in quarantine is read
 * again.
 */
export const replayMessage = ({ database, clock }: Tools, messageId: string): Promise<{ state: string }> =>
  database.transaction((sql) => replayWithin(sql, messageId, clock.now()));

/** The same within a transaction: of several who try at once one is heard. */
export async function replayWithin(sql: Sql, messageId: string, now: Date): Promise<{ state: string }> {
  const [found] = await sql.query<Found>(`${find} for update`, [messageId]);
  if (found === undefined) {
    throw new DomainError(
      'not-found',
      'gateway.message-not-found',
      { messageId },
      'There is no such message.',
    );
  }
  const { state, interchange_id: interchangeId } = found;
  if (state === 'refused') {
    await moveMessage(sql, postedLifecycle, { messageId, from: state, event: 'replay', now });
  } else if (state === 'unsendable') {
    await moveMessage(sql, outboundLifecycle, { messageId, from: state, event: 'replay', now, issues: [] });
  } else if (state === 'undelivered' && interchangeId !== null) {
    await moveMessage(sql, outboundLifecycle, { messageId, from: state, event: 'try-again', now });
    await moveInterchange(sql, sentLifecycle, { interchangeId, from: state, event: 'replay', now });
  } else if (state === 'quarantined' && interchangeId !== null) {
    await moveMessage(sql, fileRecordLifecycle, { messageId, from: state, event: 'replay', now });
    await moveInterchange(sql, receivedLifecycle, {
      interchangeId,
      from: 'quarantined',
      event: 'replay',
      now,
    });
  } else {
    throw new DomainError(
      'conflict',
      'gateway.nothing-to-replay',
      { messageId, state },
      `The message is ${state}; only refused, unsendable, undelivered and quarantined ones can be tried again.`,
    );
  }
  const [after] = await sql.query<Found>(find, [messageId]);
  return { state: after?.state ?? state };
}
