import { type ItemId, nextState } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { type PickTaskEvent, pickTaskLifecycle, pickTaskStates } from './life/pick-task.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const pickTaskSchema = defineEntity({
  name: 'PickTask',
  tableName: 'pick_tasks',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    waveId: p.uuid(),
    listId: p.uuid(),
    binCode: p.string(),
    itemId: p.uuid().$type<ItemId>(),
    lotId: p.uuid().nullable(),
    quantityMilli: p.bigint('number'),
    pickedMilli: p.bigint('number'),
    state: p.enum(pickTaskStates),
    pickedBy: p.string().nullable(),
    pickedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
});

export class PickTask extends pickTaskSchema.class {
  /** The only way to change `state`. */
  apply(event: PickTaskEvent): void {
    const next = nextState(pickTaskLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'pick task', name: `at ${this.binCode}`, state: this.state, event });
    this.state = next;
  }
}
pickTaskSchema.setClass(PickTask);
