import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Context, Database, Transaction } from '../platform/index.ts';
import type { ConfirmationTolerance } from './order.entity.ts';

/** What counts where nothing was agreed. */
export const defaultTolerance: ConfirmationTolerance = { earlyDays: 1, lateDays: 0, shortRatio: 0 };

export type Tolerances = {
  /** Of all tolerances together; 0 before the first change. */
  version: number;
  /** Of one supplier, or (null) of every supplier that has none of its own. */
  tolerances: (ConfirmationTolerance & { supplierId: OrganisationId | null; supplierName: string | null })[];
  standard: ConfirmationTolerance;
};

export async function readTolerances(source: Database | Transaction): Promise<Tolerances> {
  const [head] = await rowsOf<{ version: number }>(
    source,
    `select version from tolerance_versions where org_id = (select current_setting('app.org')::uuid)`,
    [],
  );
  const tolerances = await rowsOf<Tolerances['tolerances'][number]>(
    source,
    `select agreed.supplier_id as "supplierId", supplier.name as "supplierName", early_days as "earlyDays",
       late_days as "lateDays", round(short_ratio::numeric, 6)::float8 as "shortRatio",
       round(over_ratio::numeric, 6)::float8 as "overRatio", round(price_ratio::numeric, 6)::float8 as "priceRatio",
       freeze_days as "freezeDays"
     from confirmation_tolerances agreed left join organisations supplier on supplier.id = agreed.supplier_id
     where agreed.org_id = (select current_setting('app.org')::uuid) order by supplier.name nulls first`,
    [],
  );
  return { version: head?.version ?? 0, tolerances, standard: defaultTolerance };
}

/** The organisation's tolerances; at most 1,000 can be set, so there is no page. */
export const getTolerances = ({ db }: Context): Promise<Tolerances> => readTolerances(db);
