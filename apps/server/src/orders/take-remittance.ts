import type { RemittanceAdvice } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { DocumentWaits } from './life/issues.ts';
import { recordPayment } from './pay-invoices.ts';
import type { Taken } from './take-document.ts';
import { keepWaiting } from './waiting/keep-waiting.ts';

/** What the buyer's own system pays (820, REMADV); it waits as a whole while one of its invoices is unknown. */
export async function takeRemittance(
  context: Context,
  tx: Transaction,
  about: {
    advice: RemittanceAdvice;
    documentId: string;
    buyerId: OrganisationId;
    supplierId: OrganisationId;
  },
): Promise<Taken> {
  const { advice, documentId, buyerId, supplierId } = about;
  try {
    await recordPayment(context, tx, { advice, supplierId, by: { channel: 'edi', documentId } });
    return { isUnchanged: false, state: null, issue: null };
  } catch (error) {
    if (!(error instanceof DocumentWaits)) throw error;
    const poNumber = advice.items.find((item) => item.poNumber !== undefined)?.poNumber ?? '';
    const arrived = { documentId, buyerId, supplierId, poNumber, document: advice };
    await keepWaiting(context, tx, { arrived, issue: error.issue });
    return { isUnchanged: false, state: null, issue: error.issue };
  }
}
