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
select item_id as "itemId", location_id as "locationId", lot_id as "lotId", quantity_milli::float8 as "availableMilli"
from stock_balances
where org_id = (select current_setting('app.org')::uuid) and state = 'available' and item_id = any ($1::uuid[])
order by org_id, item_id, location_id, lot_id for update`;

const lotsOf = `
select id as "lotId", received_on::text as "receivedOn", expires_on::text as "expiresOn" from stock_lots
where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])`;

/**
 * What is available of items, locked until the end of the transaction, in the order in which the ledger locks it: nobody
 * gives it away meanwhile, and nobody waits in a circle.
 */
export async function lockAvailableStock(
  tx: Transaction,
  itemIds: readonly string[],
): Promise<AvailableLot[]> {
  type Balance = Omit<AvailableLot, 'receivedOn' | 'expiresOn'>;
  const balances = await tx.query<Balance>(lockBalances, [itemIds]);
  const lotIds = balances.flatMap(({ lotId }) => lotId ?? []);
  type Dates = Pick<AvailableLot, 'receivedOn' | 'expiresOn'> & { lotId: string };
  const lots = lotIds.length === 0 ? [] : await tx.query<Dates>(lotsOf, [lotIds]);
  const byId = new Map(lots.map((lot) => [lot.lotId, lot]));
  return balances.map((balance) => {
    const { receivedOn = null, expiresOn = null } = byId.get(balance.lotId ?? '') ?? {};
    return { ...balance, receivedOn, expiresOn };
  });
}
