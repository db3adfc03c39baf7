import type { DocumentEnvelope } from '@coplan/documents';
import type { z } from 'zod';
import type { Context } from './context.ts';

export type DocumentReader = {
  documentType: string;
  permission: string;
  schema: z.ZodType;
  run(context: Context, body: never, envelope: DocumentEnvelope): Promise<unknown>;
  runMany?(context: Context, documents: readonly ReadDocument<never>[]): Promise<unknown>;
};

/** A document with the envelope that it came in. */
export type ReadDocument<Body> = { body: Body; envelope: DocumentEnvelope };

/**
 * Declares how a kind of document from outside becomes a use case. The context is the receiver of
 * `POST /api/v1/documents`: the organisation of the API key. The first transaction that `run` opens also records
 * the document id, so a document that comes twice changes nothing the second time. Refuse with a `DomainError`.
 * `runMany` takes several in one transaction, all of them or none; where it throws they are read one by one.
 */
export function defineDocumentReader<Schema extends z.ZodType>(reader: {
  documentType: DocumentEnvelope['documentType'];
  permission: string;
  schema: Schema;
  run(context: Context, body: z.output<Schema>, envelope: DocumentEnvelope): Promise<unknown>;
  runMany?(context: Context, documents: readonly ReadDocument<z.output<Schema>>[]): Promise<unknown>;
}): DocumentReader {
  return reader as unknown as DocumentReader;
}
