import { addDays, dayNumber } from '@coplan/kernel';
import { type NettingFacts, projectBalance } from './net-requirement.ts';
import { said } from './proof-steps.ts';
import type { ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';
import type { ReplenishmentMessage } from './replenishment-result.ts';

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
    const suggestedOn = addDays(input.today, neededDay);
    messages.push({
      code: 'EXPEDITE',
      severity: 'critical',
      text: `${what} is due on ${receipt.dueOn}, but ${said(wantedMilli, input)} of it are needed on ${suggestedOn}: ask for an earlier delivery.`,
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

/** POSTPONE or CANCEL for placed orders that the projection does not need, the latest first. */
export function surplusMessages(input: ReplenishmentInput, facts: NettingFacts): ReplenishmentMessage[] {
  const messages: ReplenishmentMessage[] = [];
  const reviewDays = facts.nextDeliverDay - facts.deliverDay;
  const horizonDays = facts.demandMilli.length;
  const { balanceMilli } = projectBalance(facts, 0);
  const placed = input.receipts.filter(
    (receipt) => receipt.kind === 'on-order' && receipt.dueOn >= input.today,
  );
  for (const receipt of placed.sort((left, right) =>
    left.dueOn > right.dueOn ? -1 : left.dueOn < right.dueOn ? 1 : left.id < right.id ? 1 : -1,
  )) {
    const dueDay = dayOf(receipt, input);
    if (dueDay >= horizonDays) continue;
    const neededDay = balanceMilli.findIndex(
      (balance, day) => day >= dueDay && balance - receipt.quantityMilli < facts.floorMilli,
    );
    const isNever = neededDay < 0 && horizonDays - dueDay >= cancelForecastDaysMin;
    const isLater = neededDay - dueDay > reviewDays;
    if (!isNever && !isLater) continue;
    for (let day = dueDay; day < (isNever ? horizonDays : neededDay); day++) {
      balanceMilli[day] = (balanceMilli[day] ?? 0) - receipt.quantityMilli;
    }
    const what = `${receipt.source.label} (${said(receipt.quantityMilli, input)}, due on ${receipt.dueOn})`;
    const neededOn = addDays(input.today, neededDay);
    messages.push({
      code: isNever ? 'CANCEL' : 'POSTPONE',
      severity: 'information',
      text: isNever
        ? `${what} is not needed within the ${horizonDays} days planned: ask to cancel it.`
        : `${what} is first needed on ${neededOn}: ask for that date.`,
      receiptId: receipt.id,
      on: receipt.dueOn,
      quantityMilli: receipt.quantityMilli,
      ...(isNever ? {} : { suggestedOn: neededOn }),
    });
  }
  return messages;
}
