import { assert } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import { postedLifecycle } from '../archive/lifecycles.ts';
import {
  listDueMessages,
  moveMessage,
  postponeMessage,
  type StoredMessage,
} from '../archive/message-archive.ts';
import { adviseRefusal } from '../outbound/advise-refusal.ts';
import { retryAt, type Tools } from '../tools.ts';

const documentsPerTurnMax = 100;
const answerTimeoutMs = 15_000;
const answerCharactersMax = 1_500;

/** `said`: the server has judged the document, and this is its sentence; else the fault is not the document's. */
type Answer =
  | { kind: 'accepted' }
  | { kind: 'refused'; why: string; said?: string | undefined }
  | { kind: 'again'; why: string };

/** Answers that pass by waiting, although their numbers begin with 4. */
const passing = new Set([408, 425, 429]);

/** Our key is wrong or lacks a permission: that is between the server and us. */
const ourFault = new Set([401, 403]);

/** The sentence in a refusal of the server; undefined in any other answer. */
function sentenceIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message : undefined;
  } catch {
    return undefined;
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = (await response.text()).slice(0, answerCharactersMax);
  if (response.ok) return { kind: 'accepted' };
  const { status } = response;
  const sentence = sentenceIn(text);
  const why = `The server answered ${status}: ${sentence ?? text}`;
  if (status >= 500 || passing.has(status) || /in-flight/.test(text)) return { kind: 'again', why };
  return { kind: 'refused', why, said: ourFault.has(status) ? undefined : sentence };
}

/** One try. The document's id is its idempotency key: after a kill the server recognises the repetition. */
async function post(tools: Tools, message: StoredMessage): Promise<Answer> {
  const { agreements, serverUrl } = tools;
  const { envelope, postedAs, agreementId } = message;
  assert(envelope !== null && postedAs !== null, 'a waiting document has its envelope and its sender');
  const key = await agreements.apiKey(agreementId, postedAs);
  if (key === undefined) {
    const whose = postedAs === 'local' ? 'our own organisation' : 'the partner';
    return {
      kind: 'refused',
      why: `The agreement holds no API key of ${whose}; store one, then replay this message.`,
    };
  }
  try {
    const response = await fetch(`${serverUrl}/api/v1/documents`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
        'idempotency-key': envelope.documentId,
      },
      body: JSON.stringify(envelope),
      redirect: 'error',
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return await readAnswer(response);
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined;
    return {
      kind: 'again',
      why: `The server cannot be reached (${cause?.code ?? (error as Error).message}).`,
    };
  }
}

async function settle(
  tools: Tools,
  agreement: Agreement,
  message: StoredMessage,
  answer: Answer,
): Promise<void> {
  const { database, clock, log } = tools;
  const { messageId, attemptCount } = message;
  const now = clock.now();
  if (answer.kind === 'accepted') {
    await moveMessage(database, postedLifecycle, { messageId, from: 'waiting', event: 'post', now });
    return;
  }
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

/**
 * Hands the agreement's waiting documents to the server, in the order in which they came. A refusal (4xx) is final
 * until somebody replays it, and the partner is told where the agreement asks for that; an unreachable or failing server is tried again, without end and ever more rarely.
 * True when more documents wait.
 */
export async function postDocuments(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock } = tools;
  const page = { agreement, state: 'waiting', now: clock.now(), limit: documentsPerTurnMax };
  const due = await listDueMessages(database, page);
  for (const message of due) {
    const answer = await post(tools, message);
    if (answer.kind === 'accepted') killPoint('inbound.posted');
    await settle(tools, agreement, message, answer);
    // While the server is away the others would only wait for their time-outs one after another.
    if (answer.kind === 'again') return false;
  }
  return due.length === documentsPerTurnMax;
}
