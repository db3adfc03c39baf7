import { assert, type LocalDate, nextState, type OrderId, type OrganisationId } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { type OrderEvent, type OrderState, orderLifecycle, orderStates } from './order.lifecycle.ts';
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

export const orderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  properties: {
    id: p.uuid().$type<OrderId>().primary(),
    buyerId: p.uuid().$type<OrganisationId>().name('org_id'),
    supplierId: p.uuid().$type<OrganisationId>(),
    poNumber: p.string(),
    state: p.enum(orderStates),
    buyerName: p.string(),
    supplierName: p.string(),
    shipToId: p.uuid(),
    shipToName: p.string(),
    orderedOn: p.date().$type<LocalDate>(),
    deliverOn: p.date().$type<LocalDate>(),
    promisedOn: p.date().$type<LocalDate>().nullable(),
    currency: p.string(),
    totalMinor: p.bigint('number'),
    hasPendingChange: p.boolean(),
    channel: p.enum(['edi', 'portal'] as const),
    tolerance: p.json<ConfirmationTolerance>(),
    supplierReference: p.string().nullable(),
    version: p.integer().version(),
  },
});

export class Order extends orderSchema.class {
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
orderSchema.setClass(Order);
