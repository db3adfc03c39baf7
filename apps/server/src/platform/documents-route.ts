import { type DocumentEnvelope, documentEnvelope } from '@coplan/documents';
import { assert, DomainError } from '@coplan/kernel';
import { z } from 'zod';
import { carryOutOnce } from './carry-out-once.ts';
import { type Context, roles } from './context.ts';
import { previewDocument, type ReadPreviewedRows } from './document-preview.ts';
import type { DocumentReader } from './document-reader.ts';
import { assertPermitted, registerPermissions } from './permissions.ts';
import { documentResult, documentScope, documentsMax, readDocuments } from './read-documents.ts';
import { type RestRoute, restRoute } from './rest-route.ts';

registerPermissions('documents', {
  'documents.post': roles.filter((role) => role === 'edi' || role === 'admin'),
});

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const previewAnswer = z.object({
  changes: z.array(
    z.object({ kind: z.string(), label: z.string(), field: z.string(), before: value, after: value }),
  ),
  hiddenCount: z.int(),
  news: z.array(z.string()),
});

/** Whoever shows the key is the sender, and the document is of a type that is read here. */
function readerFor(
  byType: ReadonlyMap<string, DocumentReader>,
  { actor }: Context,
  { documentType, senderOrganisationId }: DocumentEnvelope,
): DocumentReader {
  if (senderOrganisationId !== actor.organisationId) {
    const text = 'The sender of the document is another organisation than that of the API key';
    throw new DomainError('forbidden', 'documents.other-sender', { senderOrganisationId }, text);
  }
  const reader = byType.get(documentType);
  if (reader === undefined) {
    const text = `This server does not read documents of type ${documentType}`;
    throw new DomainError('not-allowed', 'documents.unread-type', { documentType }, text);
  }
  assertPermitted(actor, reader.permission);
  return reader;
}

const readersByType = (readers: readonly DocumentReader[]): ReadonlyMap<string, DocumentReader> => {
  const byType = new Map(readers.map((reader) => [reader.documentType, reader]));
  assert(byType.size === readers.length, 'every document type has one reader');
  return byType;
};

/** Reads one document, once. */
async function readOnce(
  context: Context,
  { reader, envelope }: { reader: DocumentReader; envelope: DocumentEnvelope },
): Promise<void> {
  const { documentId } = envelope;
  await carryOutOnce({
    context,
    actorKey: documentScope,
    scope: documentScope,
    key: documentId,
    body: envelope,
    answerAhead: { documentId },
    run: async (bound) => {
      await reader.run(bound, reader.schema.parse(envelope.body) as never, envelope);
      return { documentId };
    },
  });
}

/**
 * `POST /api/v1/documents`: the entrance of business documents. The sender is the organisation of the API key, never
 * a field of the body alone. The document's id is its idempotency key: sent twice it is read once, and the same id
 * with other content is a conflict.
 */
export function documentsRoute(readers: readonly DocumentReader[]): RestRoute {
  const byType = readersByType(readers);
  return restRoute({
    method: 'post',
    path: '/documents',
    permission: 'documents.post',
    summary: 'Hand over a business document',
    repetitionKnownBy: 'body',
    request: { body: documentEnvelope },
    response: z.object({ documentId: z.uuid(), status: z.literal('recorded') }),
    async run(context, { body: envelope }) {
      await readOnce(context, { reader: readerFor(byType, context, envelope), envelope });
      return { documentId: envelope.documentId, status: 'recorded' as const };
    },
  });
}

/**
 * `POST /api/v1/documents/bulk`: many documents at once, read in their order and answered one by one. Each is taken or
 * refused for itself, as if it had come alone.
 */
export function documentsBulkRoute(readers: readonly DocumentReader[]): RestRoute {
  const byType = readersByType(readers);
  return restRoute({
    method: 'post',
    path: '/documents/bulk',
    permission: 'documents.post',
    summary: 'Hand over many business documents',
    repetitionKnownBy: 'body',
    request: {
      body: z.object({
        documents: z.array(z.unknown()).min(1).max(documentsMax),
        /** A fault of ours holds back everything behind it, so that nothing overtakes. */
        keepsOrder: z.boolean().default(false),
      }),
    },
    response: z.object({ results: z.array(documentResult) }),
    run: (context, { body: { documents, keepsOrder } }) =>
      readDocuments(context, documents, {
        keepsOrder,
        readerFor: (envelope) => readerFor(byType, context, envelope),
        readOnce: (one) => readOnce(context, one),
      }),
  });
}

/** `POST /api/v1/documents/preview`: what a document would change, with nothing changed. The same rules hold. */
export function documentPreviewRoute(
  readers: readonly DocumentReader[],
  readRows: ReadPreviewedRows,
): RestRoute {
  const byType = readersByType(readers);
  return restRoute({
    method: 'post',
    path: '/documents/preview',
    permission: 'documents.post',
    summary: 'See what a business document would change',
    repetitionKnownBy: 'body',
    request: { body: documentEnvelope },
    response: previewAnswer,
    run: (context, { body: envelope }) =>
      previewDocument(context, { reader: readerFor(byType, context, envelope), envelope, readRows }),
  });
}
