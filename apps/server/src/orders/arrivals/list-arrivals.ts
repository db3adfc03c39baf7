import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import type { ArrivalSource } from './record-arrival.ts';

export const listArrivalsInput = z.object({ orderId: z.uuid() });

export type ArrivalView = {
  shipmentNumber: string;
  arrivedAt: string;
  source: ArrivalSource;
  note: string | null;
  channel: 'portal' | 'rest';
  toldBy: string;
  recordedAt: string;
};

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const listing = `
select shipment_number as "shipmentNumber", to_char(arrived_at at time zone 'UTC', ${iso}) as "arrivedAt", source, note, channel,
  told_by as "toldBy", to_char(recorded_at at time zone 'UTC', ${iso}) as "recordedAt"
from order_arrivals where order_id = $1 order by told_number limit 1000`;

/** When shipments of an order stood at its place, as either party reads it, oldest word first. */
export async function listArrivals(
  { db }: Context,
  { orderId }: z.output<typeof listArrivalsInput>,
): Promise<{ rows: ArrivalView[] }> {
  return { rows: await db.read<ArrivalView>(listing, [orderId]) };
}
