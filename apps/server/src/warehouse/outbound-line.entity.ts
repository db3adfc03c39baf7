import { type ItemId, type LocationId, nextState, type OrderId } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import {
  type OutboundLineEvent,
  outboundLineLifecycle,
  outboundLineStates,
} from './life/outbound-line.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const outboundLineSchema = defineEntity({
  name: 'OutboundLine',
  tableName: 'outbound_lines',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    waveId: p.uuid(),
    reservationId: p.uuid(),
    orderKind: p.enum(['purchase-order', 'sales-order'] as const),
    orderId: p.uuid().$type<OrderId>(),
    orderLineId: p.uuid(),
    lineNumber: p.string(),
    itemId: p.uuid().$type<ItemId>(),
    locationId: p.uuid().$type<LocationId>(),
    lotId: p.uuid().nullable(),
    lotNumber: p.string().nullable(),
    expiresOn: p.date().nullable(),
    reservedMilli: p.bigint('number'),
    coversMilli: p.bigint('number'),
    releasedMilli: p.bigint('number'),
    pickedMilli: p.bigint('number'),
    freedMilli: p.bigint('number'),
    packedMilli: p.bigint('number'),
    state: p.enum(outboundLineStates),
  },
});

export class OutboundLine extends outboundLineSchema.class {
  /** The only way to change `state`. */
  apply(event: OutboundLineEvent): void {
    const next = nextState(outboundLineLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'line', name: this.lineNumber, state: this.state, event });
    this.state = next;
  }

  /** What lies there, as the ledger names it. */
  get stock(): { itemId: ItemId; lotId: string | null; locationId: LocationId } {
    const { itemId, lotId, locationId } = this;
    return { itemId, lotId: lotId ?? null, locationId };
  }

  /** What a picker still has to find for it. */
  get toPickMilli(): number {
    return this.state === 'released' ? this.releasedMilli - this.freedMilli : 0;
  }
}
outboundLineSchema.setClass(OutboundLine);
