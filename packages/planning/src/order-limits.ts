import { addDays } from '@coplan/kernel';
import type { Netting, NettingFacts } from './net-requirement.ts';
import { said } from './proof-steps.ts';
import type { ReplenishmentInput } from './replenishment-input.ts';
import type { OrderLimit } from './round-order.ts';

/** The limits from above that the policy and the terms set, each with the room it leaves. */
export function orderLimitsOf(
  input: ReplenishmentInput,
  facts: NettingFacts,
  netting: Netting,
  orderOn: string,
): OrderLimit[] {
  const limits: OrderLimit[] = [];
  const { maxStockMilli, shelfLifeDays } = input.policy;
  const { maximumMilli } = input.terms;
  const heldMilli = netting.atDeliveryMilli;
  if (maxStockMilli !== undefined) {
    limits.push({
      ruleId: 'limit.max-stock',
      roomMilli: maxStockMilli.value - heldMilli,
      say: `The stock may not exceed ${said(maxStockMilli.value, input)} and is ${said(heldMilli, input)} when the order arrives`,
      fact: maxStockMilli,
      unit: input.unit,
    });
  }
  const shelfEnd = facts.deliverDay + (shelfLifeDays?.value ?? 0);
  if (shelfLifeDays !== undefined && shelfEnd <= facts.demandMilli.length) {
    const sellableMilli = facts.demandMilli
      .slice(facts.deliverDay, shelfEnd)
      .reduce((sum, day) => sum + day, 0);
    limits.push({
      ruleId: 'limit.shelf-life',
      roomMilli: sellableMilli - Math.max(0, heldMilli),
      say: `${said(sellableMilli, input)} are expected to sell until ${addDays(input.today, shelfEnd)}, the end of the shelf life, and ${said(Math.max(0, heldMilli), input)} are there before`,
      fact: shelfLifeDays,
      unit: 'day',
    });
  }
  if (maximumMilli !== undefined) {
    const placedMilli = input.receipts
      .filter((receipt) => receipt.orderedOn === orderOn)
      .reduce((sum, receipt) => sum + receipt.quantityMilli, 0);
    limits.push({
      ruleId: 'limit.order-maximum',
      roomMilli: maximumMilli.value - placedMilli,
      say: `The supplier takes at most ${said(maximumMilli.value, input)} for ${orderOn}, of which ${said(placedMilli, input)} are taken`,
      fact: maximumMilli,
      unit: input.unit,
    });
  }
  return limits;
}
