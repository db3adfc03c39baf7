import { isSscc } from '@coplan/kernel';
import { z } from 'zod';
import { address, businessDay, gln, gtin14, label, linesMax, positiveQuantity, quantity } from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';

export const despatchPurposes = ['original', 'replacement', 'cancellation'] as const;
export const transportModes = ['road', 'rail', 'air', 'sea', 'parcel'] as const;
export type TransportMode = (typeof transportModes)[number];

/** What becomes of the part of a line that was ordered and is not in this shipment. */
export const remainders = ['backordered', 'cancelled'] as const;
export type Remainder = (typeof remainders)[number];

/** Serial Shipping Container Code, without the application identifier 00. */
export const sscc = z.string().refine(isSscc, 'an SSCC has 18 digits, the last a right check digit');

/** A company or place of a shipment; at least one of GLN, code and name. `code` is the number that the buyer uses. */
export const shipmentParty = z
  .object({
    gln: gln.optional(),
    code: label(17).optional(),
    name: label(60).optional(),
    address: address.optional(),
  })
  .refine(
    (party) => party.gln !== undefined || party.code !== undefined || party.name !== undefined,
    'a company or place needs a GLN, a code or a name',
  );

/** The number of one unit. GS1 AI 21 has room for 20 characters, EDIFACT for 35. */
export const serialNumber = label(35);

export const shipmentWeight = z.object({ amountMilli: z.int().positive(), unit: z.enum(['KGM', 'LBR']) });

export const despatchedLine = z
  .object({
    /** The buyer's label of the order line. */
    lineNumber: label(20).optional(),
    gtin: gtin14.optional(),
    buyerItemNumber: label(48).optional(),
    supplierItemNumber: label(48).optional(),
    description: label(80).optional(),
    shipped: positiveQuantity,
    ordered: quantity.optional(),
    remainder: z.enum(remainders).optional(),
    lotNumber: label(35).optional(),
    /** The last day on which the goods may be used. */
    expiresOn: businessDay.optional(),
    /** Of units in this line; absent: none are named. */
    serialNumbers: z.array(serialNumber).max(linesMax).optional(),
    /** Cartons that hold nothing but this line, where it is said of the line and not of a package around it. */
    ssccs: z.array(sscc).max(linesMax),
  })
  .refine(namesItem, unnamedItem);

export const despatchedCarton = z.object({
  sscc: sscc.optional(),
  weight: shipmentWeight.optional(),
  lines: z.array(despatchedLine).min(1).max(linesMax),
});

export const despatchedPallet = z
  .object({
    sscc: sscc.optional(),
    weight: shipmentWeight.optional(),
    cartons: z.array(despatchedCarton).max(linesMax),
    /** What lies on the pallet without a carton around it. */
    lines: z.array(despatchedLine).max(linesMax),
  })
  .refine(({ cartons, lines }) => cartons.length + lines.length > 0, 'a pallet holds something');

/** What is shipped of one order, for one place that it is marked for. */
export const despatchedOrder = z
  .object({
    poNumber: label(22),
    orderedOn: businessDay.optional(),
    /** The store behind the delivery place. */
    markFor: z.union([z.strictObject({ gln }), z.strictObject({ code: label(17) })]).optional(),
    pallets: z.array(despatchedPallet).max(linesMax),
    cartons: z.array(despatchedCarton).max(linesMax),
    /** What is packed in nothing that is named here. */
    lines: z.array(despatchedLine).max(linesMax),
  })
  .refine(
    ({ pallets, cartons, lines }) => pallets.length + cartons.length + lines.length > 0,
    'an order of a shipment has lines',
  );
export type DespatchedOrder = z.output<typeof despatchedOrder>;

/** Every line of an order, however deep it is packed. */
export const linesOfDespatchedOrder = ({ pallets, cartons, lines }: DespatchedOrder): DespatchedLine[] => [
  ...pallets.flatMap((pallet) => [...pallet.cartons.flatMap((carton) => carton.lines), ...pallet.lines]),
  ...cartons.flatMap((carton) => carton.lines),
  ...lines,
];

/** What a supplier says is on its way: one shipment of one or more orders. A pallet of two orders appears in both. */
export const despatchAdvice = z
  .object({
    documentType: z.literal('despatch-advice'),
    purpose: z.enum(despatchPurposes),
    /** Given by the supplier. */
    shipmentNumber: label(30).refine(
      (text) => text.length > 1,
      'a shipment number has at least two characters',
    ),
    writtenOn: businessDay,
    despatchedOn: businessDay.optional(),
    /** When the goods are expected at the delivery place. */
    deliverOn: businessDay.optional(),
    billOfLading: label(30).optional(),
    /** The carrier's number of the shipment. */
    carrierReference: label(30).optional(),
    carrier: z
      .object({ code: label(17), name: label(35).optional(), mode: z.enum(transportModes).optional() })
      .optional(),
    trailerNumber: label(17).optional(),
    palletCount: z.int().positive().optional(),
    cartonCount: z.int().positive().optional(),
    weight: shipmentWeight.optional(),
    buyer: shipmentParty.optional(),
    supplier: shipmentParty.optional(),
    shipFrom: shipmentParty.optional(),
    shipTo: shipmentParty,
    orders: z.array(despatchedOrder).min(1).max(linesMax),
  })
  .refine(
    ({ orders }) =>
      new Set(orders.map(({ poNumber, markFor }) => JSON.stringify([poNumber, markFor]))).size ===
      orders.length,
    { path: ['orders'], message: 'an order appears once for each place that it is marked for' },
  );

export type DespatchAdvice = z.output<typeof despatchAdvice>;
export type DespatchedLine = z.output<typeof despatchedLine>;
export type DespatchedCarton = z.output<typeof despatchedCarton>;
export type DespatchedPallet = z.output<typeof despatchedPallet>;
export type ShipmentWeight = z.output<typeof shipmentWeight>;
