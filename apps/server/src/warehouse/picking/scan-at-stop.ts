import { readSerial } from '@coplan/fulfillment';
import { localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type JudgedScan, judgePickScan, judgeUnit, type Stop, type UnitAtStop } from '../life/judge-scan.ts';
import { notFound } from '../warehouse.errors.ts';

export const scanAtStopInput = z.object({
  taskId: z.uuid(),
  /** As the scanner typed it. */
  text: z.string().max(200),
  /** The label of the bin was scanned before. */
  isAtBin: z.boolean(),
  /** The item is right, and the serial numbers of its units are being read. */
  isSerial: z.boolean().default(false),
});

const stop = `
select task.bin_code as "binCode", item.gtin14, item.item_number as "itemNumber", item.description,
  lot.lot_number as "lotNumber", lot.expires_on as "expiresOn", place.time_zone as "timeZone",
  (select coalesce(json_agg(json_build_object('gtin14', pack.gtin14, 'baseMilli', pack.base_milli)), '[]') from (
      select item.gtin14, 1000::bigint as base_milli where item.gtin14 is not null
      union all
      select level.gtin14, level.numerator * 1000 / level.denominator from pack_levels level
      where level.org_id = item.org_id and level.item_id = item.id and level.gtin14 is not null) pack) as packs
from pick_tasks task
  join waves wave on wave.org_id = task.org_id and wave.id = task.wave_id
  join locations place on place.org_id = wave.org_id and place.id = wave.location_id
  join items item on item.org_id = task.org_id and item.id = task.item_id
  left join stock_lots lot on lot.org_id = task.org_id and lot.id = task.lot_id
where task.org_id = (select current_setting('app.org')::uuid) and task.id = $1`;

const unitAtStop = `
select unit.state, place.name as "placeName", unit.state = 'in-stock' and unit.location_id = wave.location_id
    and unit.lot_id is not distinct from task.lot_id as "isHere"
from pick_tasks task
  join waves wave on wave.org_id = task.org_id and wave.id = task.wave_id
  join serial_units unit on unit.org_id = task.org_id and unit.item_id = task.item_id and unit.serial_number = $2
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id
where task.org_id = (select current_setting('app.org')::uuid) and task.id = $1`;

/** What a scan at a stop means; a wrong one is answered with what is wrong and what to do. Changes nothing. */
export async function scanAtStop(
  { db, clock }: Context,
  { taskId, text, isAtBin, isSerial }: z.output<typeof scanAtStopInput>,
): Promise<JudgedScan> {
  const [found] = await db.read<Omit<Stop, 'isAtBin'> & { timeZone: string }>(stop, [taskId]);
  if (found === undefined) throw notFound('pick task', taskId);
  const today = localDateAt(clock.now(), found.timeZone);
  const atStop = { ...found, isAtBin };
  if (!isSerial) return judgePickScan(text, atStop, today);
  const gtin14s = found.packs.map(({ gtin14 }) => gtin14);
  const read = readSerial(text, { itemNumber: found.itemNumber, gtin14s, today });
  if (read.kind === 'unreadable') return { kind: 'wrong', why: read.why };
  const [unit] = await db.read<UnitAtStop>(unitAtStop, [taskId, read.serialNumber]);
  return judgeUnit(read.serialNumber, atStop, unit);
}
