import type { OrganisationId, UserId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { type Rules, readRules } from './read-rules.ts';
import { limitsOfOneself, notYourSuppliers, rulesChanged, ruleTwice } from './replenishment.errors.ts';
import { rulesNews } from './replenishment.events.ts';

const rulesMax = 200;
const value = { valueMinorMax: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) };
const expectedVersion = z.int().min(0);

const userHolder = z.object({
  kind: z.literal('user'),
  userId: z.uuid().transform((id) => id as UserId),
});
const roleHolder = z.object({ kind: z.literal('role'), role: z.enum(['buyer', 'approver']) });

export const setDelegationLimitsInput = z.object({
  limits: z
    .array(z.object({ holder: z.discriminatedUnion('kind', [userHolder, roleHolder]), ...value }))
    .max(rulesMax),
  expectedVersion,
});
export const setAutoApprovalRulesInput = z.object({
  rules: z
    .array(
      z.object({
        supplierId: z
          .uuid()
          .transform((id) => id as OrganisationId)
          .nullable(),
        ...value,
        isActive: z.boolean(),
      }),
    )
    .max(rulesMax),
  expectedVersion,
});
export const setDailyRunInput = z.object({
  /** Local time of day, `HH:MM`; null: no run starts by itself. */
  dailyRunAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  expectedVersion,
});

type Change = {
  command: string;
  expectedVersion: number;
  write(tx: Transaction): Promise<unknown>;
  shown(rules: Rules): Record<string, unknown>;
};

/** One transaction: the version that was read must still be the present one, else somebody else's change would be lost. */
function change(context: Context, { command, expectedVersion: expected, write, shown }: Change) {
  const { organisationId } = context.actor;
  return context.db.transaction(async (tx) => {
    await tx.query('insert into replenishment_rules (org_id) values ($1) on conflict do nothing', [
      organisationId,
    ]);
    const [present] = await tx.query<{ version: number }>(
      'select version from replenishment_rules where org_id = $1 for update',
      [organisationId],
    );
    const version = present?.version ?? 0;
    if (version !== expected) throw rulesChanged({ expectedVersion: expected, version });
    const before = shown(await readRules(tx));
    await write(tx);
    await tx.query('update replenishment_rules set version = version + 1 where org_id = $1', [
      organisationId,
    ]);
    const after = await readRules(tx);
    const subject = { kind: 'replenishment-rules', id: organisationId };
    await tx.audit({ command, subject, before: asJson(before), after: asJson(shown(after)) });
    await tx.publish(rulesNews(organisationId));
    return after;
  });
}

const asJson = (shown: Record<string, unknown>) => JSON.parse(JSON.stringify(shown));

function refuseTwice(keys: readonly string[]): void {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw ruleTwice(twice);
}

/** Separation of duties: nobody raises the limit up to which he or she may approve. */
function refuseApprovers({ actor }: Context): void {
  if (actor.roles.includes('buyer') || actor.roles.includes('approver')) throw limitsOfOneself();
}

/** Replaces all delegation limits. Throws `DomainError` when somebody changed rules meanwhile. */
export function setDelegationLimits(
  context: Context,
  { limits, ...input }: z.output<typeof setDelegationLimitsInput>,
): Promise<Rules> {
  refuseApprovers(context);
  const rows = limits.map(({ holder, ...rest }) => ({
    id: context.newId(),
    userId: holder.kind === 'user' ? holder.userId : null,
    role: holder.kind === 'role' ? holder.role : null,
    ...rest,
  }));
  refuseTwice(rows.map(({ userId, role, currency }) => `${userId ?? role} in ${currency}`));
  return change(context, {
    command: 'replenishment.set-delegation-limits',
    ...input,
    shown: ({ delegationLimits }) => ({ delegationLimits }),
    async write(tx) {
      await tx.query(
        `delete from delegation_limits where org_id = (select current_setting('app.org')::uuid)`,
      );
      await tx.query(
        `insert into delegation_limits (id, org_id, role, user_id, value_minor_max, currency)
         select id, (select current_setting('app.org')::uuid), role, "userId", "valueMinorMax", currency
         from jsonb_to_recordset($1::jsonb) as row(id uuid, role text, "userId" uuid, "valueMinorMax" bigint,
           currency text)`,
        [JSON.stringify(rows)],
      );
    },
  });
}

/** Replaces all rules of what is ordered without a person. */
export function setAutoApprovalRules(
  context: Context,
  { rules, ...input }: z.output<typeof setAutoApprovalRulesInput>,
): Promise<Rules> {
  refuseApprovers(context);
  refuseTwice(rules.map(({ supplierId, currency }) => `${supplierId ?? 'all suppliers'} in ${currency}`));
  return change(context, {
    command: 'replenishment.set-auto-approval-rules',
    ...input,
    shown: ({ autoApprovalRules }) => ({ autoApprovalRules }),
    async write(tx) {
      const named = [...new Set(rules.flatMap(({ supplierId }) => supplierId ?? []))];
      const strangers = await tx.query<{ id: string }>(
        `select id from unnest($1::uuid[]) as named(id) where not exists (select 1 from trading_relations
           where buyer_id = (select current_setting('app.org')::uuid) and partner_id = named.id and kind = 'supplier')`,
        [named],
      );
      if (strangers.length > 0) throw notYourSuppliers(strangers.map(({ id }) => id));
      await tx.query(
        `delete from auto_approval_rules where org_id = (select current_setting('app.org')::uuid)`,
      );
      await tx.query(
        `insert into auto_approval_rules (id, org_id, supplier_id, value_minor_max, currency, is_active)
         select id, (select current_setting('app.org')::uuid), "supplierId", "valueMinorMax", currency, "isActive"
         from jsonb_to_recordset($1::jsonb) as row(id uuid, "supplierId" uuid, "valueMinorMax" bigint,
           currency text, "isActive" boolean)`,
        [JSON.stringify(rules.map((rule) => ({ ...rule, id: context.newId() })))],
      );
    },
  });
}

/** When the organisation's day is planned, on the clocks of its own zone. */
export const setDailyRun = (
  context: Context,
  { dailyRunAt, ...input }: z.output<typeof setDailyRunInput>,
): Promise<Rules> =>
  change(context, {
    command: 'replenishment.set-daily-run',
    ...input,
    shown: (rules) => ({ dailyRunAt: rules.dailyRunAt }),
    write: (tx) =>
      tx.query(
        `update replenishment_rules set daily_run_at = $1 where org_id = (select current_setting('app.org')::uuid)`,
        [dailyRunAt],
      ),
  });
