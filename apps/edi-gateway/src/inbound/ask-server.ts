import type { DocumentEnvelope } from '@coplan/documents';
import { z } from 'zod';

const answerTimeoutMs = 15_000;
/** For each document more that is read in the same request. */
const documentTimeoutMs = 300;
const answerCharactersMax = 1_500;

/**
 * What the server said of a document. `said`: it has judged the document, and this is its sentence; else the fault is not
 * the document's. `held-back`: it was not read, because of one before it.
 */
export type Answer =
  | { kind: 'accepted' }
  | { kind: 'refused'; why: string; said?: string | undefined }
  | { kind: 'again'; why: string }
  | { kind: 'held-back' };

type Server = { serverUrl: string; key: string };

/** Answers that pass by waiting, although their numbers begin with 4. */
const passing = new Set([408, 425, 429]);

/** Our key is wrong or lacks a permission: that is between the server and us. */
const ourFault = new Set([401, 403]);
const ourFaultKinds: readonly unknown[] = ['unauthenticated', 'forbidden'];

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

const unreached = (error: unknown): Answer => {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  return { kind: 'again', why: `The server cannot be reached (${code ?? (error as Error).message}).` };
};

const ask = (
  { serverUrl, key }: Server,
  {
    path,
    body,
    timeoutMs,
    documentId,
  }: { path: string; body: object; timeoutMs: number; documentId?: string },
): Promise<Response> =>
  fetch(`${serverUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      ...(documentId === undefined ? {} : { 'idempotency-key': documentId }),
    },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });

/** One document. Its id is its idempotency key: after a kill the server recognises the repetition. */
export async function postOne(server: Server, envelope: DocumentEnvelope): Promise<Answer> {
  const { documentId } = envelope;
  try {
    return await readAnswer(
      await ask(server, { path: 'documents', body: envelope, timeoutMs: answerTimeoutMs, documentId }),
    );
  } catch (error) {
    return unreached(error);
  }
}

const manyAnswer = z.object({
  results: z.array(
    z.object({
      status: z.enum(['recorded', 'refused', 'held-back']),
      error: z.object({ code: z.string(), kind: z.string().nullable(), message: z.string() }).optional(),
    }),
  ),
});
type Result = z.output<typeof manyAnswer>['results'][number];

function toAnswer({ status, error }: Result): Answer {
  if (status === 'recorded') return { kind: 'accepted' };
  if (status === 'held-back' || error === undefined) return { kind: 'held-back' };
  const why = `The server answered ${error.code}: ${error.message}`.slice(0, answerCharactersMax);
  if (error.kind === null || /in-flight/.test(error.code)) return { kind: 'again', why };
  return { kind: 'refused', why, said: ourFaultKinds.includes(error.kind) ? undefined : error.message };
}

/**
 * Several documents in one request, answered one by one in their order. Where the request as a whole gets nowhere: the
 * server is away (`again`), or it says nothing of the single documents (`apart`: ask of each alone).
 */
export async function postMany(
  server: Server,
  { envelopes, keepsOrder }: { envelopes: readonly DocumentEnvelope[]; keepsOrder: boolean },
): Promise<readonly Answer[] | 'apart' | Extract<Answer, { kind: 'again' }>> {
  const timeoutMs = answerTimeoutMs + envelopes.length * documentTimeoutMs;
  try {
    const body = { documents: envelopes, keepsOrder };
    const response = await ask(server, { path: 'documents/bulk', body, timeoutMs });
    if (!response.ok) return 'apart';
    const { results } = manyAnswer.parse(await response.json());
    return results.length === envelopes.length ? results.map(toAnswer) : 'apart';
  } catch (error) {
    const isLate = (error as Error).name === 'TimeoutError';
    const answer = unreached(error);
    return answer.kind !== 'again' || isLate || error instanceof z.ZodError ? 'apart' : answer;
  }
}
