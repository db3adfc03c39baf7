import { z } from 'zod';
import { shipmentParty, shipmentWeight } from './despatch-advice.ts';
import { businessDay, label, positiveQuantity, quantity } from './parts.ts';
import { receivingConditions } from './receiving-advice.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';
import { transportReference } from './transport-parts.ts';
import { carriage, storedItem } from './warehouse-parts.ts';

const about = {
  /** The depositor's number of the transfer. */
  orderNumber: label(22).optional(),
  /** Number of the shipment, given by who sent it. */
  shipmentNumber: label(30).optional(),
  depositor: shipmentParty.optional(),
  warehouse: shipmentParty,
  shipFrom: shipmentParty.optional(),
  references: z.array(transportReference).max(10),
};

export const transferredLine = z
  .object({ ...storedItem, shipped: positiveQuantity })
  .refine(namesItem, unnamedItem);

/** Goods that their owner sends to the warehouse that is to store them. */
export const stockTransferShipment = z
  .object({
    documentType: z.literal('stock-transfer-shipment'),
    ...about,
    poNumber: label(22).optional(),
    shippedOn: businessDay,
    expectedOn: businessDay.optional(),
    carriage,
    weight: shipmentWeight.optional(),
    cartonCount: z.int().positive().optional(),
    lines: z.array(transferredLine).min(1).max(9_999),
  })
  .refine(
    ({ orderNumber, shipmentNumber, poNumber }) => (orderNumber ?? shipmentNumber ?? poNumber) !== undefined,
    'a transfer is named by the number of the depositor or of the shipment',
  );

export const transferReceivedLine = z
  .object({
    ...storedItem,
    /** What was counted and kept; zero where nothing of the line came. */
    received: quantity.refine(({ amountMilli }) => amountMilli >= 0, 'a received quantity is zero or more'),
    /** What was wrong with how much. */
    deviations: z
      .array(z.object({ condition: z.enum(receivingConditions), quantity: positiveQuantity }))
      .max(50),
  })
  .refine(namesItem, unnamedItem);

/** What a warehouse counted of the goods that their owner sent to it. */
export const stockTransferReceipt = z.object({
  documentType: z.literal('stock-transfer-receipt'),
  ...about,
  receivedOn: businessDay,
  /** Given by the warehouse. */
  receiptNumber: label(12),
  carriage: carriage.omit({ payment: true }).optional(),
  lines: z.array(transferReceivedLine).min(1).max(9_999),
});

export type StockTransferShipment = z.output<typeof stockTransferShipment>;
export type TransferredLine = z.output<typeof transferredLine>;
export type StockTransferReceipt = z.output<typeof stockTransferReceipt>;
export type TransferReceivedLine = z.output<typeof transferReceivedLine>;
