import type { Sql } from '../../database.ts';
import { messageNotFound } from './view-message.ts';

export type FileEvidence = {
  interchangeId: string;
  fileName: string;
  direction: 'in' | 'out';
  state: string;
  explanation: string | null;
  sha256: string;
  byteCount: number;
  recordedAt: Date;
  endedAt: Date | null;
};
export type As2Evidence = {
  as2MessageId: string;
  messageId: string;
  direction: 'in' | 'out';
  state: string;
  hasReceipt: boolean;
  receiptState: string | null;
  security: Record<string, unknown>;
  explanation: string | null;
  recordedAt: Date;
};
export type AnswerEvidence = {
  interchangeId: string;
  kind: string;
  status: string;
  explanation: string | null;
  fileName: string;
  recordedAt: Date;
};
export type InterventionEvidence = {
  kind: string;
  reason: string;
  doneByName: string;
  doneAt: Date;
  /** The message that the copy became, once it was read. */
  resultMessageId: string | null;
  resultState: string | null;
};
export type Evidence = {
  file: FileEvidence | null;
  as2: As2Evidence[];
  /** Of a file from the partner: our answer to it. */
  ourAnswer: (FileEvidence & { as2: As2Evidence[] }) | null;
  /** Of a message of ours: what the partner said, in the order in which it came. */
  answers: AnswerEvidence[];
  document: {
    documentId: string;
    documentType: string;
    state: string;
    endedAt: Date | null;
    explanation: string | null;
  } | null;
  /** Of a document that the server refused: the 824 or APERAK that tells the partner. */
  advice: {
    messageId: string;
    setType: string | null;
    state: string;
    acknowledgement: string;
    recordedAt: Date;
  } | null;
  /** Of such an advice: the message that it tells of. */
  advises: { messageId: string; state: string } | null;
  /** The message that this one is the repaired copy of. */
  repairs: { messageId: string; state: string } | null;
  interventions: InterventionEvidence[];
  numbers: { kind: string; number: string }[];
};

const fileColumns = `interchange_id as "interchangeId", file_name as "fileName", direction, state, explanation, sha256,
  octet_length(bytes) as "byteCount", recorded_at as "recordedAt", ended_at as "endedAt"`;
const file = `select ${fileColumns}, repairs_message_id as "repairsMessageId" from interchanges where interchange_id = $1`;
const ourAnswer = `select ${fileColumns} from interchanges where interchange_id in
  (select acknowledgement_id from received_control_numbers where interchange_id = $1) limit 1`;
const as2 = `select as2_message_id as "as2MessageId", message_id as "messageId", direction, state,
  receipt_body is not null as "hasReceipt", receipt_state as "receiptState", security, explanation,
  recorded_at as "recordedAt"
  from as2_messages where interchange_id = $1 order by position limit 50`;
const answers = `select message_answers.interchange_id as "interchangeId", kind, status, message_answers.explanation,
  file_name as "fileName", message_answers.recorded_at as "recordedAt"
  from message_answers join interchanges using (interchange_id) where message_id = $1
  order by message_answers.recorded_at, kind limit 50`;
const interventions = `select kind, reason, done_by_name as "doneByName", done_at as "doneAt",
  results.message_id as "resultMessageId", results.state as "resultState"
  from interventions left join lateral (select message_id, state from messages
    where messages.interchange_id = interventions.interchange_id order by position limit 1) as results on true
  where interventions.message_id = $1 order by interventions.position limit 50`;
const message = `select message_id as "messageId", interchange_id as "interchangeId", envelope ->> 'documentId' as "documentId",
  document_type as "documentType", state, ended_at as "endedAt", explanation, direction from messages where message_id = $1`;
const advice = `select message_id as "messageId", set_type as "setType", state, acknowledgement,
  recorded_at as "recordedAt" from messages where advises_message_id = $1`;
const advises = `select told.message_id as "messageId", told.state from messages
  join messages told on told.message_id = messages.advises_message_id where messages.message_id = $1`;
const numbers = `select kind, number from message_numbers where message_id = $1 and kind <> 'control'
  order by kind, number limit 100`;

type MessageFacts = {
  interchangeId: string | null;
  documentId: string | null;
  documentType: string | null;
  state: string;
  endedAt: Date | null;
  explanation: string | null;
};

/** The whole chain of a message: the file, how it travelled, who acknowledged it, what it became, who touched it. */
export async function readEvidence({ query }: Pick<Sql, 'query'>, messageId: string): Promise<Evidence> {
  const [facts] = await query<MessageFacts>(message, [messageId]);
  if (facts === undefined) throw messageNotFound(messageId);
  const { interchangeId } = facts;
  const [[found], travelled, [answer], said, acts, named, [ours], [told]] = await Promise.all([
    query<FileEvidence & { repairsMessageId: string | null }>(file, [interchangeId]),
    query<As2Evidence>(as2, [interchangeId]),
    query<FileEvidence>(ourAnswer, [interchangeId]),
    query<AnswerEvidence>(answers, [messageId]),
    query<InterventionEvidence>(interventions, [messageId]),
    query<{ kind: string; number: string }>(numbers, [messageId]),
    query<NonNullable<Evidence['advice']>>(advice, [messageId]),
    query<NonNullable<Evidence['advises']>>(advises, [messageId]),
  ]);
  const origin = found?.repairsMessageId ?? null;
  const [repairs] =
    origin === null
      ? []
      : await query<{ messageId: string; state: string }>(
          'select message_id as "messageId", state from messages where message_id = $1',
          [origin],
        );
  const { documentId, documentType, state, endedAt, explanation } = facts;
  return {
    file: found ?? null,
    as2: travelled,
    ourAnswer:
      answer === undefined ? null : { ...answer, as2: await query<As2Evidence>(as2, [answer.interchangeId]) },
    answers: said,
    document:
      documentId === null || documentType === null
        ? null
        : { documentId, documentType, state, endedAt, explanation },
    ...{ advice: ours ?? null, advises: told ?? null },
    repairs: repairs ?? null,
    interventions: acts,
    numbers: named,
  };
}
