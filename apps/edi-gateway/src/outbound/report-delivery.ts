import type { DeliveryReport } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { postedLifecycle } from '../archive/lifecycles.ts';
import { recordMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';

/**
 * Records the news of a document for whoever sent it; it is posted with that organisation's own key. The same news
 * twice is recorded once, because its id is derived from what it says. Of an advice that the gateway sends by itself the
 * server knows nothing, and hears nothing.
 */
export async function reportDelivery(
  sql: Sql,
  { agreementId, senderOrganisationId }: { agreementId: string; senderOrganisationId: string },
  report: DeliveryReport,
  now: Date,
): Promise<void> {
  const own = await sql.query(
    'select 1 from messages where message_id = $1 and advises_message_id is not null',
    [report.documentId],
  );
  if (own.length > 0) return;
  const documentId = derivedId(
    'delivery-report',
    report.documentId,
    report.status,
    JSON.stringify(report.issues),
  );
  const sender = senderOrganisationId as OrganisationId;
  await recordMessage(sql, {
    messageId: documentId,
    agreementId,
    direction: 'in',
    state: postedLifecycle.initial,
    now,
    postedAs: 'local',
    envelope: {
      documentId,
      documentType: 'delivery-report',
      schemaVersion: 1,
      senderOrganisationId: sender,
      receiverOrganisationId: sender,
      createdAt: now.toISOString(),
      body: report,
    },
  });
}
