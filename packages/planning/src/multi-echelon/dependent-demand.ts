import { addDays, type LocalDate } from '@coplan/kernel';
import type { PlannedOrder } from '../project-orders.ts';
import type { KnownDemand } from '../replenishment-input.ts';

/** Orders that a location plans with the one that supplies it. */
export type ChildOrders = {
  locationId: string;
  label: string;
  orders: readonly PlannedOrder[];
  /** Days from leaving the supplying location to delivery. */
  transitDays: number;
};

/**
 * The planned orders of the supplied locations as demand of the one that supplies them, on the day on which the goods
 * must leave it: delivery less transit, never before today (distribution requirements planning, Martin 1983). `asOf`:
 * the business day of the plans.
 */
export function dependentDemandOf(children: readonly ChildOrders[], today: LocalDate): KnownDemand[] {
  return children.flatMap(({ locationId, label, orders, transitDays }) =>
    orders
      .filter(({ quantityMilli }) => quantityMilli > 0)
      .map(({ orderOn, deliverOn, quantityMilli }) => {
        const leavesOn = addDays(deliverOn, -transitDays);
        return {
          id: `${locationId}/${orderOn}`,
          kind: 'dependent' as const,
          dueOn: leavesOn < today ? today : leavesOn,
          quantityMilli,
          source: {
            kind: 'planned-order',
            id: `${locationId}/${orderOn}`,
            label: `Planned order of ${label} for ${deliverOn}`,
            asOf: today,
          },
        };
      }),
  );
}
