import type { OrganisationId, UserId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Context, Database, Transaction } from '../platform/index.ts';

/** Up to this value per proposal, people of a role or one person approve alone. Without a limit: any value. */
export type DelegationLimit = {
  holder: { kind: 'user'; userId: UserId } | { kind: 'role'; role: 'buyer' | 'approver' };
  valueMinorMax: number;
  currency: string;
};

/** Up to this value per proposal, of one supplier or (null) of all, is ordered without a person. */
export type AutoApprovalRule = {
  supplierId: OrganisationId | null;
  valueMinorMax: number;
  currency: string;
  isActive: boolean;
};

export type Rules = {
  /** Of all rules together; 0 before the first change. */
  version: number;
  /** Local time of day, `HH:MM`; null: no run starts by itself. */
  dailyRunAt: string | null;
  delegationLimits: DelegationLimit[];
  autoApprovalRules: (AutoApprovalRule & { supplierName: string | null })[];
};

/** All rules of the organisation; at most 200 of a kind can be set, so there is no page. */
export async function readRules(source: Database | Transaction): Promise<Rules> {
  const [head] = await rowsOf<Pick<Rules, 'version' | 'dailyRunAt'>>(
    source,
    `select version, to_char(daily_run_at, 'HH24:MI') as "dailyRunAt" from replenishment_rules
     where org_id = (select current_setting('app.org')::uuid)`,
    [],
  );
  const delegationLimits = await rowsOf<DelegationLimit>(
    source,
    `select case when user_id is null then json_build_object('kind', 'role', 'role', role)
         else json_build_object('kind', 'user', 'userId', user_id) end as holder,
       value_minor_max::float8 as "valueMinorMax", currency
     from delegation_limits where org_id = (select current_setting('app.org')::uuid)
     order by role nulls last, user_id, currency`,
    [],
  );
  const autoApprovalRules = await rowsOf<Rules['autoApprovalRules'][number]>(
    source,
    `select rule.supplier_id as "supplierId", supplier.name as "supplierName",
       rule.value_minor_max::float8 as "valueMinorMax", rule.currency, rule.is_active as "isActive"
     from auto_approval_rules rule left join organisations supplier on supplier.id = rule.supplier_id
     where rule.org_id = (select current_setting('app.org')::uuid)
     order by supplier.name nulls first, rule.currency`,
    [],
  );
  return { ...(head ?? { version: 0, dailyRunAt: '05:00' }), delegationLimits, autoApprovalRules };
}

export const getRules = ({ db }: Context): Promise<Rules> => readRules(db);
