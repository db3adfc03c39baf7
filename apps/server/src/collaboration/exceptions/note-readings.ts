import type { SharedMeasure } from '@coplan/collaboration';
import type { Context } from '../../platform/index.ts';
import { noteReading } from '../sharing/index.ts';

/**
 * An exception shows its reader measures of the other side, cell by cell: the owner finds that in its log, one line per
 * measure.
 */
export async function noteReadings(
  context: Context,
  about: {
    buyerId: string;
    agreementId: string;
    buyerReads: readonly string[];
    sellerReads: readonly string[];
    purpose: string;
    rowCount: number;
    days?: readonly string[];
  },
): Promise<void> {
  const { agreementId, buyerId, purpose, rowCount, days = [] } = about;
  const isBuyer = context.actor.organisationId === buyerId;
  const sorted = [...days].sort();
  for (const measure of isBuyer ? about.buyerReads : about.sellerReads) {
    await noteReading(context, {
      agreementId,
      measure: measure as SharedMeasure,
      purpose,
      rowCount,
      fromOn: sorted[0] ?? null,
      toOn: sorted.at(-1) ?? null,
    });
  }
}
