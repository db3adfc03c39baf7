import { documentEnvelope } from '@coplan/documents';
import { assert, DomainError } from '@coplan/kernel';
import { z } from 'zod';
import { carryOutOnce } from './carry-out-once.ts';
import { roles } from './context.ts';
import type { DocumentReader } from './document-reader.ts';
import { assertPermitted, registerPermissions } from './permissions.ts';
import { type RestRoute, restRoute } from './rest-route.ts';

registerPermissions('documents', {
  'documents.post': roles.filter((role) => role === 'edi' || role === 'admin'),
});

/**
 * `POST /api/v1/documents`: the entrance of business documents. The sender is the organisation of the API key, never
 * a field of the body alone. The document's id is its idempotency key: sent twice it is read once, and the same id
 * with other content is a conflict.
 */
export function documentsRoute(readers: readonly DocumentReader[]): RestRoute {
  const byType = new Map(readers.map((reader) => [reader.documentType, reader]));
  assert(byType.size === readers.length, 'every document type has one reader');
  return restRoute({
    method: 'post',
    path: '/documents',
    permission: 'documents.post',
    summary: 'Hand over a business document',
    repetitionKnownBy: 'body',
    request: { body: documentEnvelope },
    response: z.object({ documentId: z.uuid(), status: z.literal('recorded') }),
    async run(context, { body: envelope }) {
      const { documentId, documentType, senderOrganisationId } = envelope;
      if (senderOrganisationId !== context.actor.organisationId) {
        const text = 'The sender of the document is another organisation than that of the API key';
        throw new DomainError('forbidden', 'documents.other-sender', { senderOrganisationId }, text);
      }
      const reader = byType.get(documentType);
      if (reader === undefined) {
        const text = `This server does not read documents of type ${documentType}`;
        throw new DomainError('not-allowed', 'documents.unread-type', { documentType }, text);
      }
      assertPermitted(context.actor, reader.permission);
      await carryOutOnce({
        context,
        actorKey: 'documents',
        scope: 'documents',
        key: documentId,
        body: envelope,
        run: async (bound) => {
          await reader.run(bound, reader.schema.parse(envelope.body) as never, envelope);
          return { documentId };
        },
      });
      return { documentId, status: 'recorded' as const };
    },
  });
}
