import type { ItemId, LocalDate, OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';

/** What a partner calls an item. */
export type CrossReference = {
  itemId: ItemId;
  partnerId: OrganisationId;
  partnerItemNumber: string;
  gtin14: string | null;
};

/** How partners call these items on a day; at most one name per item and partner. */
export const findCrossReferences = (
  source: Database | Transaction,
  { itemIds, on }: { itemIds: readonly ItemId[]; on: LocalDate },
): Promise<CrossReference[]> =>
  rowsOf<CrossReference>(
    source,
    `select item_id as "itemId", partner_id as "partnerId", partner_item_number as "partnerItemNumber", gtin14
     from item_cross_references
     where item_id = any ($1::uuid[]) and valid_from <= $2::date and (valid_before is null or valid_before > $2::date)`,
    [itemIds, on],
  );
