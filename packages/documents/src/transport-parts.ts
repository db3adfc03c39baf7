import { z } from 'zod';
import { businessDay, goodsPlace, label } from './parts.ts';

/** A carrier by its SCAC, or by the code that both sides use. */
export const carrierCode = z
  .string()
  .regex(/^[A-Z]{2,4}$/, 'a carrier code (SCAC) has two to four capital letters');

/** A weight in thousandths of its unit. */
export const weight = z.object({ amountMilli: z.int().nonnegative(), unit: z.enum(['KGM', 'LBR']) });
export type Weight = z.output<typeof weight>;

/** Who pays the freight: the shipper, the consignee or somebody else. */
export const freightPayments = ['prepaid', 'collect', 'third-party'] as const;
export type FreightPayment = (typeof freightPayments)[number];

/** HH:MM. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM');

/** A moment as a partner writes it. Without a zone it is the local time of the place that it is about. */
export const localMoment = z
  .object({
    on: businessDay,
    time: timeOfDay.optional(),
    /** As the partner's code has it (X12 data element 623). */
    timeZone: label(2).optional(),
  })
  .refine(({ time, timeZone }) => time !== undefined || timeZone === undefined, {
    path: ['timeZone'],
    message: 'a time zone belongs to a time of day',
  });
export type LocalMoment = z.output<typeof localMoment>;

/** What a number of a shipment is a number of. */
export const transportReferenceKinds = [
  'purchase-order',
  'bill-of-lading',
  'shipper-number',
  'carrier-number',
  'load-number',
  'appointment',
] as const;
export const transportReference = z.object({ kind: z.enum(transportReferenceKinds), value: label(30) });
export type TransportReference = z.output<typeof transportReference>;
export type TransportReferenceKind = (typeof transportReferenceKinds)[number];

/** Where goods are loaded or unloaded; at least one of GLN, code, name and address says where. */
export const transportPlace = goodsPlace.refine(
  ({ gln, code, name, address }) => (gln ?? code ?? name ?? address) !== undefined,
  'a place needs a GLN, a code, a name or an address',
);
