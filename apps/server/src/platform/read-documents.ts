import { type DocumentEnvelope, documentEnvelope } from '@coplan/documents';
import { z } from 'zod';
import { type BatchState, carryOutTogether, findCarriedOut, hashBody } from './carry-out-once.ts';
import type { Context } from './context.ts';
import type { DocumentReader } from './document-reader.ts';
import { findRefusal } from './errors-over-http.ts';

/** Documents that one request may hand over. */
export const documentsMax = 500;
/** Documents that are read in one transaction. */
const chunkMax = 100;

/** Whose keys the documents' ids are. */
export const documentScope = 'documents';

export const documentResult = z.object({
  /** Null where the document was so malformed that it names none. */
  documentId: z.string().nullable(),
  /** `held-back`: not read, because one before it met a fault of ours and the order is kept. */
  status: z.enum(['recorded', 'refused', 'held-back']),
  error: z.object({ code: z.string(), kind: z.string().nullable(), message: z.string() }).optional(),
});
export type DocumentResult = z.output<typeof documentResult>;

type Readable = { envelope: DocumentEnvelope; reader: DocumentReader };
type Prepared = Readable & { key: string; bodyHash: string };

type Reading = {
  /** Whether a fault of ours holds back everything behind it. */
  keepsOrder: boolean;
  readerFor(envelope: DocumentEnvelope): DocumentReader;
  readOnce(one: Readable): Promise<void>;
};

/** Set by the first fault where the order is kept. */
type Halt = { isHeld: boolean };
type InTurn = Reading & { halt: Halt };

const recorded = (documentId: string): DocumentResult => ({ documentId, status: 'recorded' });

/** The refusal of one document; a fault of ours is logged and not described. */
function refused({ log, requestId }: Context, documentId: string | null, thrown: unknown): DocumentResult {
  const refusal = findRefusal(thrown);
  if (refusal !== undefined) {
    const { code, kind, message } = refusal;
    return { documentId, status: 'refused', error: { code, kind, message } };
  }
  log.error({ err: thrown, documentId, requestId }, 'a document of a batch could not be read');
  const message = `Something went wrong on our side; give the request id ${requestId} when you ask about it`;
  return { documentId, status: 'refused', error: { code: 'platform.fault', kind: null, message } };
}

const idOf = (given: unknown): string | null => {
  const { documentId } = (given ?? {}) as { documentId?: unknown };
  return typeof documentId === 'string' ? documentId : null;
};

/** Runs of documents of one type, in their order, none longer than a transaction takes. */
function chunksOf(documents: readonly Prepared[]): Prepared[][] {
  const chunks: Prepared[][] = [];
  for (const one of documents) {
    const last = chunks.at(-1);
    const isAlike = last?.[0]?.reader === one.reader && last.length < chunkMax;
    const isRepeated = last?.some(({ key }) => key === one.key) === true;
    if (last === undefined || !isAlike || isRepeated) chunks.push([one]);
    else last.push(one);
  }
  return chunks;
}

const toCommand = ({ key, bodyHash }: Prepared) => ({ key, bodyHash, answer: { documentId: key } });

/** Reads a chunk in one transaction; where that fails, its halves, so that what is wrong is refused alone. */
async function readChunk(
  context: Context,
  chunk: readonly Prepared[],
  reading: InTurn,
): Promise<DocumentResult[]> {
  const [only] = chunk;
  if (only === undefined) return [];
  if (reading.halt.isHeld) return chunk.map(({ key }) => ({ documentId: key, status: 'held-back' }));
  const runMany = only.reader.runMany;
  if (chunk.length === 1) {
    try {
      await reading.readOnce(only);
      return [recorded(only.key)];
    } catch (error) {
      reading.halt.isHeld = reading.keepsOrder && findRefusal(error) === undefined;
      return [refused(context, only.key, error)];
    }
  }
  if (runMany !== undefined) {
    try {
      const bodies = chunk.map(({ envelope }) => ({ body: envelope.body as never, envelope }));
      await carryOutTogether(context, { scope: documentScope, commands: chunk.map(toCommand) }, (bound) =>
        runMany(bound, bodies),
      );
      return chunk.map(({ key }) => recorded(key));
    } catch (error) {
      context.log.debug({ err: error }, 'a batch of documents was undone and is read in halves');
    }
  }
  const middle = Math.ceil(chunk.length / 2);
  return [
    ...(await readChunk(context, chunk.slice(0, middle), reading)),
    ...(await readChunk(context, chunk.slice(middle), reading)),
  ];
}

/** Those that were read before are answered the same again; an id with other content is left to be refused alone. */
async function readKnownOrNot(
  context: Context,
  chunk: readonly Prepared[],
  reading: InTurn,
): Promise<Map<Prepared, DocumentResult>> {
  const states: BatchState[] = await findCarriedOut(context, { scope: documentScope, commands: chunk });
  const results = new Map<Prepared, DocumentResult>();
  const fresh = chunk.filter((_, index) => states[index] === 'fresh');
  for (const [index, one] of chunk.entries()) {
    if (states[index] === 'fresh') continue;
    for (const result of await readChunk(context, [one], reading)) results.set(one, result);
  }
  for (const [index, result] of (await readChunk(context, fresh, reading)).entries())
    results.set(fresh[index] as Prepared, result);
  return results;
}

/**
 * Reads many documents in their order, those of one type together in transactions of up to a hundred. A document that
 * cannot be taken is refused alone and changes nothing; the others are recorded.
 */
export async function readDocuments(
  context: Context,
  given: readonly unknown[],
  reading: Reading,
): Promise<{ results: DocumentResult[] }> {
  const results: DocumentResult[] = [];
  const places = new Map<Prepared, number>();
  for (const [index, one] of given.entries()) {
    try {
      const envelope = documentEnvelope.parse(one);
      const reader = reading.readerFor(envelope);
      places.set({ envelope, reader, key: envelope.documentId, bodyHash: hashBody(envelope) }, index);
    } catch (error) {
      results[index] = refused(context, idOf(one), error);
    }
  }
  const inTurn = { ...reading, halt: { isHeld: false } };
  for (const chunk of chunksOf([...places.keys()])) {
    for (const [one, result] of await readKnownOrNot(context, chunk, inTurn))
      results[places.get(one) as number] = result;
  }
  return { results };
}
