import { addDays, DomainError, dayNumber, type LocalDate } from '@coplan/kernel';
import { freeStockMilli, receiptsByDay } from '../net-requirement.ts';
import { projectOrders } from '../project-orders.ts';
import { proposeReplenishment } from '../propose-replenishment.ts';
import type { ReplenishmentInput } from '../replenishment-input.ts';
import type { ReplenishmentResult } from '../replenishment-result.ts';
import { dependentDemandOf } from './dependent-demand.ts';
import { fairShare, type ShareRule } from './fair-share.ts';

/** A location that the distribution centre supplies. */
export type SuppliedLocation = { label: string; transitDays: number; input: ReplenishmentInput };

export type DistributionPlan = {
  /** What the distribution centre orders from its supplier. */
  center: ReplenishmentResult;
  centerInput: ReplenishmentInput;
  /** What each location asks for now and what it gets, in the order given. */
  stores: { locationId: string; proposal: ReplenishmentResult; shareMilli: number; isShort: boolean }[];
  /** What the centre can send, and what it keeps. */
  availableMilli: number;
  leftMilli: number;
};

const packMilliOf = ({ terms }: ReplenishmentInput): number => terms.multipleMilli?.value ?? 1;

function dailyDemandMilliOf({
  input,
  result,
}: {
  input: ReplenishmentInput;
  result: ReplenishmentResult;
}): number {
  const days = dayNumber(result.nextDeliverOn) - dayNumber(input.today);
  const demand = result.projection.grossRequirementMilli.slice(0, days);
  return demand.reduce((sum, day) => sum + day, 0) / Math.max(1, days);
}

/** What is there or will be before the goods of now arrive. */
function positionMilliOf(result: ReplenishmentResult, today: LocalDate): number {
  const day = dayNumber(result.deliverOn) - dayNumber(today);
  return result.projection.balanceWithoutOrderMilli[day] ?? 0;
}

/**
 * One item over two levels: every location plans its orders, these are demand of the distribution centre on the day they
 * must leave it, the centre orders from its supplier, and what it can send now is shared fairly where it is short. The
 * centre's own forecast is what it sells besides. Units must be the same; throws `DomainError` (invalid) otherwise and
 * what `proposeReplenishment` throws.
 */
export function planDistribution(input: {
  center: ReplenishmentInput;
  stores: readonly SuppliedLocation[];
  rule: ShareRule;
}): DistributionPlan {
  const { center, stores, rule } = input;
  for (const { input: store, label } of stores) {
    if (store.unit === center.unit && store.today === center.today) continue;
    throw new DomainError(
      'invalid',
      'planning.distribution-differs',
      { label, unit: store.unit, centerUnit: center.unit },
      `${label} plans in ${store.unit} on ${store.today}, its distribution centre in ${center.unit} on ${center.today}: plan both alike`,
    );
  }
  const forecastEnd = center.forecast.buckets.at(-1)?.endsBefore ?? center.today;
  const plans = stores.map(({ input: store, label, transitDays }) => {
    const { orders } = projectOrders(store, { endsBefore: forecastEnd });
    return { locationId: store.locationId, label, orders, transitDays };
  });
  const demands = [...(center.demands ?? []), ...dependentDemandOf(plans, center.today)];
  const centerInput = { ...center, demands };
  const proposals = stores.map(({ input: store }) => ({ input: store, result: proposeReplenishment(store) }));
  const arrivesToday = receiptsByDay(center.receipts, center.today, 1)[0] ?? 0;
  const availableMilli = Math.max(0, freeStockMilli(center) + arrivesToday);
  const shared = fairShare({
    availableMilli,
    rule,
    needs: proposals.map(({ input: store, result }) => ({
      id: store.locationId,
      needMilli: leavesNow(store, result, stores) ? result.quantityMilli : 0,
      packMilli: packMilliOf(store),
      positionMilli: positionMilliOf(result, store.today),
      dailyDemandMilli: dailyDemandMilliOf({ input: store, result }),
    })),
  });
  return {
    center: proposeReplenishment(centerInput),
    centerInput,
    stores: proposals.map(({ input: store, result }, index) => {
      const shareMilli = shared.shares[index]?.shareMilli ?? 0;
      const isAsked = leavesNow(store, result, stores);
      return {
        locationId: store.locationId,
        proposal: result,
        shareMilli,
        isShort: isAsked && shareMilli < result.quantityMilli,
      };
    }),
    availableMilli,
    leftMilli: shared.leftMilli,
  };
}

/** Whether what a location orders now must leave the centre today. */
function leavesNow(
  store: ReplenishmentInput,
  { deliverOn }: ReplenishmentResult,
  stores: readonly SuppliedLocation[],
): boolean {
  const transitDays = stores.find(({ input }) => input.locationId === store.locationId)?.transitDays ?? 0;
  return addDays(deliverOn, -transitDays) <= store.today;
}
