import { nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { countTaskLifecycle, countTaskStates } from './count-task.lifecycle.ts';
import { handlingUnitLifecycle, handlingUnitStates } from './handling-unit.lifecycle.ts';
import { outboundLineLifecycle, outboundLineStates } from './outbound-line.lifecycle.ts';
import { outboundShipmentLifecycle, outboundShipmentStates } from './outbound-shipment.lifecycle.ts';
import { pickTaskLifecycle, pickTaskStates } from './pick-task.lifecycle.ts';
import { waveLifecycle, waveStates } from './wave.lifecycle.ts';

type AnyLifecycle = {
  initial: string;
  table: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
};

/** Every pair of a state and an event that leads somewhere, `state event next`; all others are refused. */
function movesOf(lifecycle: unknown, states: readonly string[]): string[] {
  const { initial, table } = lifecycle as AnyLifecycle;
  const events = [...new Set(Object.values(table).flatMap((moves) => Object.keys(moves)))];
  return states.flatMap((state) =>
    events.flatMap((event) => {
      const next = nextState({ initial, table }, state, event);
      return next === undefined ? [] : [`${state} ${event} ${next}`];
    }),
  );
}

test.each([
  [
    'a wave',
    waveLifecycle,
    waveStates,
    [
      'released start-picking picking',
      'released finish-picking picked',
      'released cancel cancelled',
      'picking finish-picking picked',
      'picking undo-first-pick released',
      'picking cancel picked',
      'picking ship-all shipped',
      'picked undo-pick picking',
      'picked undo-first-pick released',
      'picked ship-all shipped',
      'shipped take-back picked',
    ],
  ],
  [
    'a pick task',
    pickTaskLifecycle,
    pickTaskStates,
    [
      'open pick picked',
      'open pick-short short-picked',
      'open cancel cancelled',
      'picked undo open',
      'short-picked undo open',
    ],
  ],
  [
    'a line on its way out',
    outboundLineLifecycle,
    outboundLineStates,
    [
      'released pick picked',
      'released find-none unfilled',
      'released cancel cancelled',
      'picked undo-pick released',
      'picked pack packed',
      'packed unpack picked',
      'packed ship shipped',
      'shipped take-back packed',
    ],
  ],
  [
    'a carton',
    handlingUnitLifecycle,
    handlingUnitStates,
    [
      'open pack packed',
      'open void voided',
      'packed reopen open',
      'packed ship shipped',
      'shipped take-back packed',
    ],
  ],
  [
    'a shipment',
    outboundShipmentLifecycle,
    outboundShipmentStates,
    [
      'planned confirm in-transit',
      'planned cancel cancelled',
      'in-transit take-back planned',
      'in-transit deliver delivered',
      'in-transit refuse refused',
      'delivered deliver delivered',
      'refused deliver delivered',
      'refused refuse refused',
    ],
  ],
  ['a count task', countTaskLifecycle, countTaskStates, ['open count counted']],
])(
  '%s moves as written down, and every other pair of state and event is refused',
  (_what, lifecycle, states, moves) => {
    expect(movesOf(lifecycle, states).sort()).toEqual([...moves].sort());
  },
);
