import type { HeaderList, Mics } from '@coplan/as2';
import { assert, nextState } from '@coplan/kernel';
import { type As2SentEvent, type As2SentState, as2SentLifecycle } from '../../archive/lifecycles.ts';
import type { Sql } from '../../database.ts';

/** An HTTP message as it came or went: the evidence. */
export type Evidence = { headers: HeaderList; body: Buffer };
export type AcceptedMessage = {
  as2MessageId: string;
  payloadSha256: string;
  receiptHeaders: HeaderList | null;
  receiptBody: Buffer | null;
  receiptUrl: string | null;
};
export type SentMessage = {
  as2MessageId: string;
  agreementId: string;
  messageId: string;
  interchangeId: string;
  state: As2SentState;
  headers: HeaderList;
  body: Buffer;
  mics: Mics;
  attemptCount: number;
};

const sentColumns = `as2_message_id as "as2MessageId", agreement_id as "agreementId", message_id as "messageId",
  interchange_id as "interchangeId", state, headers, body, mics, attempt_count as "attemptCount"`;

/** The message under this id that was taken before. */
export async function findAccepted(
  sql: Sql,
  { agreementId, messageId }: { agreementId: string; messageId: string },
): Promise<AcceptedMessage | undefined> {
  const rows = await sql.query<AcceptedMessage>(
    `select as2_message_id as "as2MessageId", payload_sha256 as "payloadSha256", receipt_headers as "receiptHeaders",
       receipt_body as "receiptBody", receipt_url as "receiptUrl"
     from as2_messages where agreement_id = $1 and message_id = $2 and state = 'accepted'`,
    [agreementId, messageId],
  );
  return rows[0];
}

export type NewReceived = {
  as2MessageId: string;
  agreementId: string;
  messageId: string;
  message: Evidence;
  receipt: Evidence | undefined;
  /** Set when the receipt goes there later. */
  receiptUrl: string | undefined;
  now: Date;
} & (
  | { state: 'accepted'; interchangeId: string; payloadSha256: string; mics: Mics; security: object }
  | { state: 'refused'; explanation: string }
);

/** Records a message from a partner with the receipt that answers it. Of a refused one the body is not kept. */
export async function recordReceived(sql: Sql, one: NewReceived): Promise<void> {
  const accepted = one.state === 'accepted' ? one : undefined;
  await sql.query(
    `insert into as2_messages (as2_message_id, agreement_id, direction, message_id, interchange_id, state, headers, body,
       payload_sha256, mics, security, explanation, receipt_headers, receipt_body, receipt_state, receipt_url,
       next_attempt_at, recorded_at, ended_at)
     values ($1, $2, 'in', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $16)`,
    [
      ...[one.as2MessageId, one.agreementId, one.messageId, accepted?.interchangeId ?? null, one.state],
      ...[JSON.stringify(one.message.headers), accepted === undefined ? null : one.message.body],
      ...[accepted?.payloadSha256 ?? null, accepted === undefined ? null : JSON.stringify(accepted.mics)],
      ...[JSON.stringify(accepted?.security ?? {}), one.state === 'refused' ? one.explanation : null],
      ...[one.receipt === undefined ? null : JSON.stringify(one.receipt.headers), one.receipt?.body ?? null],
      ...[one.receiptUrl === undefined ? null : 'due', one.receiptUrl ?? null, one.now],
    ],
  );
}

/** How many messages were refused under this agreement since then: whoever floods us fills no database. */
export async function countRefused(sql: Sql, agreementId: string, since: Date): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from as2_messages
     where agreement_id = $1 and state = 'refused' and recorded_at > $2`,
    [agreementId, since],
  );
  return row?.count ?? 0;
}

/** Stores a message of ours as it will be posted, however often that takes. */
export async function recordReady(
  sql: Sql,
  one: Pick<
    SentMessage,
    'as2MessageId' | 'agreementId' | 'messageId' | 'interchangeId' | 'headers' | 'body' | 'mics'
  > & { now: Date; security: object },
): Promise<void> {
  await sql.query(
    `insert into as2_messages (as2_message_id, agreement_id, direction, message_id, interchange_id, state, headers, body,
       mics, security, next_attempt_at, recorded_at)
     values ($1, $2, 'out', $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      ...[one.as2MessageId, one.agreementId, one.messageId, one.interchangeId, as2SentLifecycle.initial],
      ...[
        JSON.stringify(one.headers),
        one.body,
        JSON.stringify(one.mics),
        JSON.stringify(one.security),
        one.now,
      ],
    ],
  );
}

/** The ids of messages of this agreement that are to be posted now, oldest first; a page. */
export async function listReady(
  sql: Sql,
  {
    agreementId,
    now,
    limit,
    keepsOrder,
  }: { agreementId: string; now: Date; limit: number; keepsOrder: boolean },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select as2_message_id as id from as2_messages
     where agreement_id = $1 and state = 'ready' and next_attempt_at <= $2
       and (not $4::boolean or not exists (select 1 from as2_messages earlier
         where earlier.agreement_id = $1 and earlier.state = 'ready' and earlier.next_attempt_at > $2
           and earlier.position < as2_messages.position))
     order by position limit $3`,
    [agreementId, now, limit, keepsOrder],
  );
  return rows.map(({ id }) => id);
}

/** Takes a message for one try until `leaseUntil`; of several gateways one gets it. Counts the try. */
export async function claimReady(
  sql: Sql,
  { as2MessageId, now, leaseUntil }: { as2MessageId: string; now: Date; leaseUntil: Date },
): Promise<SentMessage | undefined> {
  const rows = await sql.query<SentMessage>(
    `update as2_messages set attempt_count = attempt_count + 1, next_attempt_at = $3
     where as2_message_id = $1 and state = 'ready' and next_attempt_at <= $2 returning ${sentColumns}`,
    [as2MessageId, now, leaseUntil],
  );
  return rows[0];
}

/** Messages that are not settled and that no gateway is posting just now; a page. */
export const listOrphans = (
  sql: Sql,
  { agreementId, now }: { agreementId: string; now: Date },
): Promise<SentMessage[]> =>
  sql.query<SentMessage>(
    `select ${sentColumns} from as2_messages where agreement_id = $1
       and (state = 'posted' or state = 'ready' and next_attempt_at <= $2) order by position limit 100`,
    [agreementId, now],
  );

/** The message of ours that a receipt names. */
export async function findSent(
  sql: Sql,
  { agreementId, messageId }: { agreementId: string; messageId: string },
): Promise<SentMessage | undefined> {
  const rows = await sql.query<SentMessage>(
    `select ${sentColumns} from as2_messages where agreement_id = $1 and message_id = $2 and direction = 'out'`,
    [agreementId, messageId],
  );
  return rows[0];
}

/** Moves a message of ours. False when somebody else moved it meanwhile, e.g. its receipt came first. */
export async function moveSent(
  sql: Sql,
  change: {
    as2MessageId: string;
    from: As2SentState;
    event: As2SentEvent;
    now: Date;
    explanation?: string | null;
    receipt?: Evidence | undefined;
    nextAttemptAt?: Date;
  },
): Promise<boolean> {
  const to = nextState(as2SentLifecycle, change.from, change.event);
  assert(to !== undefined, `an AS2 message that is ${change.from} cannot ${change.event}`);
  const isEnd = to === 'delivered' || to === 'failed';
  const rows = await sql.query(
    `update as2_messages set state = $3, explanation = $4, next_attempt_at = $5, ended_at = $6,
       receipt_headers = coalesce($7, receipt_headers), receipt_body = coalesce($8, receipt_body)
     where as2_message_id = $1 and state = $2 returning 1`,
    [
      ...[change.as2MessageId, change.from, to, change.explanation?.slice(0, 2_000) ?? null],
      ...[change.nextAttemptAt ?? change.now, isEnd ? change.now : null],
      ...[
        change.receipt === undefined ? null : JSON.stringify(change.receipt.headers),
        change.receipt?.body ?? null,
      ],
    ],
  );
  return rows.length === 1;
}

/** Ends a failed try; the next one comes at `nextAttemptAt`. */
export async function postponeSent(
  sql: Sql,
  { as2MessageId, nextAttemptAt, why }: { as2MessageId: string; nextAttemptAt: Date; why: string },
): Promise<void> {
  await sql.query(
    `update as2_messages set next_attempt_at = $2, explanation = $3 where as2_message_id = $1 and state = 'ready'`,
    [as2MessageId, nextAttemptAt, why.slice(0, 2_000)],
  );
}
