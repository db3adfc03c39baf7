import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';

/** Supply on its way to an item-location. */
export type PlanningReceipt = {
  receiptId: string;
  kind: 'in-transit' | 'on-order';
  dueOn: LocalDate;
  orderedOn: LocalDate | null;
  quantityMilli: number;
  sourceKind: 'import' | 'order';
  sourceId: string;
  sourceLabel: string;
};

/** What lies at an item-location and what is coming, in thousandths of the base unit. */
export type PlanningStock = {
  itemLocationId: string;
  /** On the shelf and free: allocated and quarantined stock is not in it. */
  availableMilli: number;
  allocatedMilli: number;
  quarantineMilli: number;
  /** When the balance last changed; null: never counted. */
  changedAt: string | null;
  receipts: PlanningReceipt[];
};

/** Stock and receipts of these item-locations in one round trip, thousands at once; every id gets a row. */
export async function readPlanningStock(
  source: Database | Transaction,
  itemLocationIds: readonly string[],
): Promise<Map<string, PlanningStock>> {
  const rows = await rowsOf<Omit<PlanningStock, 'receipts'> & { receipts: PlanningReceipt[] | null }>(
    source,
    `with planned as (
       select id, org_id, item_id, location_id from item_locations where id = any ($1::uuid[])
     ), balances as (
       select planned.id,
         sum(balance.quantity_milli) filter (where balance.state = 'available') as available,
         sum(balance.quantity_milli) filter (where balance.state = 'allocated') as allocated,
         sum(balance.quantity_milli) filter (where balance.state = 'quarantine') as quarantine,
         max(balance.changed_at) as changed_at
       from planned join stock_balances balance
         on (balance.org_id, balance.item_id, balance.location_id) = (planned.org_id, planned.item_id, planned.location_id)
       group by planned.id
     ), coming as (
       select planned.id, json_agg(json_build_object('receiptId', receipt.id, 'kind', receipt.kind,
           'dueOn', receipt.due_on, 'orderedOn', receipt.ordered_on, 'quantityMilli', receipt.quantity_milli,
           'sourceKind', receipt.source_kind, 'sourceId', receipt.source_id, 'sourceLabel', receipt.source_label)
         order by receipt.due_on, receipt.id) as receipts
       from planned join scheduled_receipts receipt
         on (receipt.org_id, receipt.item_id, receipt.location_id) = (planned.org_id, planned.item_id, planned.location_id)
       group by planned.id
     )
     select planned.id as "itemLocationId", coalesce(balances.available, 0)::float8 as "availableMilli",
       coalesce(balances.allocated, 0)::float8 as "allocatedMilli",
       coalesce(balances.quarantine, 0)::float8 as "quarantineMilli",
       to_char(balances.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt",
       coming.receipts
     from planned left join balances on balances.id = planned.id left join coming on coming.id = planned.id`,
    [itemLocationIds],
  );
  return new Map(rows.map((row) => [row.itemLocationId, { ...row, receipts: row.receipts ?? [] }]));
}
