import type { Transaction } from '../../platform/index.ts';
import { type SharingChange, sharingNews } from './sharing.events.ts';

/** The rules of an agreement that are open now, of both owners. */
export const readOpenRules = (tx: Transaction, agreementId: string): Promise<SharingChange[]> =>
  tx.query<SharingChange>(
    `select owner_id as "ownerId", reader_id as "readerId", measure from sharing_rules
     where agreement_id = $1 and closed_at is null order by owner_id, measure`,
    [agreementId],
  );

const keyOf = ({ ownerId, measure }: SharingChange): string => `${ownerId} ${measure}`;

/** Tells both sides what has opened and what has closed between two looks. */
export async function tellSharingChanges(
  tx: Transaction,
  about: { agreementId: string; before: readonly SharingChange[]; after: readonly SharingChange[] },
): Promise<void> {
  const { agreementId, before, after } = about;
  const missingIn = (rules: readonly SharingChange[]) => {
    const keys = new Set(rules.map(keyOf));
    return (rule: SharingChange): boolean => !keys.has(keyOf(rule));
  };
  const closed = before.filter(missingIn(after));
  const opened = after.filter(missingIn(before));
  if (closed.length > 0) await tx.publish(sharingNews('closed', { agreementId, changes: closed }));
  if (opened.length > 0) await tx.publish(sharingNews('opened', { agreementId, changes: opened }));
}
