import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { worklists } from './list-orders.ts';
import { orderStates } from './order.lifecycle.ts';
import { viewsNeedPerson } from './orders.errors.ts';

const filter = z.object({
  state: z.enum(orderStates).optional(),
  worklist: z.enum(worklists).optional(),
  search: z.string().max(100).optional(),
});
const name = z.string().trim().min(1).max(60);

export const saveViewInput = z.object({ name, filter });
export const removeViewInput = z.object({ name });

export type OrderListView = { name: string; filter: z.output<typeof filter> };

const personOf = ({ actor }: Context): string => {
  if (actor.userId === null) throw viewsNeedPerson();
  return actor.userId;
};

/** The person's own views of the list, by name. */
export async function listViews(context: Context): Promise<{ rows: OrderListView[] }> {
  if (context.actor.userId === null) return { rows: [] };
  const rows = await context.db.read<OrderListView>(
    `select name, filter from order_views
     where org_id = (select current_setting('app.org')::uuid) and user_id = $1 order by name limit 100`,
    [context.actor.userId],
  );
  return { rows };
}

/** Keeps a filter under a name; the same name again replaces it. */
export async function saveView(
  context: Context,
  input: z.output<typeof saveViewInput>,
): Promise<{ name: string }> {
  const person = personOf(context);
  await context.db.transaction((tx) =>
    tx.query(
      `insert into order_views (id, org_id, user_id, name, filter) values ($1, $2, $3, $4, $5)
       on conflict (org_id, user_id, name) do update set filter = excluded.filter`,
      [context.newId(), context.actor.organisationId, person, input.name, JSON.stringify(input.filter)],
    ),
  );
  return { name: input.name };
}

export async function removeView(
  context: Context,
  input: z.output<typeof removeViewInput>,
): Promise<{ name: string }> {
  const person = personOf(context);
  await context.db.transaction((tx) =>
    tx.query('delete from order_views where org_id = $1 and user_id = $2 and name = $3', [
      context.actor.organisationId,
      person,
      input.name,
    ]),
  );
  return { name: input.name };
}
