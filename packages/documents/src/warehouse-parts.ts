import { z } from 'zod';
import { sscc, transportModes } from './despatch-advice.ts';
import { gtin14, label } from './parts.ts';
import { carrierCode, freightPayments, localMoment } from './transport-parts.ts';

/** How goods travel to or from a warehouse, and who pays the freight. */
export const carriage = z.object({
  mode: z.enum(transportModes),
  carrierCode: carrierCode.optional(),
  /** Service or route, in the carrier's words. */
  routing: label(35).optional(),
  payment: z.enum(freightPayments).optional(),
  /** Number of the trailer or container. */
  equipmentNumber: label(10).optional(),
});
export type Carriage = z.output<typeof carriage>;

export const warehouseMomentKinds = [
  'ship-requested',
  'ship-earliest',
  'ship-latest',
  'delivery-requested',
  'delivery-earliest',
  'delivery-latest',
] as const;
export type WarehouseMomentKind = (typeof warehouseMomentKinds)[number];

export const warehouseMoments = z
  .array(z.object({ kind: z.enum(warehouseMomentKinds), at: localMoment }))
  .max(10)
  .refine((moments) => new Set(moments.map(({ kind }) => kind)).size === moments.length, 'a kind comes once');

/** What a line of a warehouse is about: the item by at least one number, and the lot where one is named. */
export const storedItem = {
  /** The depositor's label of the line. */
  lineNumber: label(20).optional(),
  gtin: gtin14.optional(),
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
  description: label(225).optional(),
  lotNumber: label(12).optional(),
};

/** Cartons and pallets by their SSCC; an empty list says nothing about them. */
export const packageNumbers = z.array(sscc).max(100);
