import { z } from 'zod';
import { label, party, positiveQuantity } from './parts.ts';
import {
  carrierCode,
  freightPayments,
  localMoment,
  transportPlace,
  transportReference,
  weight,
} from './transport-parts.ts';

export const stopActions = [
  'load',
  'load-part',
  'load-complete',
  'unload',
  'unload-part',
  'unload-complete',
  'drop-trailer',
  'retrieve-trailer',
] as const;
export type StopAction = (typeof stopActions)[number];

export const stopMomentKinds = ['earliest', 'latest', 'requested', 'scheduled'] as const;
export type StopMomentKind = (typeof stopMomentKinds)[number];

/** An order, or a part of one, that is loaded or unloaded at a stop. */
export const tenderedOrder = z
  .object({
    reference: label(30).optional(),
    poNumber: label(22).optional(),
    pieces: z.int().positive().optional(),
    weight: weight.optional(),
  })
  .refine(({ reference, poNumber }) => (reference ?? poNumber) !== undefined, 'an order has a number');

export const tenderStop = z.object({
  /** Counts the stops in the order in which they are made. */
  stopNumber: z.int().positive().max(999),
  action: z.enum(stopActions),
  place: transportPlace.optional(),
  moments: z
    .array(z.object({ kind: z.enum(stopMomentKinds), at: localMoment }))
    .max(2)
    .refine(
      (moments) => new Set(moments.map(({ kind }) => kind)).size === moments.length,
      'a kind comes once',
    ),
  weight: weight.optional(),
  pieces: positiveQuantity.optional(),
  references: z.array(transportReference).max(50),
  orders: z.array(tenderedOrder).max(999),
  notes: z.array(label(80)).max(20),
});

/** A load that a shipper offers to a carrier: the stops in their order, with what is loaded and unloaded. */
export const loadTender = z
  .object({
    documentType: z.literal('load-tender'),
    purpose: z.enum(['original', 'change', 'replacement', 'cancellation']),
    carrierCode: carrierCode.optional(),
    /** Given by the shipper. */
    shipmentNumber: label(30),
    payment: z.enum(freightPayments),
    respondBy: localMoment.optional(),
    billTo: party.optional(),
    references: z.array(transportReference).max(50),
    notes: z.array(label(80)).max(10),
    stops: z.array(tenderStop).min(1).max(999),
    totals: z
      .object({
        weight: weight.optional(),
        pieces: z.int().positive().optional(),
        /** What the carrier is to get, in hundredths of the currency unit. */
        chargeHundredths: z.int().nonnegative().optional(),
      })
      .optional(),
  })
  .refine(
    ({ stops }) => stops.every(({ stopNumber }, index) => stopNumber > (stops[index - 1]?.stopNumber ?? 0)),
    { path: ['stops'], message: 'the numbers of the stops rise' },
  );

export type LoadTender = z.output<typeof loadTender>;
export type TenderStop = z.output<typeof tenderStop>;
