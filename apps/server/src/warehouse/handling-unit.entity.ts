import { nextState, type OrderId } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import {
  type HandlingUnitEvent,
  handlingUnitLifecycle,
  handlingUnitStates,
} from './life/handling-unit.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const handlingUnitSchema = defineEntity({
  name: 'HandlingUnit',
  tableName: 'handling_units',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    shipmentId: p.uuid(),
    orderId: p.uuid().$type<OrderId>(),
    sscc: p.string(),
    cartonTypeId: p.uuid(),
    weightGrams: p.integer(),
    state: p.enum(handlingUnitStates),
    packedBy: p.string().nullable(),
    packedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
});

export class HandlingUnit extends handlingUnitSchema.class {
  /** The only way to change `state`. */
  apply(event: HandlingUnitEvent): void {
    const next = nextState(handlingUnitLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'carton', name: this.sscc, state: this.state, event });
    this.state = next;
  }
}
handlingUnitSchema.setClass(HandlingUnit);
