import { addDays, dayNumber } from '@coplan/kernel';
import { type NettingFacts, projectBalance } from './net-requirement.ts';
import { isDeliveryDay } from './order-slot.ts';
import { said } from './proof-steps.ts';
import type { ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';
import type { ReplenishmentMessage } from './replenishment-result.ts';
import { orderStepMilli } from './round-order.ts';

/** Without so many days of forecast behind it, a receipt is not called superfluous. */
const cancelForecastDaysMin = 28;

const dayOf = (receipt: ScheduledReceipt, input: ReplenishmentInput): number =>
  Math.max(0, dayNumber(receipt.dueOn) - dayNumber(input.today));

/**
 * How much is short on each day once `orderMilli` is placed: below zero before the order can arrive, below the
 * floor from then on. What falls short is not written off, so that a later receipt can be called for all of it.
 */
function shortageByDay(facts: NettingFacts, orderMilli: number): number[] {
  const { balanceMilli } = projectBalance({ ...facts, isUnmetDemandLost: false }, orderMilli);
  return balanceMilli.map((balance, day) => {
    if (day < facts.deliverDay) return Math.max(0, -balance);
    return day < facts.nextDeliverDay ? Math.max(0, facts.floorMilli - balance) : 0;
  });
}

/** The last day from `earliest` to `day` on which the location receives; `day` itself where there is none. */
function deliveryDayUntil(input: ReplenishmentInput, earliest: number, day: number): number {
  for (let candidate = day; candidate >= earliest; candidate--)
    if (isDeliveryDay(input.calendar, addDays(input.today, candidate))) return candidate;
  return day;
}

/** What an order can be reduced by within the supplier's terms, in whole order steps; 0: nothing. */
function reducibleMilli(input: ReplenishmentInput, receiptMilli: number, excessMilli: number): number {
  const stepMilli = orderStepMilli(input);
  const keptMilli = Math.max(receiptMilli - excessMilli, input.terms.minimumMilli?.value ?? 0, 0);
  return Math.max(0, Math.floor((receiptMilli - keptMilli) / stepMilli) * stepMilli);
}

/** EXPEDITE for receipts that come later than they are needed; RECEIPT_OVERDUE for those that should be here. */
export function expediteMessages(
  input: ReplenishmentInput,
  facts: NettingFacts,
  orderMilli: number,
): ReplenishmentMessage[] {
  const messages: ReplenishmentMessage[] = [];
  const shortage = shortageByDay(facts, orderMilli);
  const earliestFirst = (left: ScheduledReceipt, right: ScheduledReceipt): number =>
    left.dueOn < right.dueOn ? -1 : left.dueOn > right.dueOn ? 1 : left.id < right.id ? -1 : 1;
  for (const receipt of [...input.receipts].sort(earliestFirst)) {
    const dueDay = dayOf(receipt, input);
    const what = `${receipt.source.label} (${said(receipt.quantityMilli, input)})`;
    if (receipt.dueOn < input.today) {
      messages.push({
        code: 'RECEIPT_OVERDUE',
        severity: 'warning',
        text: `${what} was due on ${receipt.dueOn} and is not booked: it counts as arriving today.`,
        receiptId: receipt.id,
        on: receipt.dueOn,
        quantityMilli: receipt.quantityMilli,
      });
    }
    if (dueDay >= facts.demandMilli.length) continue;
    const neededDay = shortage.findIndex((missing, day) => missing > 0 && day < dueDay);
    if (neededDay < 0) continue;
    const wantedMilli = Math.min(receipt.quantityMilli, Math.max(...shortage.slice(neededDay, dueDay)));
    const suggestedOn = addDays(input.today, deliveryDayUntil(input, 0, neededDay));
    messages.push({
      code: 'EXPEDITE',
      severity: 'critical',
      text: `${what} is due on ${receipt.dueOn}, but ${said(wantedMilli, input)} of it are needed on ${addDays(input.today, neededDay)}: ask for delivery on ${suggestedOn}.`,
      receiptId: receipt.id,
      on: receipt.dueOn,
      suggestedOn,
      quantityMilli: wantedMilli,
    });
    for (let day = neededDay; day < dueDay; day++)
      shortage[day] = Math.max(0, (shortage[day] ?? 0) - wantedMilli);
  }
  return messages;
}

const latestFirst = (left: ScheduledReceipt, right: ScheduledReceipt): number =>
  left.dueOn > right.dueOn ? -1 : left.dueOn < right.dueOn ? 1 : left.id < right.id ? 1 : -1;

/** What the projection says of one placed order: not needed, in part not needed, or needed later. */
type Surplus = { code: 'POSTPONE' | 'CANCEL'; quantityMilli: number; untilDay: number };

function surplusOf(
  input: ReplenishmentInput,
  facts: NettingFacts,
  balanceMilli: readonly number[],
  receipt: ScheduledReceipt,
): Surplus | undefined {
  const horizonDays = facts.demandMilli.length;
  const dueDay = dayOf(receipt, input);
  if (dueDay >= horizonDays) return undefined;
  const isFarEnough = horizonDays - dueDay >= cancelForecastDaysMin;
  const excessMilli = Math.min(...balanceMilli.slice(dueDay)) - facts.floorMilli;
  if (excessMilli >= receipt.quantityMilli)
    return isFarEnough
      ? { code: 'CANCEL', quantityMilli: receipt.quantityMilli, untilDay: horizonDays }
      : undefined;
  const neededDay = balanceMilli.findIndex(
    (balance, day) => day >= dueDay && balance - receipt.quantityMilli < facts.floorMilli,
  );
  const suggestedDay = deliveryDayUntil(input, dueDay, neededDay);
  if (suggestedDay - dueDay > facts.nextDeliverDay - facts.deliverDay)
    return { code: 'POSTPONE', quantityMilli: receipt.quantityMilli, untilDay: suggestedDay };
  const reducible = isFarEnough ? reducibleMilli(input, receipt.quantityMilli, excessMilli) : 0;
  return reducible > 0 ? { code: 'CANCEL', quantityMilli: reducible, untilDay: horizonDays } : undefined;
}

function surplusText(
  input: ReplenishmentInput,
  receipt: ScheduledReceipt,
  surplus: Surplus,
  horizonDays: number,
): string {
  const what = `${receipt.source.label} (${said(receipt.quantityMilli, input)}, due on ${receipt.dueOn})`;
  if (surplus.code === 'POSTPONE')
    return `${what} is first needed on ${addDays(input.today, surplus.untilDay)}: ask for that date.`;
  if (surplus.quantityMilli === receipt.quantityMilli)
    return `${what} is not needed within the ${horizonDays} days planned: ask to cancel it.`;
  return `${said(surplus.quantityMilli, input)} of ${what} are not needed within the ${horizonDays} days planned: ask to cancel that part.`;
}

/**
 * POSTPONE or CANCEL for placed orders that the projection does not need, the latest first: to the last day of receipt
 * before they are needed; cancelled whole or in part, within the supplier's minimum, where the forecast reaches far
 * enough to say so.
 */
export function surplusMessages(input: ReplenishmentInput, facts: NettingFacts): ReplenishmentMessage[] {
  const messages: ReplenishmentMessage[] = [];
  const horizonDays = facts.demandMilli.length;
  const { balanceMilli } = projectBalance(facts, 0);
  const placed = input.receipts.filter(
    (receipt) => receipt.kind === 'on-order' && receipt.dueOn >= input.today,
  );
  for (const receipt of placed.sort(latestFirst)) {
    const surplus = surplusOf(input, facts, balanceMilli, receipt);
    if (surplus === undefined) continue;
    for (let day = dayOf(receipt, input); day < surplus.untilDay; day++)
      balanceMilli[day] = (balanceMilli[day] ?? 0) - surplus.quantityMilli;
    messages.push({
      code: surplus.code,
      severity: 'information',
      text: surplusText(input, receipt, surplus, horizonDays),
      receiptId: receipt.id,
      on: receipt.dueOn,
      quantityMilli: surplus.quantityMilli,
      ...(surplus.code === 'CANCEL' ? {} : { suggestedOn: addDays(input.today, surplus.untilDay) }),
    });
  }
  return messages;
}
