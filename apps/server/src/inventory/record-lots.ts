import type { ItemId, LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';

/** A lot of an item: when it came and until when it is good; null: it does not spoil. */
export type LotFacts = {
  itemId: ItemId;
  lotNumber: string;
  receivedOn: LocalDate;
  expiresOn: LocalDate | null;
};

/** Makes lots known that are not yet, and answers with the id of each, in their order. What is known stays as it is. */
export async function recordLots(
  context: Context,
  tx: Transaction,
  lots: readonly LotFacts[],
): Promise<string[]> {
  const rows = lots.map((lot) => ({ ...lot, id: context.newId() }));
  const given = [JSON.stringify(rows)];
  await tx.query(
    `insert into stock_lots (id, org_id, item_id, lot_number, received_on, expires_on)
     select given.id, (select current_setting('app.org')::uuid), given."itemId", given."lotNumber",
       given."receivedOn", given."expiresOn"
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "lotNumber" text, "receivedOn" date,
       "expiresOn" date)
     on conflict (org_id, item_id, lot_number) do nothing`,
    given,
  );
  const known = await tx.query<{ lotId: string; itemId: string; lotNumber: string }>(
    `select lot.id as "lotId", lot.item_id as "itemId", lot.lot_number as "lotNumber"
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "lotNumber" text)
       join stock_lots lot on lot.org_id = (select current_setting('app.org')::uuid)
         and lot.item_id = given."itemId" and lot.lot_number = given."lotNumber"`,
    given,
  );
  const ids = new Map(known.map((lot) => [`${lot.itemId} ${lot.lotNumber}`, lot.lotId]));
  return lots.map(({ itemId, lotNumber }) => ids.get(`${itemId} ${lotNumber}`) ?? '');
}
