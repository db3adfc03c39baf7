import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { getPlace } from './find-place.ts';
import { analogueUnusable, changedBySomeoneElse } from './forecasting.errors.ts';
import { plannerSpoke } from './forecasting.events.ts';

const analoguesMax = 10;

export const nameAnaloguesInput = z.object({
  itemLocationId: z.uuid(),
  /** Items at places whose past is to be the model; empty: the most alike are chosen again. */
  analogueIds: z.array(z.uuid()).max(analoguesMax),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int().min(0),
});

const usableQuery = `
select place.id from item_locations place
where place.org_id = (select current_setting('app.org')::uuid) and place.id = any ($1::uuid[]) and place.id <> $2
  and exists (select 1 from sales_series series
    where series.org_id = place.org_id and series.item_location_id = place.id)`;

const writeQuery = `
insert into forecast_analogues (org_id, item_location_id, analogue_ids, reason, named_by, named_at)
values ((select current_setting('app.org')::uuid), $1, $2, $3, $4, $5)
on conflict (org_id, item_location_id) do update set analogue_ids = excluded.analogue_ids, reason = excluded.reason,
  named_by = excluded.named_by, named_at = excluded.named_at, version = forecast_analogues.version + 1
returning version`;

/** A planner says which items a new one is like. It counts from the next run on, until the item has a past of its own. */
export function nameAnalogues(
  context: Context,
  input: z.output<typeof nameAnaloguesInput>,
): Promise<{ version: number }> {
  const { itemLocationId, reason, expectedVersion } = input;
  const analogueIds = [...new Set(input.analogueIds)].sort();
  return context.db.transaction(async (tx) => {
    await getPlace(tx, itemLocationId);
    const usable = await tx.query<{ id: string }>(usableQuery, [analogueIds, itemLocationId]);
    const known = new Set(usable.map(({ id }) => id));
    const unusable = analogueIds.filter((id) => !known.has(id));
    if (unusable.length > 0) throw analogueUnusable(unusable);
    const [present] = await tx.query<{ version: number; analogueIds: string[] }>(
      `select version, to_json(analogue_ids) as "analogueIds" from forecast_analogues
       where item_location_id = $1 for update`,
      [itemLocationId],
    );
    const version = present?.version ?? 0;
    if (version !== expectedVersion) throw changedBySomeoneElse({ expectedVersion, version });
    const said = [itemLocationId, analogueIds, reason, context.actor.name, context.clock.now()];
    const [written] = await tx.query<{ version: number }>(writeQuery, said);
    const organisationId = context.actor.organisationId;
    await tx.publish(plannerSpoke({ organisationId, itemLocationId, what: 'analogues' }));
    await tx.audit({
      command: 'forecasting.name-analogues',
      subject: { kind: 'item-forecast', id: itemLocationId },
      before: { analogueIds: present?.analogueIds ?? [] },
      after: { analogueIds },
      reason,
    });
    return { version: written?.version ?? 1 };
  });
}
