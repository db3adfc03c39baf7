import { eventTypes } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';

export const suggestLiftInput = z.object({
  agreementId: z.uuid(),
  type: z.enum(eventTypes),
  /** Empty: every item of the agreement. */
  itemIds: z.array(z.uuid()).max(5_000).default([]),
});

export type LiftSuggestion = {
  itemId: string;
  itemNumber: string;
  /** Units won over units expected without the event, of all past events counted: a ratio of sums. null: none yet. */
  liftRatio: number | null;
  /** Whose events: this item's, those of its category, or of all items of the agreement. */
  basis: 'item' | 'category' | 'agreement' | null;
  /** Past evaluated events counted. */
  eventCount: number;
  /** Lowest and highest of them, so that the spread is seen. */
  liftRatioMin: number | null;
  liftRatioMax: number | null;
};

const suggest = `
with past as (
  select result.item_id, result.category, result.plan_event_id, result.base_milli, result.actual_lift_milli
  from plan_event_evaluations result
  where result.agreement_id = $1 and result.event_type = $2 and not result.is_cannibalised and result.base_milli > 0
    and result.day_count > 0
), asked as (
  select distinct item.id, item.item_number, item.category
  from agreement_item_locations scope join items item on item.org_id = scope.buyer_id and item.id = scope.item_id
  where scope.agreement_id = $1 and (cardinality($3::uuid[]) = 0 or scope.item_id = any ($3))
), levels as (
  select asked.id, 1 as level, 'item' as basis, past.* from asked join past on past.item_id = asked.id
  union all
  select asked.id, 2, 'category', past.* from asked join past on past.category = asked.category
  union all
  select asked.id, 3, 'agreement', past.* from asked cross join past
), of_event as (
  select id, level, basis, plan_event_id, sum(base_milli) as base_milli, sum(actual_lift_milli) as lift_milli
  from levels group by id, level, basis, plan_event_id
), summed as (
  select distinct on (id) id, basis, sum(lift_milli)::float8 / sum(base_milli)::float8 as ratio,
    count(*)::integer as events, min(lift_milli::float8 / base_milli::float8) as low,
    max(lift_milli::float8 / base_milli::float8) as high
  from of_event group by id, level, basis order by id, level
)
select asked.id as "itemId", asked.item_number as "itemNumber", summed.ratio as "liftRatio", summed.basis,
  coalesce(summed.events, 0) as "eventCount", summed.low as "liftRatioMin", summed.high as "liftRatioMax"
from asked left join summed on summed.id = asked.id order by asked.item_number limit 5000`;

/** The lift library: what events of this kind brought before. The item's own past goes before that of its category. */
export async function suggestLift(
  { db }: Context,
  { agreementId, type, itemIds }: z.output<typeof suggestLiftInput>,
): Promise<{ rows: LiftSuggestion[] }> {
  return { rows: await db.read<LiftSuggestion>(suggest, [agreementId, type, itemIds]) };
}
