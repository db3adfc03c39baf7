import type { ItemId, LocationId } from '@coplan/kernel';
import { type AvailableLot, lockAvailableStock } from '../../inventory/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { stockShort } from '../fulfillment.errors.ts';

/** So much of an item at a place, of whatever lot expires first. */
export type Wanted = { itemId: ItemId; locationId: LocationId; amountMilli: number };
/** Null: stock without a lot. */
export type ChosenLot = { lotId: string | null; amountMilli: number };

/** First expired first out, then first in; stock without a lot comes last. */
const byExpiry = (a: AvailableLot, b: AvailableLot): number => {
  const key = ({ expiresOn, receivedOn, lotId }: AvailableLot): string =>
    `${expiresOn ?? '9999-12-31'} ${receivedOn ?? '9999-12-31'} ${lotId ?? ''}`;
  return key(a) < key(b) ? -1 : 1;
};

/**
 * Lots for each want, first expired first out, what is expired never; their balances stay locked until the end of the
 * transaction. Throws `DomainError` where there is not enough.
 */
export async function chooseLots(
  tx: Transaction,
  wants: readonly Wanted[],
  today: string,
): Promise<ChosenLot[][]> {
  if (wants.length === 0) return [];
  const locked = await lockAvailableStock(
    tx,
    wants.map(({ itemId }) => itemId),
  );
  const lots = locked.filter(({ expiresOn }) => expiresOn === null || expiresOn >= today).sort(byExpiry);
  return wants.map(({ itemId, locationId, amountMilli }) => {
    const chosen: ChosenLot[] = [];
    let left = amountMilli;
    for (const lot of lots) {
      if (left === 0) break;
      if (lot.itemId !== itemId || lot.locationId !== locationId || lot.availableMilli === 0) continue;
      const taken = Math.min(left, lot.availableMilli);
      lot.availableMilli -= taken;
      left -= taken;
      chosen.push({ lotId: lot.lotId, amountMilli: taken });
    }
    if (left > 0) {
      const availableMilli = amountMilli - left;
      throw stockShort({ itemId, locationId, lotId: null, wantedMilli: amountMilli, availableMilli });
    }
    return chosen;
  });
}
