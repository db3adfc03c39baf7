import { nextState } from '@coplan/kernel';
import { stepsTo } from '../../orders/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { salesLineEventNotAllowed, salesLineNotFound } from '../fulfillment.errors.ts';
import { type SalesLineEvent, type SalesLineState, salesLineLifecycle } from './sales-line.lifecycle.ts';

export type SalesLineMove = { orderLineId: string; event: SalesLineEvent };
type Row = { orderLineId: string; orderId: string; lineNumber: number; state: SalesLineState };

/** What happened to an order, for its timeline. */
export async function tellSalesOrder(
  context: Context,
  tx: Transaction,
  about: { orderId: string; type: string; text: string },
): Promise<void> {
  await tx.query(
    `insert into sales_order_events (id, org_id, order_id, at, type, text, actor_name)
     values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6)`,
    [
      context.newId(),
      about.orderId,
      context.clock.now().toISOString(),
      about.type,
      about.text,
      context.actor.name,
    ],
  );
}

/**
 * Moves lines of customers' orders by their lifecycle, the only way to change their state. Answers with the state of each.
 * Throws `DomainError` where a line is not the seller's or the event is not possible.
 */
export async function moveSalesLines(
  tx: Transaction,
  moves: readonly SalesLineMove[],
): Promise<Map<string, SalesLineState>> {
  const rows = await tx.query<Row>(
    `select id as "orderLineId", order_id as "orderId", line_number as "lineNumber", state from sales_order_lines
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[]) order by id for update`,
    [moves.map(({ orderLineId }) => orderLineId)],
  );
  const states = new Map<string, SalesLineState>();
  for (const { orderLineId, event } of moves) {
    const row = rows.find((one) => one.orderLineId === orderLineId);
    if (row === undefined) throw salesLineNotFound(orderLineId);
    const state = states.get(orderLineId) ?? row.state;
    const next = nextState(salesLineLifecycle, state, event);
    if (next === undefined) throw salesLineEventNotAllowed({ lineNumber: row.lineNumber, state, event });
    states.set(orderLineId, next);
  }
  const given = [...states].map(([id, state]) => ({ id, state }));
  await tx.query(
    `update sales_order_lines line set state = given.state
     from jsonb_to_recordset($1::jsonb) as given(id uuid, state text)
     where line.org_id = (select current_setting('app.org')::uuid) and line.id = given.id`,
    [JSON.stringify(given)],
  );
  return states;
}

/** Brings lines where a warehouse says they are, step by step along their lifecycle; those that are there stay. */
export async function bringSalesLines(
  tx: Transaction,
  targets: readonly { orderLineId: string; to: SalesLineState }[],
): Promise<void> {
  const rows = await tx.query<Row>(
    `select id as "orderLineId", order_id as "orderId", line_number as "lineNumber", state from sales_order_lines
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[]) order by id for update`,
    [targets.map(({ orderLineId }) => orderLineId)],
  );
  const moves = targets.flatMap(({ orderLineId, to }): SalesLineMove[] => {
    const row = rows.find((one) => one.orderLineId === orderLineId);
    if (row === undefined) throw salesLineNotFound(orderLineId);
    const steps = stepsTo(salesLineLifecycle, { from: row.state, to });
    if (steps === undefined)
      throw salesLineEventNotAllowed({ lineNumber: row.lineNumber, state: row.state, event: 'ship' });
    return steps.map((event) => ({ orderLineId, event }));
  });
  await moveSalesLines(tx, moves);
}
