import { assert, type LocalDate, nextState, type OrderId, type OrderLineId } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { scheduleLineEventNotAllowed } from './orders.errors.ts';
import {
  type ScheduleLineEvent,
  type ScheduleLineState,
  scheduleLineLifecycle,
  scheduleLineStates,
} from './schedule-line.lifecycle.ts';
import { stepsTo } from './steps-to.ts';

export const scheduleLineSchema = defineEntity({
  name: 'ScheduleLine',
  tableName: 'schedule_lines',
  properties: {
    id: p.uuid().primary(),
    buyerId: p.uuid().name('org_id'),
    supplierId: p.uuid(),
    orderId: p.uuid().$type<OrderId>(),
    orderLineId: p.uuid().$type<OrderLineId>(),
    requestedOn: p.date().$type<LocalDate>(),
    quantityMilli: p.bigint('number'),
    state: p.enum(scheduleLineStates),
  },
});

export class ScheduleLine extends scheduleLineSchema.class {
  /** The only way to change `state`. */
  apply(event: ScheduleLineEvent): void {
    const next = nextState(scheduleLineLifecycle, this.state, event);
    if (next === undefined) {
      throw scheduleLineEventNotAllowed({ scheduleLineId: this.id, state: this.state, event });
    }
    this.state = next;
  }

  /** Follows what was said and counted. Throws `InvariantError` when no event of its life leads there. */
  moveTo(state: ScheduleLineState): void {
    const steps = stepsTo(scheduleLineLifecycle, { from: this.state, to: state });
    assert(steps !== undefined, `schedule line ${this.id} cannot become ${state} from ${this.state}`);
    for (const event of steps) this.apply(event);
  }
}
scheduleLineSchema.setClass(ScheduleLine);
