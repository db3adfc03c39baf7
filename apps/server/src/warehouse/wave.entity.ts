import { nextState } from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { eventBetween } from './life/event-between.ts';
import { type WaveEvent, type WaveState, waveLifecycle, waveStates } from './life/wave.lifecycle.ts';
import { eventNotAllowed } from './warehouse.errors.ts';

export const waveSchema = defineEntity({
  name: 'Wave',
  tableName: 'waves',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid().name('org_id'),
    locationId: p.uuid(),
    waveNumber: p.bigint('number'),
    state: p.enum(waveStates),
    version: p.integer().version(),
  },
});

export class Wave extends waveSchema.class {
  /** The only way to change `state`. */
  apply(event: WaveEvent): void {
    const next = nextState(waveLifecycle, this.state, event);
    if (next === undefined)
      throw eventNotAllowed({ what: 'wave', name: String(this.waveNumber), state: this.state, event });
    this.state = next;
  }

  /** Follows its tasks and lines. */
  moveTo(state: WaveState): void {
    if (state !== this.state) this.apply(eventBetween(waveLifecycle, { from: this.state, to: state }));
  }
}
waveSchema.setClass(Wave);
