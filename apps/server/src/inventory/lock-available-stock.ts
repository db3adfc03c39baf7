import type { LocalDate, LocationId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';

/** Available stock of one lot at one place; null: stock without a lot. */
export type AvailableLot = {
  itemId: string;
  locationId: LocationId;
  lotId: string | null;
  availableMilli: number;
  receivedOn: LocalDate | null;
  /** The last day on which it is good; null: it does not spoil. */
  expiresOn: LocalDate | null;
};

const lockBalances = `
select balance.item_id as "itemId", balance.location_id as "locationId", balance.lot_id as "lotId",
  balance.quantity_milli::float8 as "availableMilli", lot.received_on::text as "receivedOn",
  lot.expires_on::text as "expiresOn"
from stock_balances balance left join stock_lots lot on lot.org_id = balance.org_id and lot.id = balance.lot_id
where balance.org_id = (select current_setting('app.org')::uuid) and balance.state = 'available'
  and balance.item_id = any ($1::uuid[]) and balance.quantity_milli > 0
order by balance.org_id, balance.item_id, balance.location_id, balance.lot_id for update of balance`;

/**
 * What is available of items, locked until the end of the transaction, in the order in which the ledger locks it: nobody
 * gives it away meanwhile, and nobody waits in a circle.
 */
export const lockAvailableStock = (tx: Transaction, itemIds: readonly string[]): Promise<AvailableLot[]> =>
  tx.query<AvailableLot>(lockBalances, [itemIds]);
