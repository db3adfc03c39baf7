import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../../platform/index.ts';
import { OutboundLine } from '../outbound-line.entity.ts';
import type { PickTask } from '../pick-task.entity.ts';

/** The lines of a stop, locked in the order in which everybody locks them. */
export async function linesOfTask(
  { actor }: Context,
  tx: Transaction,
  task: PickTask,
): Promise<OutboundLine[]> {
  const rows = await tx.query<{ lineId: string }>(
    `select line_id as "lineId" from pick_task_lines
     where org_id = (select current_setting('app.org')::uuid) and task_id = $1`,
    [task.id],
  );
  return tx.em.find(
    OutboundLine,
    { organisationId: actor.organisationId, id: { $in: rows.map(({ lineId }) => lineId) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
}
