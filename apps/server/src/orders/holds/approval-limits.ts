import type { Actor, Transaction } from '../../platform/index.ts';

/** The largest value per proposal or order, in hundredths, that an actor may approve alone, by currency; absent is without limit. */
export type ApprovalLimits = ReadonlyMap<string, number>;

/** Limits named for the person count before those of the roles; of several roles the highest counts. */
export async function findApprovalLimits(
  tx: Pick<Transaction, 'query'>,
  actor: Actor,
): Promise<ApprovalLimits> {
  const rows = await tx.query<{ currency: string; valueMinorMax: number; role: string | null }>(
    `select currency, value_minor_max as "valueMinorMax", role from delegation_limits
     where org_id = (select current_setting('app.org')::uuid) and (user_id = $1 or role = any ($2::text[]))`,
    [actor.userId, actor.roles],
  );
  const limits = new Map<string, number>();
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const ofCurrency = rows.filter((row) => row.currency === currency);
    const own = ofCurrency.find((row) => row.role === null);
    const isEveryRoleLimited = actor.roles
      .filter((role) => role === 'buyer' || role === 'approver')
      .every((role) => ofCurrency.some((row) => row.role === role));
    if (own !== undefined) limits.set(currency, own.valueMinorMax);
    else if (isEveryRoleLimited)
      limits.set(currency, Math.max(...ofCurrency.map((row) => row.valueMinorMax)));
  }
  return limits;
}
