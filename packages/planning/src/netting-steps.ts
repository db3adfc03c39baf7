import { addDays, compareDates } from '@coplan/kernel';
import type { Netting, NettingFacts } from './net-requirement.ts';
import type { RuleNeed } from './order-rule.ts';
import type { OrderChance } from './order-slot.ts';
import { addStep, amount, type StepTrace, said } from './proof-steps.ts';
import type { FactSource, ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';
import type { ProofInput } from './replenishment-result.ts';
import type { Risk } from './risk.ts';

export type NettingStory = {
  input: ReplenishmentInput;
  facts: NettingFacts;
  netting: Netting;
  chance: OrderChance;
  risk: Risk;
  level: number;
  safetyMilli: number;
  /** What a rule on the inventory position asks for; absent for time-phased netting. */
  need: RuleNeed | undefined;
};

export const receiptInputs = (input: ReplenishmentInput, from: string, before: string): ProofInput[] =>
  input.receipts
    .filter((receipt) => dueOrToday(receipt, input) >= from && dueOrToday(receipt, input) < before)
    .map((receipt) =>
      amount(`${receipt.kind} ${receipt.dueOn}`, receipt.quantityMilli, input, receipt.source),
    );

const dueOrToday = (receipt: ScheduledReceipt, input: ReplenishmentInput): string =>
  compareDates(receipt.dueOn, input.today) < 0 ? input.today : receipt.dueOn;

/** Which order this is, and which days it has to last for. */
export function addCalendarStep(trace: StepTrace, { input, facts, chance }: NettingStory): void {
  const { current, next } = chance;
  const calendar = input.calendar;
  addStep(trace, {
    ruleId: 'calendar.slot',
    text: () =>
      `Ordered on ${current.orderOn} before ${calendar.cutOffTime}, delivered on ${current.deliverOn}; the next order arrives on ${next.deliverOn}, so this one covers ${facts.nextDeliverDay - facts.deliverDay} days.`,
    inputs: () => [
      {
        name: 'lead time',
        value: calendar.leadTimeDays.value,
        unit: 'day',
        source: calendar.leadTimeDays.source,
      },
      { name: 'cut-off', value: calendar.cutOffTime, unit: calendar.timeZone, source: calendar.source },
    ],
    quantityMilli: 0,
  });
}

function addDemandSteps(trace: StepTrace, story: NettingStory): void {
  const { input, facts, netting, chance, risk, level, safetyMilli } = story;
  const { current } = chance;
  const criticalOn = addDays(input.today, netting.criticalDay);
  const demandSources = (input.demands ?? []).map((demand) =>
    amount(`${demand.kind} ${demand.dueOn}`, demand.quantityMilli, input, demand.source),
  );
  addStep(trace, {
    ruleId: 'demand.cover',
    text: () =>
      `${said(netting.coverDemandMilli, input)} are expected to be needed from ${current.deliverOn} to ${criticalOn}, the day on which most is missing.`,
    inputs: () => [
      amount('demand', netting.coverDemandMilli, input, input.forecast.source),
      ...demandSources,
    ],
    quantityMilli: netting.coverDemandMilli,
  });
  const shelf = input.policy.presentationStockMilli;
  const isShelf = shelf !== undefined && shelf.value > safetyMilli;
  const target = input.policy.target;
  addStep(trace, {
    ruleId: 'stock.safety',
    text: () =>
      isShelf
        ? `${said(shelf.value, input)} must stay on the shelf, more than the safety stock of ${said(safetyMilli, input)}.`
        : `${said(safetyMilli, input)} of safety stock: ${risk.text} at level ${level.toFixed(4)}, less its mean.`,
    inputs: () => [
      { name: 'target level', value: level, unit: 'ratio', source: target.source },
      ...(target.value.kind === 'fill-rate'
        ? [{ name: 'fill rate', value: target.value.fillRate, unit: 'ratio', source: target.source }]
        : []),
      amount('safety stock', safetyMilli, input, risk.source),
      ...(shelf === undefined ? [] : [amount('presentation stock', shelf.value, input, shelf.source)]),
    ],
    quantityMilli: trace.quantityMilli + facts.floorMilli,
  });
}

export function addStockSteps(trace: StepTrace, { input, facts }: NettingStory): void {
  const { stock } = input;
  addStep(trace, {
    ruleId: 'stock.on-hand',
    text: () => `${said(stock.onHandMilli.value, input)} are on hand.`,
    inputs: () => [amount('on hand', stock.onHandMilli.value, input, stock.onHandMilli.source)],
    quantityMilli: trace.quantityMilli - stock.onHandMilli.value,
  });
  const held = [
    ['allocated', stock.allocatedMilli],
    ['in quarantine', stock.quarantineMilli],
    ['expiring', stock.expiringMilli],
  ] as const;
  const present = held.flatMap(([name, fact]) => (fact === undefined ? [] : [{ name, fact }]));
  const unavailableMilli = stock.onHandMilli.value - facts.startMilli;
  if (present.length === 0) return;
  addStep(trace, {
    ruleId: 'stock.unavailable',
    text: () =>
      `${said(unavailableMilli, input)} of it are not free: ${present.map(({ name, fact }) => `${said(fact.value, input)} ${name}`).join(', ')}.`,
    inputs: () => present.map(({ name, fact }) => amount(name, fact.value, input, fact.source)),
    quantityMilli: trace.quantityMilli + unavailableMilli,
  });
}

function addBeforeDeliverySteps(trace: StepTrace, { input, netting, chance }: NettingStory): void {
  const { current } = chance;
  const forecast: FactSource = input.forecast.source;
  addStep(trace, {
    ruleId: 'receipts.before-delivery',
    text: () => `${said(netting.receiptsBeforeMilli, input)} arrive before ${current.deliverOn}.`,
    inputs: () => receiptInputs(input, input.today, current.deliverOn),
    quantityMilli: trace.quantityMilli - netting.receiptsBeforeMilli,
  });
  addStep(trace, {
    ruleId: 'demand.before-delivery',
    text: () =>
      `${said(netting.demandBeforeMilli, input)} are expected to be needed before ${current.deliverOn}.`,
    inputs: () => [amount('demand', netting.demandBeforeMilli, input, forecast)],
    quantityMilli: trace.quantityMilli + netting.demandBeforeMilli,
  });
  if (netting.lostMilli === 0) return;
  addStep(trace, {
    ruleId: 'demand.lost',
    text: () =>
      `${said(netting.lostMilli, input)} of that cannot be served in time and are lost, so they are not ordered for.`,
    inputs: () => [amount('lost', netting.lostMilli, input, forecast)],
    quantityMilli: trace.quantityMilli - netting.lostMilli,
  });
}

/** The steps from nothing to the net requirement: what is needed, less what is or will be there. */
export function addNettingSteps(trace: StepTrace, story: NettingStory): void {
  const { input, facts, netting, chance } = story;
  addDemandSteps(trace, story);
  addStockSteps(trace, story);
  addBeforeDeliverySteps(trace, story);
  const afterCritical = addDays(input.today, netting.criticalDay + 1);
  addStep(trace, {
    ruleId: 'receipts.in-cover',
    text: () =>
      `${said(netting.coverReceiptsMilli, input)} arrive from ${chance.current.deliverOn} to ${addDays(input.today, netting.criticalDay)}.`,
    inputs: () => receiptInputs(input, chance.current.deliverOn, afterCritical),
    quantityMilli: trace.quantityMilli - netting.coverReceiptsMilli,
  });
  if (netting.laterReceiptsMilli !== 0) {
    const horizonEnd = addDays(input.today, facts.demandMilli.length);
    addStep(trace, {
      ruleId: 'receipts.late',
      text: () =>
        `${said(netting.laterReceiptsMilli, input)} arrive later, before ${horizonEnd}: they are to come earlier where needed and are not ordered again.`,
      inputs: () => receiptInputs(input, afterCritical, horizonEnd),
      quantityMilli: trace.quantityMilli - netting.laterReceiptsMilli,
    });
  }
  const missing = trace.quantityMilli;
  addStep(trace, {
    ruleId: 'net.requirement',
    text: () =>
      missing > 0
        ? `${said(missing, input)} are missing on ${addDays(input.today, netting.criticalDay)}: the net requirement.`
        : `Nothing is missing; ${said(-missing, input)} are more than needed until ${chance.next.deliverOn}.`,
    inputs: () => [],
    quantityMilli: Math.max(0, missing),
  });
}
