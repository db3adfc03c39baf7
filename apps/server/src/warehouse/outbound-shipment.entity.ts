import {
  type LocalDate,
  type LocationId,
  nextState,
  type OrderId,
  type OrganisationId,
} from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import {
  type OutboundShipmentEvent,
  outboundShipmentLifecycle,
  outboundShipmentStates,
} from './life/outbound-shipment.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const outboundShipmentSchema = defineEntity({
  name: 'OutboundShipment',
  tableName: 'outbound_shipments',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    orderKind: p.enum(['purchase-order', 'sales-order'] as const),
    /** Null: a customer of one's own. */
    buyerId: p.uuid().$type<OrganisationId>().nullable(),
    orderId: p.uuid().$type<OrderId>(),
    locationId: p.uuid().$type<LocationId>(),
    shipmentNumber: p.string(),
    state: p.enum(outboundShipmentStates),
    carrierCode: p.string().nullable(),
    carrierName: p.string().nullable(),
    carrierReference: p.string().nullable(),
    trailerNumber: p.string().nullable(),
    sealNumber: p.string().nullable(),
    freightTerms: p.enum(['prepaid', 'collect'] as const),
    despatchedOn: p.date().$type<LocalDate>().nullable(),
    deliverOn: p.date().$type<LocalDate>().nullable(),
    confirmCount: p.integer(),
    confirmedBy: p.string().nullable(),
    confirmedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
});

export class OutboundShipment extends outboundShipmentSchema.class {
  /** The only way to change `state`. */
  apply(event: OutboundShipmentEvent): void {
    const next = nextState(outboundShipmentLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'shipment', name: this.shipmentNumber, state: this.state, event });
    this.state = next;
  }

  /** As the buyer is told it: a shipment that was taken back goes out under a number of its own. */
  get noticeNumber(): string {
    return this.confirmCount < 2 ? this.shipmentNumber : `${this.shipmentNumber}-${this.confirmCount}`;
  }
}
outboundShipmentSchema.setClass(OutboundShipment);
