import { assert } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import { postedLifecycle } from '../archive/lifecycles.ts';
import {
  listDueMessages,
  moveMessage,
  moveMessages,
  postponeMessage,
  type StoredMessage,
} from '../archive/message-archive.ts';
import { adviseRefusal } from '../outbound/advise-refusal.ts';
import { retryAt, type Tools } from '../tools.ts';
import { type Answer, postMany, postOne } from './ask-server.ts';

const documentsPerTurnMax = 100;
/** Characters of documents in one request; the server takes 8 MB. */
const requestCharactersMax = 2_000_000;

const envelopeOf = ({ envelope }: StoredMessage) => {
  assert(envelope !== null, 'a waiting document has its envelope');
  return envelope;
};

/**
 * What goes in one request: messages in their order that are posted with the same key. One that was tried in vain before
 * goes alone, so that it holds up nobody but itself.
 */
export function batchesOf(due: readonly StoredMessage[]): StoredMessage[][] {
  const batches: StoredMessage[][] = [];
  let characters = 0;
  for (const message of due) {
    const last = batches.at(-1);
    const length = JSON.stringify(message.envelope).length;
    const goesWith =
      last?.every((one) => one.postedAs === message.postedAs && one.attemptCount === 0) === true;
    if (
      last !== undefined &&
      goesWith &&
      message.attemptCount === 0 &&
      characters + length <= requestCharactersMax
    ) {
      last.push(message);
      characters += length;
    } else {
      batches.push([message]);
      characters = length;
    }
  }
  return batches;
}

/** Answers in the order of the batch, as far as it was asked. */
async function ask(
  tools: Tools,
  agreement: Agreement,
  batch: readonly StoredMessage[],
): Promise<readonly Answer[]> {
  const { agreements, serverUrl } = tools;
  const [first] = batch;
  assert(first?.postedAs != null, 'a waiting document has its sender');
  const key = await agreements.apiKey(first.agreementId, first.postedAs);
  if (key === undefined) {
    const whose = first.postedAs === 'local' ? 'our own organisation' : 'the partner';
    const why = `The agreement holds no API key of ${whose}; store one, then replay this message.`;
    return batch.map((): Answer => ({ kind: 'refused', why }));
  }
  const server = { serverUrl, key };
  if (batch.length > 1) {
    const { keepsOrder } = agreement;
    const answers = await postMany(server, { envelopes: batch.map(envelopeOf), keepsOrder });
    if (answers !== 'apart') return 'kind' in answers ? [answers] : answers;
  }
  const answers: Answer[] = [];
  for (const message of batch) {
    const answer = await postOne(server, envelopeOf(message));
    answers.push(answer);
    // While the server is away the others would only wait for their time-outs one after another.
    if (answer.kind === 'again') break;
  }
  return answers;
}

async function settle(
  tools: Tools,
  agreement: Agreement,
  message: StoredMessage,
  answer: Extract<Answer, { why: string }>,
): Promise<void> {
  const { database, clock, log } = tools;
  const { messageId, attemptCount } = message;
  const now = clock.now();
  const { why: explanation } = answer;
  if (answer.kind === 'refused') {
    log.warn({ messageId, explanation }, 'the server refused a document');
    const { said } = answer;
    const change = { messageId, from: 'waiting', event: 'refuse', now, explanation } as const;
    await database.transaction(async (sql) => {
      const isMoved = await moveMessage(sql, postedLifecycle, change);
      if (isMoved && said !== undefined) await adviseRefusal(sql, agreement, message, { said, now });
    });
    killPoint('advice.queued');
    return;
  }
  const nextAttemptAt = retryAt(now, attemptCount);
  await postponeMessage(database, { messageId, nextAttemptAt, why: explanation });
}

/** True: the server takes documents; false: it is away, or one of them is to be tried again first. */
async function postBatch(
  tools: Tools,
  agreement: Agreement,
  batch: readonly StoredMessage[],
): Promise<boolean> {
  const answers = await ask(tools, agreement, batch);
  const accepted = batch.filter((_, index) => answers[index]?.kind === 'accepted');
  if (accepted.length > 0) {
    killPoint('inbound.posted');
    const messageIds = accepted.map(({ messageId }) => messageId);
    const change = { from: 'waiting', event: 'post', now: tools.clock.now() } as const;
    await moveMessages(tools.database, postedLifecycle, { messageIds, ...change });
  }
  for (const [index, message] of batch.entries()) {
    const answer = answers[index];
    if (answer !== undefined && 'why' in answer) await settle(tools, agreement, message, answer);
  }
  return (
    answers.length === batch.length && answers.every(({ kind }) => kind === 'accepted' || kind === 'refused')
  );
}

/**
 * Hands the agreement's waiting documents to the server, in the order in which they came, those of one sender in one
 * request. A refusal is final until somebody replays it, and the partner is told where the agreement asks for that; an
 * unreachable or failing server is tried again, without end and ever more rarely. A document that the server cannot take
 * holds up no other, unless the order is to be kept. True when more documents wait.
 */
export async function postDocuments(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock } = tools;
  const page = { agreement, state: 'waiting', now: clock.now(), limit: documentsPerTurnMax };
  const due = await listDueMessages(database, page);
  for (const batch of batchesOf(due)) if (!(await postBatch(tools, agreement, batch))) return false;
  return due.length === documentsPerTurnMax;
}
