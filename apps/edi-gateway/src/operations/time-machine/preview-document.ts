import type { BusinessDocument } from '@coplan/documents';
import { type DocumentEnvelope, envelop } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { z } from 'zod';
import type { Agreement } from '../../agreements/agreement.ts';
import type { Desk } from '../trpc.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const preview = z.object({
  changes: z.array(
    z.object({ kind: z.string(), label: z.string(), field: z.string(), before: value, after: value }),
  ),
  hiddenCount: z.int(),
  news: z.array(z.string()),
});
const refused = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** What the server says that a document would do; `refused` with its sentence, `unknown` where it cannot be asked. */
export type PreviewOutcome =
  | ({ outcome: 'shown' } & z.output<typeof preview>)
  | { outcome: 'refused' | 'unknown'; why: string };

const timeoutMs = 15_000;

/** Asks the server in the partner's name, as the document itself would be handed over; nothing is applied. */
export async function previewOf(
  { tools }: Desk,
  agreement: Agreement,
  body: BusinessDocument,
): Promise<PreviewOutcome> {
  const key = await tools.agreements.apiKey(agreement.agreementId, 'partner');
  if (key === undefined) {
    return {
      outcome: 'unknown',
      why: 'The agreement holds no API key of the partner: store one, then look again.',
    };
  }
  const envelope: DocumentEnvelope = envelop(body, {
    documentId: newId(),
    senderOrganisationId: agreement.partnerOrganisationId as OrganisationId,
    receiverOrganisationId: agreement.localOrganisationId as OrganisationId,
    createdAt: tools.clock.now().toISOString(),
  });
  try {
    const response = await fetch(`${tools.serverUrl}/api/v1/documents/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(envelope),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { outcome: 'shown', ...preview.parse(answer) };
    const why = refused.safeParse(answer);
    if (response.status < 500 && why.success) return { outcome: 'refused', why: why.data.error.message };
    return { outcome: 'unknown', why: `The server answered ${response.status}: try again shortly.` };
  } catch (error) {
    tools.log.warn({ err: error }, 'the server could not show what a document would do');
    return { outcome: 'unknown', why: 'The server cannot be reached: try again shortly.' };
  }
}
