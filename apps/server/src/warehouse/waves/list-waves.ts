import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type WaveState, waveStates } from '../life/wave.lifecycle.ts';

export const listWavesInput = z.object({
  states: z.array(z.enum(waveStates)).max(waveStates.length).optional(),
  locationId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type WaveRow = {
  waveId: string;
  waveNumber: number;
  state: WaveState;
  method: 'order' | 'zone' | 'batch';
  locationName: string;
  carrierCode: string | null;
  leavesOn: LocalDate;
  orderCount: number;
  lineCount: number;
  stopCount: number;
  /** Stops where something is still to be taken. */
  openStopCount: number;
  shortStopCount: number;
  packedLineCount: number;
  releasedAt: string;
  releasedBy: string;
};

const waves = `
select wave.id as "waveId", wave.wave_number::float8 as "waveNumber", wave.state, wave.method, place.name as "locationName",
  wave.carrier_code as "carrierCode", wave.leaves_on as "leavesOn", lines.orders as "orderCount",
  lines.count as "lineCount", lines.packed as "packedLineCount", stops.count as "stopCount",
  stops.open as "openStopCount", stops.short as "shortStopCount", wave.released_by as "releasedBy",
  to_char(wave.released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "releasedAt"
from waves wave
  join locations place on place.org_id = wave.org_id and place.id = wave.location_id
  cross join lateral (select count(distinct order_id)::integer as orders, count(*)::integer as count,
      (count(*) filter (where state in ('packed', 'shipped')))::integer as packed
    from outbound_lines line where line.org_id = wave.org_id and line.wave_id = wave.id) lines
  cross join lateral (select count(*)::integer as count, (count(*) filter (where state = 'open'))::integer as open,
      (count(*) filter (where state = 'short-picked'))::integer as short
    from pick_tasks task where task.org_id = wave.org_id and task.wave_id = wave.id) stops
where wave.org_id = (select current_setting('app.org')::uuid)
  and ($1::text[] is null or wave.state = any ($1)) and ($2::uuid is null or wave.location_id = $2)
  and ($3::uuid is null or wave.id < $3)
order by wave.id desc limit $4`;

/** Waves of the warehouse, newest first, with how far each has come. */
export async function listWaves(
  { db }: Context,
  { states, locationId, cursor, limit }: z.output<typeof listWavesInput>,
): Promise<{ rows: WaveRow[]; nextCursor: string | null }> {
  const rows = await db.read<WaveRow>(waves, [states ?? null, locationId ?? null, cursor ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.waveId ?? null) : null };
}
