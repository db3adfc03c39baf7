import type { ItemId, LocalDate, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';

export type CrossReferenceFacts = {
  itemId: ItemId;
  partnerId: OrganisationId;
  partnerItemNumber: string;
  gtin14?: string | undefined;
  validFrom: LocalDate;
};

/**
 * Records what partners call the organisation's items from a day on; an older number ends there. The same number
 * again changes nothing, however it began. A number that the partner uses for another item at the same time is
 * refused by the database.
 */
export async function recordCrossReferences(
  context: Context,
  tx: Transaction,
  references: readonly CrossReferenceFacts[],
): Promise<{ changedCount: number }> {
  if (references.length === 0) return { changedCount: 0 };
  const rows = JSON.stringify(references.map((row) => ({ ...row, id: context.newId() })));
  await tx.query(
    `update item_cross_references earlier set valid_before = given."validFrom", version = version + 1
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "partnerId" uuid, "partnerItemNumber" text,
       "validFrom" date)
     where earlier.org_id = (select current_setting('app.org')::uuid) and earlier.item_id = given."itemId"
       and earlier.partner_id = given."partnerId" and earlier.partner_item_number <> given."partnerItemNumber"
       and earlier.valid_from < given."validFrom"
       and (earlier.valid_before is null or earlier.valid_before > given."validFrom")`,
    [rows],
  );
  const added = await tx.query<{ id: string }>(
    `insert into item_cross_references (id, org_id, item_id, partner_id, partner_item_number, gtin14, valid_from)
     select given.id, (select current_setting('app.org')::uuid), given."itemId", given."partnerId",
       given."partnerItemNumber", given.gtin14, given."validFrom"
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "partnerId" uuid, "partnerItemNumber" text,
       gtin14 text, "validFrom" date)
     where not exists (
       select 1 from item_cross_references kept
       where kept.org_id = (select current_setting('app.org')::uuid) and kept.item_id = given."itemId"
         and kept.partner_id = given."partnerId" and kept.partner_item_number = given."partnerItemNumber"
         and (kept.valid_before is null or kept.valid_before > given."validFrom"))
     returning id`,
    [rows],
  );
  return { changedCount: added.length };
}
