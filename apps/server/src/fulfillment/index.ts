export { runAllocation } from './allocation/run-allocation.ts';
export { subscriptions } from './follow-up.ts';
export { migrations } from './fulfillment.migrations.ts';
export { restRoutes } from './fulfillment.rest.ts';
export { fulfillmentRouter, salesOrdersRouter } from './fulfillment.router.ts';
export type { OutboundLine } from './outbound/outbound-line.ts';
export { readOutboundLines } from './outbound/read-outbound-lines.ts';
export {
  confirmReservation,
  type PartOfReservation,
  putBackReservation,
  type ReservationCommand,
  releaseReservation,
  takeReservation,
} from './reservations/act-on-reservations.ts';
export { expireReservationsJob } from './reservations/expire-reservations.job.ts';
export { listReservations } from './reservations/list-reservations.ts';
export { type ReservationState, reservationLifecycle } from './reservations/reservation.lifecycle.ts';
export { type OrderKind, openOf, type Reservation } from './reservations/reservation.ts';
export { type ReservationToMake, reserve } from './reservations/reserve.ts';
export { setRules } from './rules/set-rules.ts';
export { backorderRest } from './sales-orders/backorder-rest.ts';
export {
  bringSalesLines,
  moveSalesLines,
  type SalesLineMove,
} from './sales-orders/move-sales-lines.ts';
export { placeSalesOrder, type SalesOrderToPlace } from './sales-orders/place-sales-order.ts';
export {
  type SalesLineEvent,
  type SalesLineState,
  salesLineLifecycle,
} from './sales-orders/sales-line.lifecycle.ts';
export { tellDelivery, tellDeparture } from './sales-orders/tell-departure.ts';
export { transactionWithRetries } from './with-retries.ts';
