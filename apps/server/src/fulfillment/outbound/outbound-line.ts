import type { ItemId, LocalDate } from '@coplan/kernel';
import type { OrderKind } from '../reservations/reservation.ts';

/** A line that the seller has to ship, whoever ordered it. Quantities in thousandths of the seller's base unit. */
export type OutboundLine = {
  orderKind: OrderKind;
  orderId: string;
  orderNumber: string;
  orderLineId: string;
  lineNumber: string;
  customerId: string;
  customerName: string;
  /** The seller's own item; null: nothing of its catalog is what was ordered, and `unmapped` says what to do. */
  itemId: ItemId | null;
  unmapped: string | null;
  itemNumber: string;
  description: string;
  state: string;
  /** Promised to the customer, so that stock may be given to it. */
  isCommitted: boolean;
  /** Asked less cancelled. */
  orderedMilli: number;
  /** Shipped by what was announced, or picked, whichever is more. */
  goneMilli: number;
  /** Held by open reservations, in units of the item ordered. */
  heldMilli: number;
  /** Picked for it, shipped or not, in units of the item ordered. */
  takenMilli: number;
  requestedOn: LocalDate;
  promisedOn: LocalDate | null;
  placedAtMs: number;
  /** After this day the customer does not want it any more, where the order itself says so. */
  cancelAfterOn: LocalDate | null;
  multipleMilli: number;
  /** The order leaves whole or not at all. */
  isOrderComplete: boolean;
};

/** What still needs stock beyond what is held. */
export const shortOf = ({ orderedMilli, goneMilli, heldMilli }: OutboundLine): number =>
  Math.max(0, orderedMilli - goneMilli - heldMilli);

/** The day on which it is due: as promised, else as asked. */
export const dueOn = ({ promisedOn, requestedOn }: OutboundLine): LocalDate => promisedOn ?? requestedOn;

/** The largest of multiple, a unit and a thousandth that goes into a quantity evenly. */
export const multipleFor = (quantityMilli: number, multipleMilli: number | null): number =>
  [multipleMilli ?? 1_000, 1_000, 1].find((one) => quantityMilli % one === 0) ?? 1;
