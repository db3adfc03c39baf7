import { countTaskLifecycle } from '../../apps/server/src/warehouse/life/count-task.lifecycle.ts';
import { handlingUnitLifecycle } from '../../apps/server/src/warehouse/life/handling-unit.lifecycle.ts';
import { outboundLineLifecycle } from '../../apps/server/src/warehouse/life/outbound-line.lifecycle.ts';
import { outboundShipmentLifecycle } from '../../apps/server/src/warehouse/life/outbound-shipment.lifecycle.ts';
import { pickTaskLifecycle } from '../../apps/server/src/warehouse/life/pick-task.lifecycle.ts';
import { waveLifecycle } from '../../apps/server/src/warehouse/life/wave.lifecycle.ts';
import { page } from './markdown.ts';
import { type AnyLifecycle, statesTable } from './order-states-page.ts';

const lives: readonly [string, unknown][] = [
  ['Wave', waveLifecycle],
  ['Pick task', pickTaskLifecycle],
  ['Line on its way out', outboundLineLifecycle],
  ['Carton', handlingUnitLifecycle],
  ['Shipment', outboundShipmentLifecycle],
  ['Count', countTaskLifecycle],
];

/** The lives of waves, picks, lines, cartons, shipments and counts. */
export const warehouseStatesPage = (): string =>
  page(
    'States of the warehouse',
    'Each table is the one that the server runs on: an event that a state does not name is refused. How to work with them: [Pick, pack and ship](../how-to/pick-pack-and-ship.md).',
    ...lives.flatMap(([title, lifecycle]) => [`## ${title}`, statesTable(lifecycle as AnyLifecycle)]),
  );
