import type { DocumentEnvelope, DocumentIssue } from '@coplan/documents';
import type { BusinessNumber } from '@coplan/edi';
import { assert, type Lifecycle, nextState } from '@coplan/kernel';
import { canonicalJson } from '@coplan/platform';
import type { AgreementInForce } from '../agreements/agreement.ts';
import type { Side } from '../agreements/agreement-store.ts';
import type { Sql } from '../database.ts';
import { sha256 } from '../ids.ts';

export type NewMessage = {
  messageId: string;
  agreementId: string;
  direction: 'in' | 'out';
  state: string;
  now: Date;
  interchangeId?: string;
  controlNumber?: string;
  groupNumber?: string;
  setNumber?: string;
  setType?: string;
  envelope?: DocumentEnvelope;
  postedAs?: Side;
  explanation?: string;
  issues?: readonly DocumentIssue[];
  /** Of an 824 or an APERAK that the gateway sends by itself: the message that it tells of. */
  advisesMessageId?: string;
  /** By which people look for it, besides its control numbers. */
  numbers?: readonly BusinessNumber[];
};

export type StoredMessage = {
  messageId: string;
  agreementId: string;
  state: string;
  setType: string | null;
  setNumber: string | null;
  groupNumber: string | null;
  envelope: DocumentEnvelope | null;
  postedAs: Side | null;
  attemptCount: number;
};

const columns = `message_id as "messageId", agreement_id as "agreementId", state, set_type as "setType",
  set_number as "setNumber", group_number as "groupNumber", envelope, posted_as as "postedAs",
  attempt_count as "attemptCount"`;

/** The fingerprint by which two bodies under one id are compared. */
export const bodyFingerprint = (envelope: DocumentEnvelope): string => sha256(canonicalJson(envelope));

/** Records a message; one with this id that is already there stays as it is. True when it is new. */
export async function recordMessage(sql: Sql, message: NewMessage): Promise<boolean> {
  const { envelope, issues = [] } = message;
  const rows = await sql.query(
    `insert into messages (message_id, agreement_id, direction, interchange_id, control_number, group_number, set_number,
       set_type, document_type, envelope, body_sha256, posted_as, state, explanation, issues, next_attempt_at, recorded_at,
       advises_message_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)
     on conflict (message_id) do nothing returning 1`,
    [
      ...[message.messageId, message.agreementId, message.direction, message.interchangeId ?? null],
      ...[message.controlNumber ?? null, message.groupNumber ?? null, message.setNumber ?? null],
      ...[message.setType ?? null, envelope?.documentType ?? null],
      ...[envelope === undefined ? null : JSON.stringify(envelope)],
      ...[envelope === undefined ? null : bodyFingerprint(envelope), message.postedAs ?? null],
      ...[message.state, message.explanation?.slice(0, 2_000) ?? null, JSON.stringify(issues.slice(0, 100))],
      ...[message.now, message.advisesMessageId ?? null],
    ],
  );
  if (rows.length === 0) return false;
  const { messageId, agreementId, controlNumber, groupNumber, numbers = [] } = message;
  await recordNumbers(sql, { messageId, agreementId, controlNumber, groupNumber, numbers });
  return true;
}

/** A control number as it was written and as people say it, without leading zeros. */
const spoken = (number: string | undefined): string[] =>
  number === undefined || number === '' ? [] : [number, number.replace(/^0+(?=.)/, '')];

/** Adds numbers by which a message is found; those that it has already stay. Letters are kept as capitals. */
export async function recordNumbers(
  sql: Sql,
  about: {
    messageId: string;
    agreementId: string;
    controlNumber?: string | undefined;
    groupNumber?: string | undefined;
    numbers: readonly BusinessNumber[];
  },
): Promise<void> {
  const control = [...spoken(about.controlNumber), ...spoken(about.groupNumber)];
  const all = [...about.numbers, ...control.map((number) => ({ kind: 'control', number }))];
  if (all.length === 0) return;
  await sql.query(
    `insert into message_numbers (message_id, agreement_id, kind, number)
     select $1, $2, kind, number from unnest($3::text[], $4::text[]) as given (kind, number) on conflict do nothing`,
    [
      ...[about.messageId, about.agreementId, all.map(({ kind }) => kind)],
      all.map(({ number }) => number.toUpperCase().slice(0, 80)),
    ],
  );
}

/**
 * Messages of one agreement in this state whose time has come, in the order in which they were recorded. Where the order
 * is kept, one that waits for its next try holds back those after it.
 */
export function listDueMessages(
  sql: Sql,
  {
    agreement: { agreementId, edition, keepsOrder },
    state,
    now,
    limit,
  }: { agreement: AgreementInForce; state: string; now: Date; limit: number },
): Promise<StoredMessage[]> {
  return sql.query(
    `select ${columns} from messages
     where agreement_id = $1 and state = $2 and next_attempt_at <= $3
       and exists (select 1 from agreements where agreement_id = $1 and edition = $6)
       and (not $5::boolean or not exists (select 1 from messages earlier
         where earlier.agreement_id = $1 and earlier.state = $2 and earlier.next_attempt_at > $3
           and earlier.position < messages.position))
     order by position limit $4`,
    [agreementId, state, now, limit, keepsOrder, edition],
  );
}

/** Moves a message along its life cycle. False when somebody else has moved it meanwhile. */
export async function moveMessage<State extends string, Event extends string>(
  sql: Sql,
  lifecycle: Lifecycle<State, Event>,
  change: {
    messageId: string;
    from: State;
    event: Event;
    now: Date;
    explanation?: string | null;
    issues?: readonly DocumentIssue[];
  },
): Promise<boolean> {
  const to = nextState(lifecycle, change.from, change.event);
  assert(to !== undefined, `a message that is ${change.from} cannot ${change.event}`);
  const rows = await sql.query(
    `update messages set state = $3, explanation = $4, issues = coalesce($5::jsonb, issues), ended_at = $6,
       attempt_count = 0, next_attempt_at = $6
     where message_id = $1 and state = $2 returning 1`,
    [
      ...[change.messageId, change.from, to, change.explanation?.slice(0, 2_000) ?? null],
      ...[change.issues === undefined ? null : JSON.stringify(change.issues.slice(0, 100)), change.now],
    ],
  );
  return rows.length === 1;
}

/** The same for several that go the same way, without an explanation. Those that somebody has moved meanwhile stay. */
export async function moveMessages<State extends string, Event extends string>(
  sql: Sql,
  lifecycle: Lifecycle<State, Event>,
  change: { messageIds: readonly string[]; from: State; event: Event; now: Date },
): Promise<void> {
  const to = nextState(lifecycle, change.from, change.event);
  assert(to !== undefined, `a message that is ${change.from} cannot ${change.event}`);
  await sql.query(
    `update messages set state = $3, explanation = null, ended_at = $4, attempt_count = 0, next_attempt_at = $4
     where message_id = any ($1) and state = $2`,
    [change.messageIds, change.from, to, change.now],
  );
}

/** Counts a failed try; the next one comes at `nextAttemptAt`. */
export async function postponeMessage(
  sql: Sql,
  { messageId, nextAttemptAt, why }: { messageId: string; nextAttemptAt: Date; why: string },
): Promise<void> {
  await sql.query(
    `update messages set attempt_count = attempt_count + 1, next_attempt_at = $2, explanation = $3 where message_id = $1`,
    [messageId, nextAttemptAt, why.slice(0, 2_000)],
  );
}
