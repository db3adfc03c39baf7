import type { ItemId, LocalDate, OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';

export const roundingRules = ['up', 'up-to-layer', 'nearest-layer'] as const;
export type RoundingRule = (typeof roundingRules)[number];

/** On what terms a supplier delivers an item; quantities in thousandths of the item's base unit. */
export type SupplierTerms = {
  termsId: string;
  supplierId: OrganisationId;
  itemId: ItemId;
  leadTimeDays: number;
  /** ISO weekdays, 1 is Monday. */
  orderWeekdays: number[];
  /** Local time of the delivery place, `HH:MM`. */
  cutOffTime: string;
  moqMilli: number | null;
  multipleMilli: number | null;
  layerMilli: number | null;
  palletMilli: number | null;
  rounding: RoundingRule;
  unitPriceMicros: number;
  currency: string;
  validFrom: LocalDate;
  validBefore: LocalDate | null;
};

/** The terms of these items that are valid on a day, of every supplier of each. One round trip for thousands of items. */
export const findTerms = (
  source: Database | Transaction,
  { itemIds, on }: { itemIds: readonly ItemId[]; on: LocalDate },
): Promise<SupplierTerms[]> =>
  rowsOf<SupplierTerms>(
    source,
    `select id as "termsId", supplier_id as "supplierId", item_id as "itemId", lead_time_days as "leadTimeDays",
       to_json(order_weekdays) as "orderWeekdays", to_char(cut_off, 'HH24:MI') as "cutOffTime",
       moq_milli::float8 as "moqMilli", multiple_milli::float8 as "multipleMilli",
       layer_milli::float8 as "layerMilli", pallet_milli::float8 as "palletMilli", rounding,
       unit_price_micros::float8 as "unitPriceMicros", currency, valid_from::text as "validFrom",
       valid_before::text as "validBefore"
     from supplier_terms
     where item_id = any ($1::uuid[]) and valid_from <= $2::date and (valid_before is null or valid_before > $2::date)`,
    [itemIds, on],
  );
