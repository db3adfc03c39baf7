import { DomainError } from '@coplan/kernel';
import type { ReservationEvent, ReservationState } from './reservations/reservation.lifecycle.ts';
import type { SalesLineEvent, SalesLineState } from './sales-orders/sales-line.lifecycle.ts';

export const reservationNotFound = (reservationId: string): DomainError =>
  new DomainError(
    'not-found',
    'fulfillment.reservation-not-found',
    { reservationId },
    'There is no such reservation among yours',
  );

export const reservationEventNotAllowed = (about: {
  reservationId: string;
  state: ReservationState;
  event: ReservationEvent;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'fulfillment.reservation-event-not-allowed',
    about,
    `This reservation is ${about.state}: "${about.event}" is not possible any more`,
  );

export const amountNotThere = (about: {
  reservationId: string;
  act: string;
  amountMilli: number;
  thereMilli: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'fulfillment.amount-not-there',
    about,
    `Of this reservation ${about.thereMilli / 1_000} are there to ${about.act}, not ${about.amountMilli / 1_000}`,
  );

export const stockShort = (about: {
  itemId: string;
  locationId: string;
  lotId: string | null;
  wantedMilli: number;
  availableMilli: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'fulfillment.stock-short',
    about,
    `${about.wantedMilli / 1_000} are wanted and ${about.availableMilli / 1_000} are available: take less, another place, or wait for more`,
  );

export const softHoldWithoutEnd = (): DomainError =>
  new DomainError(
    'invalid',
    'fulfillment.soft-hold-without-end',
    {},
    'A soft hold needs the moment at which it ends by itself',
  );

export const salesLineNotFound = (orderLineId: string): DomainError =>
  new DomainError(
    'not-found',
    'fulfillment.sales-line-not-found',
    { orderLineId },
    'There is no such line among the orders of your customers',
  );

export const salesLineEventNotAllowed = (about: {
  lineNumber: number;
  state: SalesLineState;
  event: SalesLineEvent;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'fulfillment.sales-line-event-not-allowed',
    about,
    `Line ${about.lineNumber} is ${about.state}: "${about.event}" is not possible any more`,
  );

export const salesLineInWarehouse = (about: { lineNumber: number; state: SalesLineState }): DomainError =>
  new DomainError(
    'not-allowed',
    'fulfillment.sales-line-in-warehouse',
    about,
    `Line ${about.lineNumber} is ${about.state.replaceAll('-', ' ')} in the warehouse: unpack it, undo its pick and cancel its wave, then cancel it here`,
  );

export const salesOrderNotFound = (orderId: string): DomainError =>
  new DomainError(
    'not-found',
    'fulfillment.sales-order-not-found',
    { orderId },
    'There is no such order of your customers',
  );

export const salesOrderChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'fulfillment.sales-order-changed',
    about,
    'Somebody else changed this order meanwhile: look at it again, then decide',
  );

export const salesOrderInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'fulfillment.sales-order-invalid', about, `${about.place}: ${about.why}`);

export const outboundLineNotFound = (orderLineId: string): DomainError =>
  new DomainError(
    'not-found',
    'fulfillment.line-not-found',
    { orderLineId },
    'There is no such line that you still have to ship',
  );

export const reSourceImpossible = (about: { orderLineId: string; why: string }): DomainError =>
  new DomainError(
    'conflict',
    'fulfillment.re-source-impossible',
    about,
    `The line keeps its stock: ${about.why}`,
  );

export const rulesChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'fulfillment.rules-changed',
    about,
    'Somebody else changed the rules meanwhile: look at them again, then decide',
  );

export const rulesInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'fulfillment.rules-invalid', about, `${about.place}: ${about.why}`);
