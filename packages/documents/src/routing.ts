import { z } from 'zod';
import { shipmentParty } from './despatch-advice.ts';
import { businessDay, label } from './parts.ts';
import {
  carrierCode,
  freightPayments,
  localMoment,
  transportPlace,
  transportReference,
  weight,
} from './transport-parts.ts';

export const packagingKinds = ['carton', 'pallet', 'piece'] as const;
export type PackagingKind = (typeof packagingKinds)[number];

const orderFields = z.object({
  reference: label(30).optional(),
  poNumber: label(22).optional(),
  packages: z.object({ count: z.int().positive(), kind: z.enum(packagingKinds).optional() }).optional(),
  weight: weight.optional(),
  volume: z.object({ amountMilli: z.int().nonnegative(), unit: z.enum(['m3', 'ft3']) }).optional(),
});
const isNumbered = ({ reference, poNumber }: { reference?: unknown; poNumber?: unknown }): boolean =>
  (reference ?? poNumber) !== undefined;

/** An order, or a part of one, that is carried. */
export const routedOrder = orderFields.refine(isNumbered, 'an order has a number');

/** An order that is to be carried, with the freight class that its price depends on. */
export const requestedOrder = orderFields
  .extend({ commodity: label(30).optional(), freightClass: label(5).optional() })
  .refine(isNumbered, 'an order has a number');

export const routingPurposes = ['original', 'change', 'replacement', 'cancellation'] as const;

/** By when goods can be fetched, and by when they are to arrive. */
export const routingMomentKinds = ['pickup', 'delivery'] as const;
export type RoutingMomentKind = (typeof routingMomentKinds)[number];
const moments = z
  .array(z.object({ kind: z.enum(routingMomentKinds), at: localMoment }))
  .max(2)
  .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, 'a kind comes once');

export const contact = z
  .object({ name: label(60).optional(), phone: label(80).optional(), email: label(80).optional() })
  .refine(
    ({ name, phone, email }) => (name ?? phone ?? email) !== undefined,
    'a contact has a name or number',
  );
export type Contact = z.output<typeof contact>;

/** A supplier that has goods ready asks the buyer, who pays the freight, how to send them. */
export const routingRequest = z.object({
  documentType: z.literal('routing-request'),
  purpose: z.enum(routingPurposes),
  /** Given by the supplier. */
  requestNumber: label(30),
  requestedOn: businessDay,
  contact: contact.optional(),
  shipFrom: shipmentParty,
  destinations: z
    .array(
      z.object({
        shipTo: transportPlace,
        references: z.array(transportReference).max(5),
        moments,
        orders: z.array(requestedOrder).min(1).max(9_999),
      }),
    )
    .min(1)
    .max(9_999),
});

export const serviceLevels = ['standard', 'ground', 'second-day', 'next-day'] as const;
export type ServiceLevel = (typeof serviceLevels)[number];

/** The buyer's answer: with whom goods go, load by load. */
export const routingInstructions = z.object({
  documentType: z.literal('routing-instructions'),
  purpose: z.enum(routingPurposes),
  /** Given by the buyer. */
  instructionNumber: label(30),
  issuedOn: businessDay,
  /** The supplier's number of the request that is answered. */
  requestNumber: label(30).optional(),
  contact: contact.optional(),
  shipFrom: shipmentParty,
  loads: z
    .array(
      z.object({
        references: z.array(transportReference).max(5),
        carrierCode: carrierCode.optional(),
        service: z.object({ level: z.enum(serviceLevels), payment: z.enum(freightPayments) }).optional(),
        orders: z.array(routedOrder).max(9_999),
        moments,
        shipTo: transportPlace.optional(),
      }),
    )
    .min(1)
    .max(9_999),
});

export type RoutedOrder = z.output<typeof routedOrder>;
export type RequestedOrder = z.output<typeof requestedOrder>;
export type RoutingRequest = z.output<typeof routingRequest>;
export type RoutingInstructions = z.output<typeof routingInstructions>;
