import type { Context, Transaction } from '../../platform/index.ts';
import type { OutboundLineState } from '../life/outbound-line.lifecycle.ts';
import type { PickTaskState } from '../life/pick-task.lifecycle.ts';
import { waveProgress } from '../life/wave-progress.ts';
import { loadForChange } from '../load-for-change.ts';
import { warehouseNews } from '../warehouse.events.ts';

type Progress = { tasks: PickTaskState[]; lines: OutboundLineState[] };

/** After something of a wave changed: its state follows from its tasks and lines, and its pages are told. */
export async function restateWave(context: Context, tx: Transaction, waveId: string): Promise<void> {
  const wave = await loadForChange(context, tx, { what: 'wave', id: waveId });
  await tx.em.flush();
  const [progress] = await tx.query<Progress>(
    `select (select coalesce(json_agg(state), '[]') from pick_tasks
         where org_id = wave.org_id and wave_id = wave.id) as tasks,
       (select coalesce(json_agg(state), '[]') from outbound_lines
         where org_id = wave.org_id and wave_id = wave.id) as lines
     from waves wave where wave.org_id = (select current_setting('app.org')::uuid) and wave.id = $1`,
    [waveId],
  );
  const withState = <State>(states: readonly State[] = []) => states.map((state) => ({ state }));
  wave.moveTo(waveProgress(withState(progress?.tasks), withState(progress?.lines)));
  const news = { id: waveId, waveNumber: wave.waveNumber };
  await tx.publish(warehouseNews('warehouse.wave-changed', context.actor.organisationId, news));
}
