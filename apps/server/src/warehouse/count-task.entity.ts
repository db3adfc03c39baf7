import { type ItemId, type LocationId, nextState } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { type CountTaskEvent, countTaskLifecycle, countTaskStates } from './life/count-task.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const countTaskSchema = defineEntity({
  name: 'CountTask',
  tableName: 'count_tasks',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    locationId: p.uuid().$type<LocationId>(),
    binCode: p.string(),
    itemId: p.uuid().$type<ItemId>(),
    lotId: p.uuid().nullable(),
    missingMilli: p.bigint('number'),
    state: p.enum(countTaskStates),
    foundMilli: p.bigint('number').nullable(),
    countedAt: p.datetime().nullable(),
    countedBy: p.string().nullable(),
    version: p.integer().version(),
  },
});

export class CountTask extends countTaskSchema.class {
  /** The only way to change `state`. */
  apply(event: CountTaskEvent): void {
    const next = nextState(countTaskLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'count', name: `of ${this.binCode}`, state: this.state, event });
    this.state = next;
  }
}
countTaskSchema.setClass(CountTask);
