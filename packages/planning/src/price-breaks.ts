import { DomainError, formatMilli } from '@coplan/kernel';
import type { NettingFacts } from './net-requirement.ts';
import { addStep, type StepTrace, said } from './proof-steps.ts';
import type { ReplenishmentInput, SupplyTerms } from './replenishment-input.ts';
import { meanBeyond, type Risk, samplesOf } from './risk.ts';
import { type OrderLimit, orderStepMilli } from './round-order.ts';

const daysPerYear = 365;

/** What a unit costs in an order of this size, in millionths. */
export function unitPriceMicrosOf(terms: SupplyTerms, quantityMilli: number): number {
  let price = terms.unitPriceMicros.value;
  for (const { fromMilli, unitPriceMicros } of terms.priceBreaks?.value ?? [])
    if (quantityMilli >= fromMilli) price = unitPriceMicros;
  return price;
}

function requireBreaks({ terms, unit }: ReplenishmentInput): void {
  let fromMilli = 0;
  for (const entry of terms.priceBreaks?.value ?? []) {
    if (entry.fromMilli > fromMilli && entry.unitPriceMicros >= 0) {
      ({ fromMilli } = entry);
      continue;
    }
    throw new DomainError(
      'invalid',
      'planning.price-breaks',
      { fromMilli: entry.fromMilli, unit },
      `price breaks must ascend; see the one from ${formatMilli(entry.fromMilli)} ${unit}`,
    );
  }
}

/** Cost a day of ordering this much each time: goods, orders, holding and expected shortage, in millionths. */
type CostOfSize = (quantityMilli: number) => number;

function costOfSize(
  input: ReplenishmentInput,
  { facts, risk }: { facts: NettingFacts; risk: Risk },
): CostOfSize | undefined {
  const { policy, terms } = input;
  const economics = policy.orderEconomics?.value;
  const dayCount = facts.demandMilli.length;
  const dailyUnits = facts.demandMilli.reduce((sum, day) => sum + day, 0) / 1000 / dayCount;
  if (economics === undefined || !(dailyUnits > 0)) return undefined;
  const shortageMicros =
    policy.shortageValueMicros?.value ??
    (policy.target.value.kind === 'cost-ratio'
      ? policy.target.value.shortageMicros
      : terms.unitPriceMicros.value);
  let untilNextMilli = 0;
  let receiptsMilli = 0;
  for (let day = 0; day < facts.nextDeliverDay; day++) {
    untilNextMilli += facts.demandMilli[day] ?? 0;
    receiptsMilli += facts.receiptsMilli[day] ?? 0;
  }
  const samples = samplesOf(risk, untilNextMilli);
  return (quantityMilli) => {
    const units = quantityMilli / 1000;
    const price = unitPriceMicrosOf(terms, quantityMilli);
    const shortUnits = meanBeyond(samples, facts.startMilli + receiptsMilli + quantityMilli) / 1000;
    const ordersADay = dailyUnits / units;
    return (
      price * dailyUnits +
      (economics.orderCostMicros + shortageMicros * shortUnits) * ordersADay +
      (economics.holdingRatioPerYear * price * units) / 2 / daysPerYear
    );
  };
}

const saidMicros = (micros: number, { currency }: ReplenishmentInput): string =>
  `${(micros / 1_000_000).toFixed(2)} ${currency}`;

/**
 * All-units discounts: keeps the quantity or goes up to the break at which goods, orders, holding and expected shortage
 * cost least a day (Snyder & Shen, section 3.4.1, with a shortage term). Breaks below the quantity or beyond what the
 * limits leave are no choice. Without breaks, or without the costs to judge them by, no step is made.
 */
export function chooseBreak(
  trace: StepTrace,
  input: ReplenishmentInput,
  about: { facts: NettingFacts; limits: readonly OrderLimit[]; risk: Risk },
): void {
  const { priceBreaks } = input.terms;
  if (priceBreaks === undefined || trace.quantityMilli <= 0) return;
  requireBreaks(input);
  const costOf = costOfSize(input, about);
  if (costOf === undefined) return;
  const stepMilli = orderStepMilli(input);
  const startMilli = trace.quantityMilli;
  const startCost = costOf(startMilli);
  let best = { quantityMilli: startMilli, cost: startCost };
  for (const { fromMilli } of priceBreaks.value) {
    const quantityMilli = Math.ceil(fromMilli / stepMilli) * stepMilli;
    if (quantityMilli <= startMilli || about.limits.some(({ roomMilli }) => roomMilli < quantityMilli))
      continue;
    const cost = costOf(quantityMilli);
    if (cost < best.cost) best = { quantityMilli, cost };
  }
  addStep(trace, {
    ruleId: 'terms.price-break',
    text: () =>
      best.quantityMilli === startMilli
        ? `No price break is worth more than ${said(startMilli, input)}, which cost ${saidMicros(startCost, input)} a day with orders and holding.`
        : `${said(best.quantityMilli, input)} at ${saidMicros(unitPriceMicrosOf(input.terms, best.quantityMilli), input)} cost ${saidMicros(best.cost, input)} a day with orders and holding, ${said(startMilli, input)} would cost ${saidMicros(startCost, input)}.`,
    inputs: () =>
      priceBreaks.value.map(({ fromMilli, unitPriceMicros }) => ({
        name: `price from ${said(fromMilli, input)}`,
        value: unitPriceMicros / 1_000_000,
        unit: input.currency,
        source: priceBreaks.source,
      })),
    quantityMilli: best.quantityMilli,
  });
}
