import { addDays, type LocalDate } from '@coplan/kernel';
import type { Netting, NettingFacts } from './net-requirement.ts';
import { said } from './proof-steps.ts';
import type { OrderSlot, ReplenishmentInput, SupplyLimit } from './replenishment-input.ts';
import type { OrderLimit } from './round-order.ts';

/** The supplier's limit for deliveries of that day, if there is one. */
export const supplyLimitOn = (
  { supplyLimits }: Pick<ReplenishmentInput, 'supplyLimits'>,
  deliverOn: LocalDate,
): SupplyLimit | undefined =>
  supplyLimits?.find((limit) => limit.startsOn <= deliverOn && deliverOn < limit.endsBefore);

/** What already comes from the supplier in the time of a limit; a substitute is not this item. */
const comingMilli = ({ receipts }: ReplenishmentInput, { startsOn, endsBefore }: SupplyLimit): number =>
  receipts
    .filter(({ kind, dueOn }) => kind !== 'substitute' && startsOn <= dueOn && dueOn < endsBefore)
    .reduce((sum, receipt) => sum + receipt.quantityMilli, 0);

/**
 * The limits from above that policy, terms and the supplier's commits set, each with the room it leaves.
 * `plannedMilli`: what earlier orders of the same projection take of the supply limit.
 */
export function orderLimitsOf(
  input: ReplenishmentInput,
  facts: NettingFacts,
  netting: Netting,
  { orderOn, deliverOn }: OrderSlot,
  plannedMilli = 0,
): OrderLimit[] {
  const limits: OrderLimit[] = [];
  const { maxStockMilli, shelfLifeDays } = input.policy;
  const { maximumMilli } = input.terms;
  const heldMilli = netting.atDeliveryMilli;
  if (maxStockMilli !== undefined) {
    limits.push({
      ruleId: 'limit.max-stock',
      roomMilli: maxStockMilli.value - heldMilli,
      say: () =>
        `The stock may not exceed ${said(maxStockMilli.value, input)} and is ${said(heldMilli, input)} when the order arrives`,
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
      say: () =>
        `${said(sellableMilli, input)} are expected to sell until ${addDays(input.today, shelfEnd)}, the end of the shelf life, and ${said(Math.max(0, heldMilli), input)} are there before`,
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
      say: () =>
        `The supplier takes at most ${said(maximumMilli.value, input)} for ${orderOn}, of which ${said(placedMilli, input)} are taken`,
      fact: maximumMilli,
      unit: input.unit,
    });
  }
  const supply = supplyLimitOn(input, deliverOn);
  if (supply !== undefined) {
    const takenMilli = comingMilli(input, supply) + plannedMilli;
    const { maximumMilli: fact, startsOn, endsBefore } = supply;
    limits.push({
      ruleId: 'limit.supply',
      roomMilli: fact.value - takenMilli,
      say: () =>
        `The supplier commits to ${said(fact.value, input)} from ${startsOn} to ${addDays(endsBefore, -1)}, of which ${said(takenMilli, input)} are ordered`,
      fact,
      unit: input.unit,
    });
  }
  return limits;
}
