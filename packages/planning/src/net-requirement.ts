import type { LocalDate } from '@coplan/kernel';
import { dayNumber } from '@coplan/kernel';
import type { ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';

/** Day 0 is today. All arrays run from today to the end of the horizon, in thousandths. */
export type NettingFacts = {
  startMilli: number;
  demandMilli: readonly number[];
  receiptsMilli: readonly number[];
  /** The cover of the order is [deliverDay, nextDeliverDay). */
  deliverDay: number;
  nextDeliverDay: number;
  floorMilli: number;
  isUnmetDemandLost: boolean;
};

export type Netting = {
  /** Projected balance at the end of each day without the order. */
  balanceMilli: number[];
  /** Sales missed before the order can arrive; nothing ordered now can serve them. */
  lostMilli: number;
  /** Day of the cover on which most is missing. */
  criticalDay: number;
  /** Demand from delivery to the end of the critical day, and receipts in the same time. */
  coverDemandMilli: number;
  coverReceiptsMilli: number;
  demandBeforeMilli: number;
  receiptsBeforeMilli: number;
  /** Receipts after the critical day that should come earlier instead of being ordered again. */
  laterReceiptsMilli: number;
  /** What is missing on the critical day; negative when there is more than enough. */
  missingMilli: number;
  /** Balance at the start of the delivery day, receipts of that day included, without the order. */
  atDeliveryMilli: number;
  stockOutDay: number | undefined;
};

/** Open receipts by day; what is overdue is taken as arriving today, what lies behind the horizon is left out. */
export function receiptsByDay(
  receipts: readonly ScheduledReceipt[],
  today: LocalDate,
  dayCount: number,
): number[] {
  const byDay = new Array<number>(dayCount).fill(0);
  for (const receipt of receipts) {
    const day = Math.max(0, dayNumber(receipt.dueOn) - dayNumber(today));
    if (day < dayCount) byDay[day] = (byDay[day] ?? 0) + receipt.quantityMilli;
  }
  return byDay;
}

/** On hand less what is not free to sell. */
export const freeStockMilli = ({ stock }: Pick<ReplenishmentInput, 'stock'>): number =>
  stock.onHandMilli.value -
  (stock.allocatedMilli?.value ?? 0) -
  (stock.quarantineMilli?.value ?? 0) -
  (stock.expiringMilli?.value ?? 0);

/** The balance at the end of a day from that of the day before; what is lost is the rest of the sum. */
export function balanceAfterDay(
  beforeMilli: number,
  changeMilli: number,
  isUnmetDemandLost: boolean,
): number {
  if (!isUnmetDemandLost) return beforeMilli + changeMilli;
  return Math.max(0, Math.max(0, beforeMilli) + changeMilli);
}

/** The balance at the end of each day, with `orderMilli` arriving on the delivery day. */
export function projectBalance(
  facts: NettingFacts,
  orderMilli: number,
): { balanceMilli: number[]; lostMilli: number[] } {
  let balance = facts.startMilli;
  const lostMilli: number[] = [];
  const balanceMilli = facts.demandMilli.map((demand, day) => {
    const changeMilli =
      (facts.receiptsMilli[day] ?? 0) - demand + (day === facts.deliverDay ? orderMilli : 0);
    const after = balanceAfterDay(balance, changeMilli, facts.isUnmetDemandLost);
    lostMilli.push(after - balance - changeMilli);
    balance = after;
    return balance;
  });
  return { balanceMilli, lostMilli };
}

const sumOf = (values: readonly number[], start: number, end: number): number => {
  let sum = 0;
  for (let index = start; index < end; index++) sum += values[index] ?? 0;
  return sum;
};

/**
 * Time-phased netting in day buckets (distribution requirements planning). Missing on a day of the cover is the
 * floor less the balance, less receipts that come later: those are expedited and not ordered twice. Demand of the
 * cover is never written off as lost, since this order is there to serve it.
 */
export function computeNetting(facts: NettingFacts): Netting {
  const { demandMilli, receiptsMilli, deliverDay, nextDeliverDay, floorMilli } = facts;
  const { balanceMilli, lostMilli } = projectBalance(facts, 0);
  const demandBeforeMilli = sumOf(demandMilli, 0, deliverDay);
  const receiptsBeforeMilli = sumOf(receiptsMilli, 0, deliverDay);
  let lostBeforeMilli = sumOf(lostMilli, 0, deliverDay);
  if (deliverDay === 0 && facts.isUnmetDemandLost) lostBeforeMilli += Math.max(0, -facts.startMilli);
  const atDeliveryMilli = facts.startMilli + receiptsBeforeMilli - demandBeforeMilli + lostBeforeMilli;
  const allReceiptsMilli = sumOf(receiptsMilli, 0, receiptsMilli.length);

  let missingMilli = Number.NEGATIVE_INFINITY;
  let criticalDay = deliverDay;
  let runningMilli = atDeliveryMilli;
  let receivedMilli = receiptsBeforeMilli;
  for (let day = deliverDay; day < nextDeliverDay; day++) {
    runningMilli += (receiptsMilli[day] ?? 0) - (demandMilli[day] ?? 0);
    receivedMilli += receiptsMilli[day] ?? 0;
    const missingOfDay = floorMilli - runningMilli - (allReceiptsMilli - receivedMilli);
    if (missingOfDay > missingMilli) {
      missingMilli = missingOfDay;
      criticalDay = day;
    }
  }
  const stockOutDay = balanceMilli.findIndex((balance, day) => balance < 0 || (lostMilli[day] ?? 0) > 0);
  return {
    balanceMilli,
    lostMilli: lostBeforeMilli,
    criticalDay,
    coverDemandMilli: sumOf(demandMilli, deliverDay, criticalDay + 1),
    coverReceiptsMilli: sumOf(receiptsMilli, deliverDay, criticalDay + 1),
    demandBeforeMilli,
    receiptsBeforeMilli,
    laterReceiptsMilli: sumOf(receiptsMilli, criticalDay + 1, receiptsMilli.length),
    missingMilli,
    atDeliveryMilli: atDeliveryMilli + (receiptsMilli[deliverDay] ?? 0),
    stockOutDay: stockOutDay < 0 ? undefined : stockOutDay,
  };
}
