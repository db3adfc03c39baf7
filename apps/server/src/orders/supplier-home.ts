import { countSharedForecasts } from '../collaboration/index.ts';
import type { Context } from '../platform/index.ts';
import { listOrders, type OrderRow } from './list-orders.ts';

export type SupplierHome = { toConfirm: OrderRow[]; recent: OrderRow[]; forecastItemCount: number };

/** What waits for a supplier: orders to answer, what happened lately, how much forecast is shared with it. */
export async function getSupplierHome(context: Context): Promise<SupplierHome> {
  const [toConfirm, recent, forecastItemCount] = await Promise.all([
    listOrders(context, { state: ['approved', 'sent', 'send-failed'], limit: 50 }),
    listOrders(context, { limit: 20 }),
    countSharedForecasts(context),
  ]);
  return { toConfirm: toConfirm.rows, recent: recent.rows, forecastItemCount };
}
