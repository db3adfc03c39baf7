import { addDays, dayNumber, type LocalDate } from '@coplan/kernel';
import { dailyDemandOf, requireDays } from './daily-demand.ts';
import {
  balanceAfterDay,
  computeNetting,
  freeStockMilli,
  type NettingFacts,
  receiptsByDay,
} from './net-requirement.ts';
import { orderLimitsOf, supplyLimitOn } from './order-limits.ts';
import { missingMilliOf, ruleNeedOf } from './order-rule.ts';
import { orderChanceOf, orderSlotsUntil } from './order-slot.ts';
import { chooseBreak } from './price-breaks.ts';
import { startQuietTrace } from './proof-steps.ts';
import type { OrderSlot, ReplenishmentInput, SupplyLimit } from './replenishment-input.ts';
import {
  coverDemandOf,
  floorMilliOf,
  laterRiskOf,
  type Risk,
  riskOf,
  safetyMilliOf,
  targetLevelOf,
} from './risk.ts';
import { applyLimits, requireNestedPacks, roundToTerms } from './round-order.ts';

export type PlannedOrder = OrderSlot & { quantityMilli: number };

/** Balance by day if demand comes as forecast; arrays from `startsOn`, equal lengths, in thousandths. */
export type BalanceProjection = {
  startsOn: LocalDate;
  demandMilli: number[];
  /** What is already coming, planned orders not included. */
  receiptsMilli: number[];
  /** Planned orders by delivery day. */
  plannedMilli: number[];
  /** Balance at the end of the day with the planned orders, and demand that is lost on it. */
  balanceMilli: number[];
  lostMilli: number[];
};

/** What will be ordered if demand comes as forecast. */
export type OrderProjection = BalanceProjection & {
  /** The order that can be placed now, also where it is nothing: exactly the proposal. */
  first: PlannedOrder;
  /** Every order above zero, by order date; `first` is among them where it is above zero. */
  orders: PlannedOrder[];
};

/** A slot with its days counted from today. */
type Slot = OrderSlot & { orderDay: number; deliverDay: number };

type Walk = {
  input: ReplenishmentInput;
  demandMilli: readonly number[];
  receiptsMilli: readonly number[];
  plannedMilli: number[];
  balanceMilli: number[];
  lostMilli: number[];
  first: { risk: Risk; level: number; endDay: number };
  plannedOfLimit: Map<SupplyLimit, number>;
};

/** Goes on to the end of the day before `day`. */
function walkTo(walk: Walk, day: number): void {
  const { demandMilli, receiptsMilli, plannedMilli, balanceMilli, lostMilli, input } = walk;
  const isLost = input.policy.unmetDemand === 'lost';
  let balance = balanceMilli.at(-1) ?? freeStockMilli(input);
  for (let at = balanceMilli.length; at < day; at++) {
    const changeMilli = (receiptsMilli[at] ?? 0) + (plannedMilli[at] ?? 0) - (demandMilli[at] ?? 0);
    const after = balanceAfterDay(balance, changeMilli, isLost);
    lostMilli.push(after - balance - changeMilli);
    balanceMilli.push(after);
    balance = after;
  }
}

/** The uncertainty that an order of `fromDay` faces, and the level that its target asks for. */
function riskAt(walk: Walk, fromDay: number, slot: Slot, next: Slot): { risk: Risk; level: number } {
  const { input, demandMilli, first } = walk;
  if (fromDay === 0) return first;
  const risk = laterRiskOf(input, demandMilli, first, { fromDay, endDay: next.deliverDay });
  const target = input.policy.target.value;
  if (target.kind !== 'fill-rate') return { risk, level: first.level };
  const cover = coverDemandOf(demandMilli.slice(fromDay, next.deliverDay), {
    deliverDay: slot.deliverDay - fromDay,
    nextDeliverDay: next.deliverDay - fromDay,
  });
  return { risk, level: targetLevelOf(target, risk, cover) };
}

/** Facts of one order as a run on `fromDay` would see them, had everything until then come as forecast. */
function factsAt(walk: Walk, fromDay: number, slot: Slot, next: Slot): NettingFacts {
  const { input, demandMilli, receiptsMilli, plannedMilli, balanceMilli } = walk;
  const endDay = Math.min(
    demandMilli.length,
    Math.max(next.deliverDay, fromDay + input.policy.planningHorizonDays),
  );
  const { risk, level } = riskAt(walk, fromDay, slot, next);
  const coming = receiptsMilli.slice(fromDay, endDay);
  for (let day = fromDay; day < endDay; day++) {
    const planned = plannedMilli[day] ?? 0;
    if (planned !== 0) coming[day - fromDay] = (coming[day - fromDay] ?? 0) + planned;
  }
  return {
    startMilli: fromDay === 0 ? freeStockMilli(input) : (balanceMilli[fromDay - 1] ?? 0),
    demandMilli: demandMilli.slice(fromDay, endDay),
    receiptsMilli: coming,
    deliverDay: slot.deliverDay - fromDay,
    nextDeliverDay: next.deliverDay - fromDay,
    floorMilli: floorMilliOf(input, safetyMilliOf(risk.deviationMilliAt(level))),
    isUnmetDemandLost: input.policy.unmetDemand === 'lost',
  };
}

/** The same rules as for a proposal, one after the other, without their sentences. */
function quantityAt(walk: Walk, facts: NettingFacts, slot: Slot, risk: Risk): number {
  const { input, plannedOfLimit } = walk;
  const netting = computeNetting(facts);
  const missingMilli = missingMilliOf(ruleNeedOf(input, facts), netting);
  const trace = startQuietTrace(Math.max(0, missingMilli));
  roundToTerms(trace, input);
  if (trace.quantityMilli === 0) return 0;
  const limit = supplyLimitOn(input, slot.deliverOn);
  const takenMilli = limit === undefined ? 0 : (plannedOfLimit.get(limit) ?? 0);
  const limits = orderLimitsOf(input, facts, netting, slot, takenMilli);
  chooseBreak(trace, input, { facts, limits, risk });
  applyLimits(trace, input, limits);
  if (limit !== undefined) plannedOfLimit.set(limit, takenMilli + trace.quantityMilli);
  return trace.quantityMilli;
}

function startWalk(
  input: ReplenishmentInput,
  endsBefore: LocalDate,
  { current, next }: { current: OrderSlot; next: OrderSlot },
): Walk {
  const { today } = input;
  const known = dailyDemandOf(input);
  const nextDeliverDay = requireDays(known, today, next.deliverOn);
  const dayCount = Math.min(known.length, Math.max(nextDeliverDay, dayNumber(endsBefore) - dayNumber(today)));
  const demandMilli = known.slice(
    0,
    Math.max(dayCount, Math.min(known.length, input.policy.planningHorizonDays)),
  );
  const risk = riskOf(input, known, nextDeliverDay);
  const cover = coverDemandOf(known, {
    deliverDay: dayNumber(current.deliverOn) - dayNumber(today),
    nextDeliverDay,
  });
  return {
    input,
    demandMilli,
    receiptsMilli: receiptsByDay(input.receipts, today, demandMilli.length),
    plannedMilli: new Array<number>(demandMilli.length).fill(0),
    balanceMilli: [],
    lostMilli: [],
    first: {
      risk,
      level: targetLevelOf(input.policy.target.value, risk, cover),
      endDay: nextDeliverDay,
    },
    plannedOfLimit: new Map(),
  };
}

/**
 * Time-phased order projection until `endsBefore`: at each coming order date the policy of the proposals on the
 * projected balance, so that its first order is the proposal and the rest is what the same rules will propose if demand
 * comes as forecast (Silver, Pyke & Thomas, ch. 15: time-phased order point). The forecast must reach as far; orders
 * whose cover it does not hold are not planned. `slots`: those of `orderSlotsUntil`, where the caller has them already
 * for many items of one calendar. Pure and deterministic; throws what `proposeReplenishment` throws.
 */
export function projectOrders(
  input: ReplenishmentInput,
  { endsBefore, slots }: { endsBefore: LocalDate; slots?: readonly OrderSlot[] },
): OrderProjection {
  requireNestedPacks(input);
  const today = dayNumber(input.today);
  const dated: Slot[] = (slots ?? orderSlotsUntil(input, endsBefore)).map((slot) => ({
    ...slot,
    orderDay: dayNumber(slot.orderOn) - today,
    deliverDay: dayNumber(slot.deliverOn) - today,
  }));
  const [current, afterCurrent] = dated;
  if (current === undefined || afterCurrent === undefined)
    throw new Error('a projection needs two order dates');
  const walk = startWalk(input, endsBefore, { current, next: afterCurrent });
  const orders: PlannedOrder[] = [];
  let firstMilli = 0;
  dated.forEach((slot, index) => {
    const next = dated[index + 1];
    if (next === undefined || next.deliverDay > walk.demandMilli.length) return;
    const fromDay = index === 0 ? 0 : slot.orderDay;
    walkTo(walk, fromDay);
    const { risk } = riskAt(walk, fromDay, slot, next);
    const quantityMilli = quantityAt(walk, factsAt(walk, fromDay, slot, next), slot, risk);
    if (index === 0) firstMilli = quantityMilli;
    if (quantityMilli === 0) return;
    walk.plannedMilli[slot.deliverDay] = (walk.plannedMilli[slot.deliverDay] ?? 0) + quantityMilli;
    orders.push({ orderOn: slot.orderOn, deliverOn: slot.deliverOn, quantityMilli });
  });
  walkTo(walk, walk.demandMilli.length);
  const { orderOn, deliverOn } = current;
  return { ...projectionOf(walk), first: { orderOn, deliverOn, quantityMilli: firstMilli }, orders };
}

const projectionOf = (walk: Walk): BalanceProjection => ({
  startsOn: walk.input.today,
  demandMilli: [...walk.demandMilli],
  receiptsMilli: [...walk.receiptsMilli],
  plannedMilli: walk.plannedMilli,
  balanceMilli: walk.balanceMilli,
  lostMilli: walk.lostMilli,
});

/** The balance when these deliveries come and nothing else is ordered: what somebody else's order plan would do. */
export function projectGivenOrders(
  input: ReplenishmentInput,
  about: { endsBefore: LocalDate; deliveries: readonly { on: LocalDate; quantityMilli: number }[] },
): BalanceProjection {
  const walk = startWalk(input, about.endsBefore, orderChanceOf(input));
  for (const { on, quantityMilli } of about.deliveries) {
    const day = Math.max(0, dayNumber(on) - dayNumber(input.today));
    if (day < walk.plannedMilli.length)
      walk.plannedMilli[day] = (walk.plannedMilli[day] ?? 0) + quantityMilli;
  }
  walkTo(walk, walk.demandMilli.length);
  return projectionOf(walk);
}

/** Sums days into the buckets of a plan; days outside are left out. */
export function sumByBucket(
  daysMilli: readonly number[],
  days: { startsOn: LocalDate },
  buckets: { startsOn: LocalDate; bucketDays: number; bucketCount: number },
): number[] {
  const offset = dayNumber(days.startsOn) - dayNumber(buckets.startsOn);
  const sums = new Array<number>(buckets.bucketCount).fill(0);
  daysMilli.forEach((milli, day) => {
    const bucket = Math.floor((offset + day) / buckets.bucketDays);
    if (bucket >= 0 && bucket < sums.length) sums[bucket] = (sums[bucket] ?? 0) + milli;
  });
  return sums;
}

/** The value at the end of each bucket; a bucket that the days do not reach keeps the last known one. */
export function lastByBucket(
  daysMilli: readonly number[],
  days: { startsOn: LocalDate },
  buckets: { startsOn: LocalDate; bucketDays: number; bucketCount: number },
): number[] {
  return Array.from({ length: buckets.bucketCount }, (_, bucket) => {
    const lastOn = addDays(buckets.startsOn, (bucket + 1) * buckets.bucketDays - 1);
    const day = Math.max(0, Math.min(daysMilli.length - 1, dayNumber(lastOn) - dayNumber(days.startsOn)));
    return daysMilli[day] ?? 0;
  });
}
