import type { ItemId, LocalDate, LocationId, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';

export type ScheduledReceiptFacts = {
  itemId: ItemId;
  locationId: LocationId;
  supplierId?: OrganisationId | undefined;
  kind: 'in-transit' | 'on-order';
  dueOn: LocalDate;
  orderedOn?: LocalDate | undefined;
  quantityMilli: number;
  sourceKind: 'import' | 'order' | 'transfer';
  /** Names this receipt at its source, e.g. a schedule line's id; the same id again corrects the same receipt. */
  sourceId: string;
  /** What a planner reads, e.g. "PO 100042 line 3". */
  sourceLabel: string;
};

/** Records what is coming to the organisation's places, thousands at once; returns how many receipts changed. */
export async function recordScheduledReceipts(
  context: Context,
  tx: Transaction,
  receipts: readonly ScheduledReceiptFacts[],
): Promise<{ changedCount: number }> {
  if (receipts.length === 0) return { changedCount: 0 };
  const changed = await tx.query<{ id: string }>(
    `insert into scheduled_receipts as kept (id, org_id, item_id, location_id, supplier_id, kind, due_on, ordered_on,
       quantity_milli, source_kind, source_id, source_label, changed_at)
     select given.id, (select current_setting('app.org')::uuid), given."itemId", given."locationId",
       given."supplierId", given.kind, given."dueOn", given."orderedOn", given."quantityMilli", given."sourceKind",
       given."sourceId", given."sourceLabel", $2::timestamptz
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "locationId" uuid, "supplierId" uuid,
       kind text, "dueOn" date, "orderedOn" date, "quantityMilli" bigint, "sourceKind" text, "sourceId" text,
       "sourceLabel" text)
     on conflict (org_id, source_kind, source_id) do update
       set item_id = excluded.item_id, location_id = excluded.location_id, supplier_id = excluded.supplier_id,
         kind = excluded.kind, due_on = excluded.due_on, ordered_on = excluded.ordered_on,
         quantity_milli = excluded.quantity_milli, source_label = excluded.source_label,
         changed_at = excluded.changed_at
       where (kept.item_id, kept.location_id, kept.supplier_id, kept.kind, kept.due_on, kept.ordered_on,
           kept.quantity_milli, kept.source_label)
         is distinct from (excluded.item_id, excluded.location_id, excluded.supplier_id, excluded.kind,
           excluded.due_on, excluded.ordered_on, excluded.quantity_milli, excluded.source_label)
     returning id`,
    [
      JSON.stringify(receipts.map((receipt) => ({ ...receipt, id: context.newId() }))),
      context.clock.now().toISOString(),
    ],
  );
  return { changedCount: changed.length };
}

/** One receipt, e.g. of a confirmed schedule line. */
export const recordScheduledReceipt = (
  context: Context,
  tx: Transaction,
  receipt: ScheduledReceiptFacts,
): Promise<{ changedCount: number }> => recordScheduledReceipts(context, tx, [receipt]);

/** The receipts are no longer coming: they have arrived or were cancelled. Closing one twice changes nothing. */
export async function closeScheduledReceipts(
  tx: Transaction,
  { sourceKind, sourceIds }: Pick<ScheduledReceiptFacts, 'sourceKind'> & { sourceIds: readonly string[] },
): Promise<void> {
  if (sourceIds.length === 0) return;
  await tx.query(
    `delete from scheduled_receipts
     where org_id = (select current_setting('app.org')::uuid) and source_kind = $1 and source_id = any ($2::text[])`,
    [sourceKind, sourceIds],
  );
}
