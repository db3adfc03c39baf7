import { allowedEvents, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';
import type { OutboundLineState } from '../life/outbound-line.lifecycle.ts';
import type { PickTaskState } from '../life/pick-task.lifecycle.ts';
import { type WaveEvent, type WaveState, waveLifecycle } from '../life/wave.lifecycle.ts';
import { notFound } from '../warehouse.errors.ts';

export const getWaveInput = z.object({ waveId: z.uuid() });

export type WaveLine = {
  lineId: string;
  orderKind: OrderKind;
  orderId: string;
  poNumber: string;
  lineNumber: string;
  description: string;
  unit: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  releasedMilli: number;
  pickedMilli: number;
  freedMilli: number;
  packedMilli: number;
  state: OutboundLineState;
};
export type WaveList = {
  listId: string;
  listNumber: number;
  zone: string | null;
  stopStates: PickTaskState[];
  pickers: string[];
};
export type WaveDetail = {
  waveId: string;
  waveNumber: number;
  state: WaveState;
  method: 'order' | 'zone' | 'batch';
  locationName: string;
  carrierCode: string | null;
  leavesOn: LocalDate;
  version: number;
  lists: WaveList[];
  lines: WaveLine[];
  allowedEvents: WaveEvent[];
};

const wave = `
select wave.id as "waveId", wave.wave_number::float8 as "waveNumber", wave.state, wave.method,
  place.name as "locationName", wave.carrier_code as "carrierCode", wave.leaves_on as "leavesOn", wave.version,
  (select coalesce(json_agg(json_build_object('listId', list.id, 'listNumber', list.list_number, 'zone', list.zone,
      'stopStates', (select coalesce(json_agg(task.state order by task.stop_number), '[]') from pick_tasks task
        where task.org_id = list.org_id and task.list_id = list.id),
      'pickers', (select coalesce(json_agg(distinct task.picked_by), '[]') from pick_tasks task
        where task.org_id = list.org_id and task.list_id = list.id and task.picked_by is not null))
    order by list.list_number), '[]') from pick_lists list where list.org_id = wave.org_id and list.wave_id = wave.id) as lists,
  (select coalesce(json_agg(json_build_object('lineId', line.id, 'orderKind', line.order_kind, 'orderId', line.order_id, 'poNumber', line.po_number,
      'lineNumber', line.line_number, 'description', line.description, 'unit', line.unit, 'lotNumber', line.lot_number,
      'expiresOn', line.expires_on, 'releasedMilli', line.released_milli, 'pickedMilli', line.picked_milli,
      'freedMilli', line.freed_milli, 'packedMilli', line.packed_milli, 'state', line.state)
    order by line.po_number, length(line.line_number), line.line_number, line.id), '[]')
   from outbound_lines line where line.org_id = wave.org_id and line.wave_id = wave.id) as lines
from waves wave join locations place on place.org_id = wave.org_id and place.id = wave.location_id
where wave.org_id = (select current_setting('app.org')::uuid) and wave.id = $1`;

/** A wave with its pick lists and lines. Throws `DomainError` (not-found). */
export async function getWave(
  { db }: Context,
  { waveId }: z.output<typeof getWaveInput>,
): Promise<WaveDetail> {
  const [found] = await db.read<Omit<WaveDetail, 'allowedEvents'>>(wave, [waveId]);
  if (found === undefined) throw notFound('wave', waveId);
  return { ...found, allowedEvents: allowedEvents(waveLifecycle, found.state) };
}
