import { DomainError, type OrganisationId } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import { z } from 'zod';
import type { Context } from './context.ts';
import { defineJob, type Job } from './job.ts';

export type GatewayAddress = { url: string; key: string };

type DocumentRow = {
  id: string;
  receiverId: OrganisationId;
  documentType: string;
  body: unknown;
  subjectKind: string;
  subjectId: string;
  state: string;
  createdAt: Date;
};

const findDocument = `
select id, receiver_id as "receiverId", document_type as "documentType", body, subject_kind as "subjectKind",
  subject_id as "subjectId", state, created_at as "createdAt"
from platform.documents where id = $1`;

const settleDocument = `
update platform.documents set state = $2, reason = $3, settled_at = $4 where id = $1 and state = 'queued' returning id`;

const answerMax = 2_000;

/** Says what became of the document, once, on whatever it is about. */
async function settle(
  context: Context,
  row: DocumentRow,
  { state, reason }: { state: 'sent' | 'undeliverable'; reason: string | null },
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const settled = await tx.query(settleDocument, [row.id, state, reason, context.clock.now()]);
    if (settled.length === 0) return;
    await tx.publish({
      type: state === 'sent' ? 'platform.document-sent' : 'platform.document-undeliverable',
      audience: [context.actor.organisationId],
      subject: { kind: row.subjectKind, id: row.subjectId },
      payload: { documentId: row.id, documentType: row.documentType, receiverId: row.receiverId, reason },
    });
  });
}

async function post(
  gateway: GatewayAddress,
  context: Context,
  row: DocumentRow,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(new URL('/api/v1/documents', gateway.url), {
      method: 'POST',
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${gateway.key}`,
        'idempotency-key': row.id,
        'x-request-id': context.requestId,
      },
      body: JSON.stringify({
        documentId: row.id,
        documentType: row.documentType,
        schemaVersion: 1,
        senderOrganisationId: context.actor.organisationId,
        receiverOrganisationId: row.receiverId,
        createdAt: row.createdAt.toISOString(),
        body: row.body,
      }),
    });
  } catch (error) {
    throw new Error('the gateway cannot be reached; the document stays queued', { cause: error });
  }
}

/** Sentences for the answers that another try would not change. */
const permanent: Readonly<Record<number, string>> = {
  400: 'the gateway refuses the document',
  404: 'there is no EDI agreement between the two organisations',
  409: 'the gateway has another document under this id',
  413: 'the document is too large for the gateway',
  422: 'the gateway cannot express the document in the partner’s format',
};

/**
 * Hands a queued document to the gateway. Safe to repeat: the document's id is the idempotency key. Tried for about a
 * day while the gateway is away; undeliverable at once when its answer is final.
 */
export const sendDocumentJob = (gateway: GatewayAddress | null): Job =>
  defineJob({
    name: 'platform.send-document',
    timeoutMs: 30_000,
    attemptsMax: 25,
    payload: z.object({ documentId: z.uuid() }),
    async run(context, { documentId }, signal) {
      const [row] = await context.db.read<DocumentRow>(findDocument, [documentId]);
      if (row === undefined)
        throw new DomainError('not-found', 'platform.document-not-found', { documentId });
      if (row.state !== 'queued') return { state: row.state };
      if (gateway === null) {
        await settle(context, row, { state: 'undeliverable', reason: 'this server has no EDI gateway' });
        return { state: 'undeliverable' };
      }
      const response = await post(gateway, context, row, signal);
      const answer = (await response.text()).slice(0, answerMax);
      killPoint('outbox.after-send');
      if (response.ok) {
        await settle(context, row, { state: 'sent', reason: null });
        return { state: 'sent' };
      }
      const why = permanent[response.status];
      if (why === undefined) throw new Error(`the gateway answered ${response.status}: ${answer}`);
      await settle(context, row, {
        state: 'undeliverable',
        reason: `${why} (${response.status}): ${answer}`,
      });
      return { state: 'undeliverable', status: response.status };
    },
  });
