import type { AuditEntry, Context, Transaction } from './context.ts';

/** Writes an administrator's act into the audit record and tells the organisation's open pages of it. */
export async function recordAdministration(
  { actor }: Context,
  tx: Transaction,
  { type, ...entry }: AuditEntry & { type: string },
): Promise<void> {
  await tx.audit(entry);
  await tx.publish({ type, audience: [actor.organisationId], subject: entry.subject, payload: {} });
}
