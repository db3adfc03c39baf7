import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { label, linesMax, positiveQuantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';
import { transportReference } from './transport-parts.ts';
import { carriage, storedItem, warehouseMoments } from './warehouse-parts.ts';

export const warehouseOrderLine = z
  .object({ ...storedItem, ordered: positiveQuantity })
  .refine(namesItem, unnamedItem);

/** What the owner of goods tells the warehouse that stores them to ship. */
export const warehouseOrder = z.object({
  documentType: z.literal('warehouse-order'),
  purpose: z.enum(['original', 'change', 'cancellation']),
  /** Given by the owner of the goods, the depositor. */
  orderNumber: label(22),
  /** Number of the order that the goods are shipped for. */
  poNumber: label(22).optional(),
  depositor: shipmentParty.optional(),
  warehouse: shipmentParty.optional(),
  shipTo: shipmentParty,
  references: z.array(transportReference).max(10),
  moments: warehouseMoments,
  notes: z.array(label(80)).max(100),
  carriage: carriage.omit({ equipmentNumber: true }).optional(),
  lines: z.array(warehouseOrderLine).min(1).max(linesMax),
});

export type WarehouseOrder = z.output<typeof warehouseOrder>;
export type WarehouseOrderLine = z.output<typeof warehouseOrderLine>;
