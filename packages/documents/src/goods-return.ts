import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import {
  activityLocation,
  businessDay,
  gtin14,
  label,
  linesMax,
  positiveQuantity,
  unitPriceMicros,
} from './parts.ts';
import { namesItem, unnamedItem } from './schedule-parts.ts';

/** What is to become of the goods. `keep`: with an allowance; `repair`: they are sent to be repaired. */
export const returnDispositions = [
  'return',
  'keep',
  'keep-and-repair',
  'repair',
  'dispose',
  'destroy',
  'donate',
  'examine',
  'pending',
  'refused',
] as const;
export type ReturnDisposition = (typeof returnDispositions)[number];

/** Why the buyer wants to return goods. */
export const returnReasons = [
  'defective',
  'damaged',
  'wrong-item',
  'ordering-error',
  'recall',
  'excess',
  'expired',
  'packaging',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** Why the supplier answers as he does. */
export const returnAnswers = [
  'worn',
  'transport-damage',
  'not-defective',
  'as-ordered',
  'never-sold',
  'too-late',
  'quantity',
  'price',
  'information-needed',
  'discontinued',
  'unidentifiable',
] as const;
export type ReturnAnswer = (typeof returnAnswers)[number];

export const returnedLine = z
  .object({
    gtin: gtin14.optional(),
    buyerItemNumber: label(48).optional(),
    supplierItemNumber: label(48).optional(),
    description: label(80).optional(),
    quantity: positiveQuantity,
    unitPriceMicros: unitPriceMicros.optional(),
    /** What the buyer asks for, or the supplier decides. */
    disposition: z.enum(returnDispositions).optional(),
    reason: z.enum(returnReasons).optional(),
    answer: z.enum(returnAnswers).optional(),
    note: label(80).optional(),
    serialNumbers: z.array(label(30)).max(5),
    poNumber: label(22).optional(),
    invoiceNumber: label(22).optional(),
    /** Number of the despatch advice with which the goods came. */
    shipmentNumber: label(30).optional(),
  })
  .refine(namesItem, unnamedItem);

/** Goods that a buyer wants to give back, or what the supplier says to that. */
export const goodsReturn = z
  .object({
    documentType: z.literal('goods-return'),
    /** An announcement comes from the buyer, an instruction answers it. */
    kind: z.enum(['announcement', 'instruction']),
    /** Given by the sender of this document. */
    returnNumber: label(30),
    writtenOn: businessDay,
    /** Number of the announcement that is answered. */
    announcementNumber: label(30).optional(),
    /** Under which the goods may be sent (RMA); given by the supplier. */
    authorisationNumber: label(30).optional(),
    buyer: shipmentParty.optional(),
    supplier: shipmentParty.optional(),
    /** Where the goods go. */
    returnTo: shipmentParty.optional(),
    /** Where the goods are. */
    goodsAt: activityLocation.optional(),
    lines: z.array(returnedLine).min(1).max(linesMax),
  })
  .refine(
    ({ kind, lines }) =>
      kind === 'announcement' || lines.every(({ disposition }) => disposition !== undefined),
    { path: ['lines'], message: 'an instruction says what is to become of the goods of each line' },
  )
  .refine(
    ({ kind, lines }) =>
      lines.every(({ reason, answer }) => (kind === 'announcement' ? answer : reason) === undefined),
    { path: ['lines'], message: 'an announcement gives reasons, an instruction answers' },
  );

export type GoodsReturn = z.output<typeof goodsReturn>;
export type ReturnedLine = z.output<typeof returnedLine>;
