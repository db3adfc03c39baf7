import { allowedEvents, type LocalDate, type OrderLineId, type UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { type OrderRow, orderColumns } from './list-orders.ts';
import { type OrderEvent, orderLifecycle } from './order.lifecycle.ts';
import { orderNotFound } from './orders.errors.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

export const getOrderInput = z.object({ orderId: z.uuid() });

type Promised = {
  promiseNumber: number;
  partNumber: number;
  outcome: string;
  promisedOn: LocalDate | null;
  quantityMilli: number;
  source: 'portal' | 'edi';
  reason: string | null;
  recordedAt: string;
};
export type OrderLineView = {
  orderLineId: OrderLineId;
  lineNumber: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  description: string;
  gtin14: string | null;
  quantityMilli: number;
  unit: UnitCode;
  unitPriceMicros: number;
  proposalId: string | null;
  schedule: {
    scheduleLineId: string;
    requestedOn: LocalDate;
    quantityMilli: number;
    state: ScheduleLineState;
    promises: Promised[];
  }[];
};
export type OrderTimelineEntry = {
  at: string;
  type: string;
  text: string;
  actorName: string;
  details: Record<string, unknown>;
};
export type OrderView = OrderRow & {
  version: number;
  channel: 'edi' | 'portal';
  supplierReference: string | null;
  /** What the reader may do with the order now: lifecycle events, and `confirm` or `decideChange` for the commands. */
  allowedEvents: string[];
  lines: OrderLineView[];
  timeline: OrderTimelineEntry[];
};

const buyersEvents: readonly OrderEvent[] = ['accept-changes', 'refuse-changes', 'cancel', 'resend'];
const suppliersEvents: readonly OrderEvent[] = ['acknowledge', 'propose-changes', 'reject'];

function eventsFor(order: { isBuyer: boolean; channel: string; state: OrderRow['state'] }): string[] {
  const mine = order.isBuyer ? buyersEvents : suppliersEvents;
  const events: string[] = allowedEvents(orderLifecycle, order.state).filter(
    (event) => mine.includes(event) && (event !== 'resend' || order.channel === 'edi'),
  );
  if (events.includes('acknowledge')) events.push('confirm');
  if (events.includes('accept-changes')) events.push('decideChange');
  return events;
}

const linesOf = `
select line.id as "orderLineId", line.line_number as "lineNumber", line.item_number as "itemNumber",
  line.supplier_item_number as "supplierItemNumber", line.description, line.gtin14,
  line.quantity_milli as "quantityMilli", line.unit, line.unit_price_micros as "unitPriceMicros",
  case when line.org_id = $3 then line.proposal_id end as "proposalId",
  (select json_agg(json_build_object('scheduleLineId', schedule.id, 'requestedOn', schedule.requested_on,
      'quantityMilli', schedule.quantity_milli, 'state', schedule.state, 'promises', coalesce((
        select json_agg(json_build_object('promiseNumber', made.promise_number, 'partNumber', made.part_number,
            'outcome', made.outcome, 'promisedOn', made.promised_on, 'quantityMilli', made.quantity_milli,
            'source', made.source, 'reason', made.reason,
            'recordedAt', to_char(made.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          order by made.promise_number, made.part_number)
        from promises made where made.org_id = schedule.org_id and made.schedule_line_id = schedule.id), '[]')))
   from schedule_lines schedule
   where schedule.org_id = line.org_id and schedule.order_line_id = line.id) as schedule
from order_lines line where line.org_id = $1 and line.order_id = $2 order by line.line_number::integer`;

const timelineOf = `
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, text, actor_name as "actorName",
  details
from order_events where org_id = $1 and order_id = $2 order by told_number limit 1000`;

/** One order with its lines, every promise ever made, and its timeline; for either party, for nobody else. */
export async function getOrder({ db, actor }: Context, { orderId }: { orderId: string }): Promise<OrderView> {
  type Head = OrderRow & Pick<OrderView, 'version' | 'channel' | 'supplierReference'> & { buyerId: string };
  const [head] = await db.read<Head>(
    `select ${orderColumns}, placed.version, placed.channel, placed.supplier_reference as "supplierReference",
       placed.org_id as "buyerId"
     from orders placed where placed.id = $2 and (placed.org_id = $1 or placed.supplier_id = $1)`,
    [actor.organisationId, orderId],
  );
  if (head === undefined) throw orderNotFound({ orderId });
  const { buyerId, ...order } = head;
  const [lines, timeline] = await Promise.all([
    db.read<OrderLineView>(linesOf, [buyerId, orderId, actor.organisationId]),
    db.read<OrderTimelineEntry>(timelineOf, [buyerId, orderId]),
  ]);
  const isBuyer = buyerId === actor.organisationId;
  return { ...order, allowedEvents: eventsFor({ ...order, isBuyer }), lines, timeline };
}
