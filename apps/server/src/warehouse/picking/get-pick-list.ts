import { allowedEvents, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type PickTaskEvent, type PickTaskState, pickTaskLifecycle } from '../life/pick-task.lifecycle.ts';
import { notFound } from '../warehouse.errors.ts';

export const getPickListInput = z.object({ listId: z.uuid() });

export type PickStopView = {
  taskId: string;
  stopNumber: number;
  zone: string;
  binCode: string;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  unit: string;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  /** Each unit has a serial number that is to be read. */
  isSerialTracked: boolean;
  /** Base units in one piece that is lifted; null: not known. */
  pieceMilli: number | null;
  quantityMilli: number;
  pickedMilli: number;
  state: PickTaskState;
  pickedBy: string | null;
  forOrders: { poNumber: string; lineNumber: string; quantityMilli: number }[];
  version: number;
  allowedEvents: PickTaskEvent[];
};

export type PickListView = {
  listId: string;
  listNumber: number;
  zone: string | null;
  waveId: string;
  waveNumber: number;
  locationName: string;
  leavesOn: LocalDate;
  stops: PickStopView[];
};

const list = `
select list.id as "listId", list.list_number as "listNumber", list.zone, wave.id as "waveId",
  wave.wave_number::float8 as "waveNumber", place.name as "locationName", wave.leaves_on as "leavesOn",
  (select coalesce(json_agg(json_build_object('taskId', task.id, 'stopNumber', task.stop_number, 'zone', task.zone,
      'binCode', task.bin_code, 'itemNumber', item.item_number, 'description', item.description, 'gtin14', item.gtin14,
      'unit', item.base_unit, 'lotNumber', lot.lot_number, 'expiresOn', lot.expires_on,
      'isSerialTracked', item.is_serial_tracked, 'pieceMilli', handling.piece_milli, 'quantityMilli', task.quantity_milli, 'pickedMilli', task.picked_milli,
      'state', task.state, 'pickedBy', task.picked_by, 'version', task.version,
      'forOrders', (select json_agg(json_build_object('poNumber', line.po_number, 'lineNumber', line.line_number,
          'quantityMilli', line.released_milli - line.freed_milli) order by line.po_number, line.line_number)
        from pick_task_lines part join outbound_lines line on line.org_id = part.org_id and line.id = part.line_id
        where part.org_id = task.org_id and part.task_id = task.id))
    order by task.stop_number), '[]')
   from pick_tasks task
     join items item on item.org_id = task.org_id and item.id = task.item_id
     left join stock_lots lot on lot.org_id = task.org_id and lot.id = task.lot_id
     left join item_handling handling on handling.org_id = task.org_id and handling.item_id = task.item_id
   where task.org_id = list.org_id and task.list_id = list.id) as stops
from pick_lists list
  join waves wave on wave.org_id = list.org_id and wave.id = list.wave_id
  join locations place on place.org_id = wave.org_id and place.id = wave.location_id
where list.org_id = (select current_setting('app.org')::uuid) and list.id = $1`;

/** A walk with its stops in order. Throws `DomainError` (not-found). */
export async function getPickList(
  { db }: Context,
  { listId }: z.output<typeof getPickListInput>,
): Promise<PickListView> {
  const [found] = await db.read<PickListView>(list, [listId]);
  if (found === undefined) throw notFound('pick list', listId);
  const stops = found.stops.map((stop) => ({
    ...stop,
    allowedEvents: allowedEvents(pickTaskLifecycle, stop.state),
  }));
  return { ...found, stops };
}
