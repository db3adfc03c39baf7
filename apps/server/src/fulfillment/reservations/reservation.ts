import { assert, type ItemId, type LocationId, nextState } from '@coplan/kernel';
import { amountNotThere, reservationEventNotAllowed } from '../fulfillment.errors.ts';
import {
  type ReservationEvent,
  type ReservationState,
  reservationLifecycle,
} from './reservation.lifecycle.ts';

export const orderKinds = ['purchase-order', 'sales-order'] as const;
/** A purchase order that a buyer placed with the seller, or an order of a customer of its own. */
export type OrderKind = (typeof orderKinds)[number];

/** Stock of the seller that is kept for a line of an order. `amount = open + taken + released`, thousandths. */
export type Reservation = {
  reservationId: string;
  state: ReservationState;
  orderKind: OrderKind;
  orderId: string;
  orderLineId: string;
  itemId: ItemId;
  locationId: LocationId;
  /** Null: stock without a lot. */
  lotId: string | null;
  amountMilli: number;
  takenMilli: number;
  releasedMilli: number;
  /** What the whole amount counts for in units of the item ordered; differs where a substitute stands in. */
  coversMilli: number;
  /** When a soft hold ends by itself. */
  expiresAt: string | null;
  version: number;
};

export const openOf = ({ amountMilli, takenMilli, releasedMilli }: Reservation): number =>
  amountMilli - takenMilli - releasedMilli;

/** What a part of a reservation counts for in units of the item ordered. */
export const coveredBy = ({ amountMilli, coversMilli }: Reservation, partMilli: number): number =>
  Number((BigInt(partMilli) * BigInt(coversMilli)) / BigInt(amountMilli));

/** What may be done with so much of a reservation. */
export type ReservationAct = 'confirm' | 'release' | 'expire' | 'take' | 'put-back';

const eventOf = (one: Reservation, act: ReservationAct, partMilli: number): ReservationEvent => {
  if (act === 'confirm' || act === 'expire') return act;
  if (act === 'put-back') return partMilli === one.takenMilli ? 'put-back-all' : 'put-back-part';
  return `${act}-${partMilli === openOf(one) ? 'rest' : 'part'}`;
};

/**
 * The reservation after an act, by its lifecycle; pure. Throws `DomainError` when the act is not possible in this
 * state, or when it asks for more than is open (or, putting back, than is taken).
 */
export function actOn(one: Reservation, act: ReservationAct, partMilli: number): Reservation {
  assert(
    Number.isSafeInteger(partMilli) && partMilli > 0,
    'an amount is a whole number of thousandths above 0',
  );
  const event = eventOf(one, act, partMilli);
  const { reservationId, state } = one;
  const next = nextState(reservationLifecycle, state, event);
  if (next === undefined) throw reservationEventNotAllowed({ reservationId, state, event });
  const thereMilli = act === 'put-back' ? one.takenMilli : openOf(one);
  if (partMilli > thereMilli)
    throw amountNotThere({ reservationId, act, amountMilli: partMilli, thereMilli });
  const sign = act === 'put-back' ? -1 : 1;
  const isTaking = act === 'take' || act === 'put-back';
  const isReleasing = act === 'release' || act === 'expire';
  return {
    ...one,
    state: next,
    takenMilli: one.takenMilli + (isTaking ? sign * partMilli : 0),
    releasedMilli: one.releasedMilli + (isReleasing ? partMilli : 0),
    version: one.version + 1,
  };
}
