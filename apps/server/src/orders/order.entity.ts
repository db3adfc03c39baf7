import {
  assert,
  type LocalDate,
  type LocationId,
  nextState,
  type OrderId,
  type OrganisationId,
} from '@coplan/kernel';
import { type OrderEvent, type OrderState, orderLifecycle } from './order.lifecycle.ts';
import { orderEventNotAllowed } from './orders.errors.ts';
import { stepsTo } from './steps-to.ts';

/** How far a promise may differ from the request without asking the buyer; agreed when the order is placed. */
export type ConfirmationTolerance = {
  earlyDays: number;
  lateDays: number;
  shortRatio: number;
  /** How much more than ordered may be shipped and billed: 0.05 is five of a hundred. Absent: nothing. */
  overRatio?: number;
  /** How far the price of an invoice may lie above the agreed one. Absent: not at all. */
  priceRatio?: number;
  /** So many days before delivery a change needs the supplier's word to bind. Absent: none. */
  freezeDays?: number;
};

/** An order's row. `buyerId` is its `org_id`. */
export type OrderRow = {
  readonly id: OrderId;
  readonly buyerId: OrganisationId;
  readonly supplierId: OrganisationId;
  readonly poNumber: string;
  state: OrderState;
  readonly buyerName: string;
  readonly supplierName: string;
  readonly shipToId: LocationId;
  readonly shipToName: string;
  readonly orderedOn: LocalDate;
  deliverOn: LocalDate;
  promisedOn: LocalDate | null;
  readonly currency: string;
  totalMinor: number;
  hasPendingChange: boolean;
  readonly channel: 'edi' | 'portal';
  readonly tolerance: ConfirmationTolerance;
  supplierReference: string | null;
  version: number;
};

const OrderData = class {
  constructor(row: OrderRow) {
    Object.assign(this, row);
  }
} as new (
  row: OrderRow,
) => OrderRow;

/** An order that is locked in the open transaction; what changes about it is kept by `saveOrders`. */
export class Order extends OrderData {
  /** The only way to change `state`. Throws `DomainError` (not-allowed) when the order's life does not allow it. */
  apply(event: OrderEvent): void {
    const next = nextState(orderLifecycle, this.state, event);
    if (next === undefined) {
      throw orderEventNotAllowed({ poNumber: this.poNumber, state: this.state, event });
    }
    this.state = next;
  }

  /** Follows the order's lines. Throws `InvariantError` when no event of its life leads there. */
  moveTo(state: OrderState): void {
    const steps = stepsTo(orderLifecycle, { from: this.state, to: state });
    assert(steps !== undefined, `order ${this.poNumber} cannot become ${state} from ${this.state}`);
    for (const event of steps) this.apply(event);
  }
}
