import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { orderByHandInvalid } from '../replenishment.errors.ts';
import { type OrderedByHand, orderByHand } from './order-by-hand.ts';
import { placeInFile, readCsvPurchaseOrders } from './read-csv-purchase-orders.ts';

export const orderByFileInput = z.object({ text: z.string().max(3_000_000) });

/** Orders everything in a CSV file, or nothing: what is wrong is named with its line. */
export function orderByFile(context: Context, text: string): Promise<{ orders: OrderedByHand[] }> {
  const read = readCsvPurchaseOrders(text);
  return context.db.transaction(async (tx) => {
    const orders: OrderedByHand[] = [];
    for (const { order, lineNumbers } of read) {
      try {
        orders.push(await orderByHand(context, tx, order));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const { place, why } = error.details as { place?: string; why?: string };
        if (place === undefined || why === undefined) {
          throw orderByHandInvalid({ place: `line ${lineNumbers[0]}`, why: error.message });
        }
        throw orderByHandInvalid({ place: placeInFile(place, lineNumbers), why });
      }
    }
    return { orders };
  });
}
