import { addDays, type LocalDate } from '@coplan/kernel';
import {
  type BalanceProjection,
  evaluateProjection,
  lastByBucket,
  orderChanceOf,
  type PlanOutcome,
  projectGivenOrders,
  projectOrders,
  type ReplenishmentInput,
  sumByBucket,
} from '@coplan/planning';
import type { OrderBuckets, OrderFigures, PlanValues, StockFigures } from '../collaboration/index.ts';
import { carryingRatioPerYear } from './carrying-cost.ts';
import { type PlanCase, toReplenishmentInput } from './plan-case.ts';

export type PlanFigures = {
  stock: StockFigures;
  orders: OrderFigures;
  plannedMilli: number[];
  balanceMilli: number[];
};

const valuesIn = (values: PlanValues): NonNullable<PlanCase['agreed']>['sales'] => ({
  planId: '',
  planVersionNumber: 0,
  state: 'scenario',
  issuedAt: '',
  startsOn: values.startsOn,
  bucketDays: values.bucketDays,
  valueMilli: values.valueMilli,
});

/** Sales of the plan instead of those agreed: the policy answers with orders of its own. */
function projectSales(
  plan: PlanCase,
  values: PlanValues,
  endsBefore: LocalDate,
): [ReplenishmentInput, BalanceProjection] {
  const changed =
    plan.agreed === undefined ? plan : { ...plan, agreed: { ...plan.agreed, sales: valuesIn(values) } };
  const input = toReplenishmentInput(changed, { endsBefore });
  return [input, projectOrders(input, { endsBefore })];
}

/**
 * Orders of the plan instead of those that the policy would place; what has been ordered is not ordered twice. Where
 * the plan says nothing for a bucket, the policy's orders stand.
 */
function projectDeliveries(
  plan: PlanCase,
  values: PlanValues,
  endsBefore: LocalDate,
): [ReplenishmentInput, BalanceProjection] {
  const input = toReplenishmentInput(plan, { endsBefore });
  const { startsOn, bucketDays, valueMilli } = values;
  const buckets = { startsOn, bucketDays, bucketCount: valueMilli.length };
  const own = projectOrders(input, { endsBefore });
  const coming = sumByBucket(own.receiptsMilli, own, buckets);
  const planned = sumByBucket(own.plannedMilli, own, buckets);
  const deliveries = valueMilli.flatMap((agreedMilli, index) => {
    const quantityMilli =
      agreedMilli === null ? (planned[index] ?? 0) : Math.max(0, agreedMilli - (coming[index] ?? 0));
    const on = addDays(startsOn, index * bucketDays);
    const isOver = addDays(on, bucketDays) <= plan.today;
    return quantityMilli === 0 || isOver ? [] : [{ on, quantityMilli }];
  });
  return [input, projectGivenOrders(input, { endsBefore, deliveries })];
}

const toFigures = (outcome: PlanOutcome): StockFigures => ({
  serviceRatio: outcome.serviceRatio,
  demandMilli: outcome.demandMilli,
  shortMilli: outcome.shortMilli,
  averageStockMilli: outcome.averageStockMilli,
  averageStockMinor: outcome.averageStockMinor,
  carryingMinor: outcome.carryingMinor,
  shortageMinor: outcome.shortageMinor,
  costMinor: outcome.carryingMinor + outcome.shortageMinor,
});

/** What one item-location comes to under the numbers of a plan, over the agreement's horizon. */
export function figuresOf(
  plan: PlanCase,
  values: PlanValues,
  { purpose, buckets }: { purpose: 'sales' | 'order'; buckets: OrderBuckets },
): PlanFigures {
  const endsBefore = addDays(buckets.startsOn, buckets.bucketDays * buckets.bucketCount);
  const project = purpose === 'sales' ? projectSales : projectDeliveries;
  const [input, projection] = project(plan, values, endsBefore);
  const { next } = orderChanceOf(input);
  const riskDays = Math.max(
    1,
    Math.round((Date.parse(next.deliverOn) - Date.parse(plan.today)) / 86_400_000),
  );
  const window = { startsOn: plan.today, endsBefore, riskDays, carryingRatio: carryingRatioPerYear };
  const outcome = evaluateProjection(input, projection, window);
  return {
    stock: toFigures(outcome),
    orders: {
      orderedMilli: outcome.orderedMilli,
      orderedMinor: outcome.orderedMinor,
      orderCount: projection.plannedMilli.filter((milli) => milli > 0).length,
    },
    plannedMilli: sumByBucket(projection.plannedMilli, projection, buckets),
    balanceMilli: lastByBucket(projection.balanceMilli, projection, buckets),
  };
}

const nothing: StockFigures = {
  serviceRatio: 1,
  demandMilli: 0,
  shortMilli: 0,
  averageStockMilli: 0,
  averageStockMinor: 0,
  carryingMinor: 0,
  shortageMinor: 0,
  costMinor: 0,
};

/** Stock figures of many item-locations: all add up but service, which is weighted by demand. */
export function sumStock(figures: readonly StockFigures[]): StockFigures {
  const total = figures.reduce<StockFigures>(
    (sum, one) => ({
      serviceRatio: 1,
      demandMilli: sum.demandMilli + one.demandMilli,
      shortMilli: sum.shortMilli + one.shortMilli,
      averageStockMilli: sum.averageStockMilli + one.averageStockMilli,
      averageStockMinor: sum.averageStockMinor + one.averageStockMinor,
      carryingMinor: sum.carryingMinor + one.carryingMinor,
      shortageMinor: sum.shortageMinor + one.shortageMinor,
      costMinor: sum.costMinor + one.costMinor,
    }),
    nothing,
  );
  return { ...total, serviceRatio: total.demandMilli > 0 ? 1 - total.shortMilli / total.demandMilli : 1 };
}

export const sumOrders = (figures: readonly OrderFigures[]): OrderFigures =>
  figures.reduce<OrderFigures>(
    (sum, one) => ({
      orderedMilli: sum.orderedMilli + one.orderedMilli,
      orderedMinor: sum.orderedMinor + one.orderedMinor,
      orderCount: sum.orderCount + one.orderCount,
    }),
    { orderedMilli: 0, orderedMinor: 0, orderCount: 0 },
  );
