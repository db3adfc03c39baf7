import type { EvaluationRows } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

export type ScopeRow = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  category: string;
  unitPriceMicros: number | null;
  leadTimeDays: number | null;
  hasPack: boolean;
};

/** What both sides read alike: the agreement's scope, the item's category and packs, and the terms both have signed. */
const findScope = `
select scope.item_location_id as "itemLocationId", scope.item_id as "itemId", scope.location_id as "locationId",
  coalesce(item.category, '') as category,
  case when terms.currency = $3 then terms.unit_price_micros::float8 end as "unitPriceMicros",
  terms.lead_time_days as "leadTimeDays",
  coalesce(terms.multiple_milli is not null, false) or exists (select 1 from pack_levels pack
    where pack.org_id = scope.buyer_id and pack.item_id = scope.item_id) as "hasPack"
from agreement_item_locations scope
  left join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
  left join supplier_terms terms on terms.org_id = scope.buyer_id and terms.item_id = scope.item_id
    and terms.supplier_id = scope.supplier_id and terms.valid_from <= $4::date
    and (terms.valid_before is null or terms.valid_before > $4::date)
where scope.buyer_id = $1 and scope.agreement_id = $2
order by scope.item_location_id`;

export const readScope = (
  tx: Transaction,
  { buyerId, agreementId, content }: AgreementInForce,
  on: LocalDate,
): Promise<ScopeRow[]> => tx.query<ScopeRow>(findScope, [buyerId, agreementId, content.units.currency, on]);

const fastShare = 0.8;
const mediumShare = 0.95;

/** 0 fast: the most wanted, up to 80 % of all units; 1 medium: the next 15 %; 2 slow: the rest. */
export function volumeClassesOf(totals: Float64Array, ids: readonly string[]): Int32Array {
  const classes = new Int32Array(totals.length).fill(2);
  const sum = totals.reduce((all, total) => all + total, 0);
  if (sum === 0) return classes;
  const order = [...totals.keys()].sort(
    (left, right) =>
      (totals[right] as number) - (totals[left] as number) ||
      ((ids[left] ?? '') < (ids[right] ?? '') ? -1 : 1),
  );
  let before = 0;
  for (const row of order) {
    classes[row] = before < fastShare * sum ? 0 : before < mediumShare * sum ? 1 : 2;
    before += totals[row] as number;
  }
  return classes;
}

export const toRows = (scope: readonly ScopeRow[], volumeClasses: Int32Array): EvaluationRows => ({
  itemLocationIds: scope.map(({ itemLocationId }) => itemLocationId),
  itemIds: scope.map(({ itemId }) => itemId),
  locationIds: scope.map(({ locationId }) => locationId),
  categories: scope.map(({ category }) => category),
  volumeClasses,
  unitPriceMicros: Float64Array.from(scope, ({ unitPriceMicros }) => unitPriceMicros ?? Number.NaN),
  leadTimeDays: Float64Array.from(scope, ({ leadTimeDays }) => leadTimeDays ?? Number.NaN),
  hasPack: Int32Array.from(scope, ({ hasPack }) => (hasPack ? 1 : 0)),
});
