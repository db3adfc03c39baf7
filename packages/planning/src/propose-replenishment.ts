import { addDays, dayNumber, lineTotalMinor } from '@coplan/kernel';
import { counterfactualsOf } from './counterfactuals.ts';
import { dailyDemandOf, requireDays } from './daily-demand.ts';
import { engineVersion } from './engine-version.ts';
import {
  computeNetting,
  freeStockMilli,
  type NettingFacts,
  projectBalance,
  receiptsByDay,
} from './net-requirement.ts';
import { addCalendarStep, addNettingSteps, type NettingStory } from './netting-steps.ts';
import { orderLimitsOf } from './order-limits.ts';
import { missingMilliOf, ruleNeedOf } from './order-rule.ts';
import { orderChanceOf } from './order-slot.ts';
import { chooseBreak, unitPriceMicrosOf } from './price-breaks.ts';
import { type StepTrace, said, startTrace } from './proof-steps.ts';
import { expediteMessages, surplusMessages } from './receipt-messages.ts';
import type { ReplenishmentInput } from './replenishment-input.ts';
import type {
  ReplenishmentMessage,
  ReplenishmentProjection,
  ReplenishmentResult,
} from './replenishment-result.ts';
import {
  coverDemandOf,
  expectedShortageMilli,
  floorMilliOf,
  riskOf,
  safetyMilliOf,
  targetLevelOf,
} from './risk.ts';
import { applyLimits, requireNestedPacks, roundToTerms } from './round-order.ts';
import { addRuleSteps } from './rule-steps.ts';

/** Facts, netting and uncertainty of the order that can be placed now. */
export function storyOf(input: ReplenishmentInput): NettingStory {
  requireNestedPacks(input);
  const { today, policy } = input;
  const chance = orderChanceOf(input);
  const demandMilli = dailyDemandOf(input);
  const nextDeliverDay = requireDays(demandMilli, today, chance.next.deliverOn);
  const horizonDays = Math.min(demandMilli.length, Math.max(nextDeliverDay, policy.planningHorizonDays));
  const risk = riskOf(input, demandMilli, nextDeliverDay);
  const deliverDay = dayNumber(chance.current.deliverOn) - dayNumber(today);
  const cover = coverDemandOf(demandMilli, { deliverDay, nextDeliverDay });
  const level = targetLevelOf(policy.target.value, risk, cover);
  const safetyMilli = safetyMilliOf(risk.deviationMilliAt(level));
  const facts: NettingFacts = {
    startMilli: freeStockMilli(input),
    demandMilli: demandMilli.slice(0, horizonDays),
    receiptsMilli: receiptsByDay(input.receipts, today, horizonDays),
    deliverDay,
    nextDeliverDay,
    floorMilli: floorMilliOf(input, safetyMilli),
    isUnmetDemandLost: policy.unmetDemand === 'lost',
  };
  const need = ruleNeedOf(input, facts);
  return { input, facts, netting: computeNetting(facts), chance, risk, level, safetyMilli, need };
}

function projectionOf(
  { input, facts, netting }: NettingStory,
  quantityMilli: number,
): ReplenishmentProjection {
  const { demandMilli, receiptsMilli, floorMilli } = facts;
  return {
    startsOn: input.today,
    grossRequirementMilli: [...demandMilli],
    receiptsMilli: [...receiptsMilli],
    balanceWithoutOrderMilli: netting.balanceMilli,
    balanceWithOrderMilli: projectBalance(facts, quantityMilli).balanceMilli,
    safetyStockMilli: demandMilli.map(() => floorMilli),
    ...(netting.stockOutDay === undefined ? {} : { stockOutOn: addDays(input.today, netting.stockOutDay) }),
  };
}

/** Expected missed sales of the cover without the order, at what a missed unit costs. */
function moneyAtRiskMinorOf({ input, facts, netting, risk }: NettingStory): number {
  const { target, shortageValueMicros } = input.policy;
  const unitMicros =
    shortageValueMicros?.value ??
    (target.value.kind === 'cost-ratio' ? target.value.shortageMicros : input.terms.unitPriceMicros.value);
  let demandMilli = 0;
  let receiptsMilli = 0;
  for (let day = facts.deliverDay; day < facts.nextDeliverDay; day++) {
    demandMilli += facts.demandMilli[day] ?? 0;
    if (day > facts.deliverDay) receiptsMilli += facts.receiptsMilli[day] ?? 0;
  }
  const availableMilli = netting.atDeliveryMilli + receiptsMilli;
  const missedMilli = Math.round(expectedShortageMilli(risk, demandMilli, availableMilli));
  return lineTotalMinor({ quantityMilli: missedMilli, unitPriceMicros: unitMicros });
}

function messagesOf(story: NettingStory, trace: StepTrace): ReplenishmentMessage[] {
  const { input, facts, netting, risk, chance } = story;
  const messages: ReplenishmentMessage[] = [];
  if (facts.startMilli < 0) {
    messages.push({
      code: 'STOCK_NEGATIVE',
      severity: 'warning',
      text: `Free stock is ${said(facts.startMilli, input)}: count it, the proposal is only as good as this figure.`,
    });
  }
  const { stockOutDay } = netting;
  if (stockOutDay !== undefined && stockOutDay < facts.deliverDay) {
    const on = addDays(input.today, stockOutDay);
    const missing =
      netting.lostMilli > 0 ? ` ${said(netting.lostMilli, input)} of sales are expected to be missed.` : '';
    messages.push({
      code: 'SHORTAGE_BEFORE_DELIVERY',
      severity: 'critical',
      text: `Stock runs out on ${on}, before an order can arrive on ${chance.current.deliverOn}.${missing}`,
      on,
    });
  }
  messages.push(...expediteMessages(input, facts, trace.quantityMilli), ...surplusMessages(input, facts));
  const isCapped = trace.steps.some(
    (step) => step.ruleId.startsWith('limit.') && step.quantityAfterMilli < step.quantityBeforeMilli,
  );
  const missingMilli = missingMilliOf(story.need, netting);
  if (isCapped && trace.quantityMilli < missingMilli) {
    messages.push({
      code: 'CAPPED',
      severity: 'warning',
      text: `The limits keep the order ${said(missingMilli - trace.quantityMilli, input)} below the need.`,
      quantityMilli: missingMilli - trace.quantityMilli,
    });
  }
  const shelfLife = input.policy.shelfLifeDays;
  if (shelfLife !== undefined && facts.deliverDay + shelfLife.value > facts.demandMilli.length) {
    messages.push({
      code: 'SHELF_LIFE_NOT_CHECKED',
      severity: 'information',
      text: `The horizon is shorter than the shelf life of ${shelfLife.value} days, so it did not limit the order.`,
    });
  }
  if (risk.isApproximated) {
    messages.push({
      code: 'QUANTILES_APPROXIMATED',
      severity: 'information',
      text: `Safety stock uses ${risk.text}.`,
    });
  }
  return messages;
}

/**
 * What to order now for one item at one location, with its proof. Time-phased netting over the cover
 * [this delivery, next delivery), safety stock for the risk until the next delivery, then the supplier's terms and
 * the limits. Open orders and open proposals are supply: a second run on the same facts proposes nothing.
 * Pure and deterministic; throws `DomainError` (invalid) for input that cannot be planned, naming the remedy.
 */
export function proposeReplenishment(input: ReplenishmentInput): ReplenishmentResult {
  const story = storyOf(input);
  const { facts, netting, chance } = story;
  const { current, next } = chance;
  const trace = startTrace();
  addCalendarStep(trace, story);
  if (story.need === undefined) addNettingSteps(trace, story);
  else addRuleSteps(trace, story, story.need);
  roundToTerms(trace, input);
  const limits = orderLimitsOf(input, facts, netting, current);
  chooseBreak(trace, input, { facts, limits, risk: story.risk });
  applyLimits(trace, input, limits);
  const { quantityMilli } = trace;
  const conclusion =
    quantityMilli > 0
      ? `Order ${said(quantityMilli, input)} on ${current.orderOn} for delivery on ${current.deliverOn}.`
      : `Order nothing for delivery on ${current.deliverOn}.`;
  return {
    engineVersion,
    quantityMilli,
    orderOn: current.orderOn,
    deliverOn: current.deliverOn,
    nextOrderOn: next.orderOn,
    nextDeliverOn: next.deliverOn,
    cutOffAt: chance.cutOffAt,
    valueMinor: lineTotalMinor({
      quantityMilli,
      unitPriceMicros: unitPriceMicrosOf(input.terms, quantityMilli),
    }),
    moneyAtRiskMinor: moneyAtRiskMinorOf(story),
    targetLevel: story.level,
    safetyStockMilli: story.safetyMilli,
    projection: projectionOf(story, quantityMilli),
    proof: {
      proofVersion: 1,
      engineVersion,
      quantityMilli,
      orderOn: current.orderOn,
      deliverOn: current.deliverOn,
      steps: trace.steps,
      counterfactuals: counterfactualsOf(trace, story, limits),
      conclusion,
    },
    messages: messagesOf(story, trace),
  };
}
