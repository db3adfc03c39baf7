import { z } from 'zod';
import { shipmentParty, shipmentWeight } from './despatch-advice.ts';
import { businessDay, label, linesMax, positiveQuantity, quantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';
import { transportReference } from './transport-parts.ts';
import { carriage, packageNumbers, storedItem } from './warehouse-parts.ts';

/** What became of a line of the order; `backordered` and `partial` leave something open, and only the first comes later. */
export const shippedStatuses = ['complete', 'partial', 'backordered', 'over', 'substituted'] as const;
export type ShippedStatus = (typeof shippedStatuses)[number];

export const warehouseShippedLine = z
  .object({
    ...storedItem,
    status: z.enum(shippedStatuses),
    ordered: positiveQuantity.optional(),
    /** Zero where nothing of the line was shipped. */
    shipped: quantity.refine(({ amountMilli }) => amountMilli >= 0, 'a shipped quantity is zero or more'),
    weight: shipmentWeight.optional(),
  })
  .refine(namesItem, unnamedItem)
  .refine(({ ordered, shipped }) => ordered === undefined || ordered.unit === shipped.unit, {
    path: ['ordered'],
    message: 'ordered and shipped are counted in one unit',
  });

/** What a warehouse says that it shipped for the owner of the goods. */
export const warehouseShipment = z
  .object({
    documentType: z.literal('warehouse-shipment'),
    /** The depositor's number of the order, given in the warehouse order. */
    orderNumber: label(22).optional(),
    /** Given by the warehouse. */
    shipmentNumber: label(30).optional(),
    poNumber: label(22).optional(),
    shippedOn: businessDay,
    depositor: shipmentParty.optional(),
    warehouse: shipmentParty.optional(),
    shipTo: shipmentParty.optional(),
    references: z.array(transportReference).max(10),
    carriage: carriage.optional(),
    weight: shipmentWeight.optional(),
    cartonCount: z.int().positive().optional(),
    /** What was packed together; one package without a number where the warehouse does not tell them apart. */
    packages: z
      .array(z.object({ ssccs: packageNumbers, lines: z.array(warehouseShippedLine).min(1).max(linesMax) }))
      .min(1)
      .max(linesMax),
  })
  .refine(
    ({ orderNumber, shipmentNumber, poNumber }) => (orderNumber ?? shipmentNumber ?? poNumber) !== undefined,
    'a shipment is named by the number of the order or by its own',
  );

export type WarehouseShipment = z.output<typeof warehouseShipment>;
export type WarehouseShippedLine = z.output<typeof warehouseShippedLine>;
