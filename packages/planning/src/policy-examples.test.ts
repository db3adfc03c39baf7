import { addDays, localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput, ReplenishmentPolicy } from './replenishment-input.ts';
import { verifyProof } from './verify-proof.ts';

const today = localDate('2026-11-23');
// Monday with 25 on hand and 10 sold a day; an order of today arrives on Wednesday, the next on Saturday.
const withPolicy = (changes: Partial<ReplenishmentPolicy>, onHandMilli = 25_000): ReplenishmentInput => {
  const input = exampleInput({ stock: { onHandMilli: sourced(onHandMilli, 'stock-count') } });
  return { ...input, policy: { ...input.policy, ...changes } };
};
const milli = (units: number) => sourced(units * 1000, 'policy');
const quantityOf = (input: ReplenishmentInput): number => proposeReplenishment(input).quantityMilli / 1000;

test('minimum and maximum: at the minimum up to the maximum, above it nothing', () => {
  const rule = { kind: 'min-max' as const, minimumMilli: milli(25), maximumMilli: milli(90) };
  expect(quantityOf(withPolicy({ rule }))).toBe(65);
  expect(quantityOf(withPolicy({ rule }, 26_000))).toBe(0);
  const { proof } = proposeReplenishment(withPolicy({ rule }));
  expect(proof.steps.map(({ ruleId, quantityAfterMilli }) => [ruleId, quantityAfterMilli])).toEqual([
    ['calendar.slot', 0],
    ['policy.level', 90_000],
    ['stock.on-hand', 65_000],
    ['receipts.on-order', 65_000],
    ['policy.trigger', 65_000],
    ['net.requirement', 65_000],
    ['terms.multiple', 65_000],
  ]);
  expect(proof.steps[4]?.text).toBe(
    'Stock and what is on its way, 25 EA, are not above the reorder level of 25 EA: it is time to order.',
  );
});

test('reorder level and order-up-to level follow the forecast', () => {
  // Until Saturday 50 are needed; a week more makes 120.
  const rule = { kind: 'reorder-up-to' as const, coverDays: sourced(7, 'policy') };
  expect(quantityOf(withPolicy({ rule }))).toBe(95);
  expect(quantityOf(withPolicy({ rule }, 51_000))).toBe(0);
});

test('a fixed quantity is ordered as often as it takes to pass the reorder level', () => {
  const rule = { kind: 'reorder-quantity' as const, quantityMilli: milli(12) };
  expect(quantityOf(withPolicy({ rule }))).toBe(36);
  expect(quantityOf(withPolicy({ rule }, 50_000))).toBe(12);
  expect(quantityOf(withPolicy({ rule }, 51_000))).toBe(0);
});

test('a base stock is filled up at each review, given or from the forecast', () => {
  expect(quantityOf(withPolicy({ rule: { kind: 'base-stock', levelMilli: milli(70) } }))).toBe(45);
  expect(quantityOf(withPolicy({ rule: { kind: 'base-stock' } }))).toBe(25);
});

test('a rule that cannot hold is refused with what to correct', () => {
  const rule = { kind: 'min-max' as const, minimumMilli: milli(30), maximumMilli: milli(30) };
  expect(() => quantityOf(withPolicy({ rule }))).toThrow('must lie above the minimum');
});

const withSpread = (changes: Partial<ReplenishmentPolicy>): ReplenishmentInput => {
  const input = withPolicy({ safetyStock: { kind: 'forecast-quantile' }, ...changes });
  // Total until Saturday: 50 with a deviation of about 10.
  const levels = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98].map((level, index) => ({
    level,
    quantityMilli: [29_500, 37_200, 44_800, 50_000, 55_200, 62_800, 70_500][index] ?? 0,
  }));
  const totalQuantiles = { startsOn: today, endsBefore: addDays(today, 5), levels };
  return { ...input, forecast: { ...input.forecast, totalQuantiles } };
};
const target = (fillRate: number) => sourced({ kind: 'fill-rate' as const, fillRate }, 'policy');

test('a fill rate holds as much safety stock as leaves that share of the cover short', () => {
  const result = proposeReplenishment(withSpread({ target: target(0.98) }));
  // 2 % of the 30 of the cover, 0.6, may be short; for a deviation of 10 that is z = 1.16 (loss 0.06).
  expect(result.safetyStockMilli).toBeGreaterThan(10_800);
  expect(result.safetyStockMilli).toBeLessThan(12_500);
  expect(result.proof.steps.find(({ ruleId }) => ruleId === 'stock.safety')?.inputs[1]).toMatchObject({
    name: 'fill rate',
    value: 0.98,
  });
  const lower = proposeReplenishment(withSpread({ target: target(0.9) }));
  expect(lower.safetyStockMilli).toBeLessThan(result.safetyStockMilli);
  expect(proposeReplenishment(withSpread({ target: target(0.5) })).safetyStockMilli).toBeGreaterThanOrEqual(
    0,
  );
  expect(() => proposeReplenishment(withSpread({ target: target(1) }))).toThrow('fill rate');
});

test('a lead time that varies raises safety stock, and the proof says so', () => {
  const steady = proposeReplenishment(withSpread({}));
  const safetyStock = { kind: 'forecast-quantile' as const, leadTimeDeviationDays: 2 };
  const varying = proposeReplenishment(withSpread({ safetyStock }));
  // √(16.3² + (1.645 · 10 · 2)²) at 95 %.
  expect(steady.safetyStockMilli).toBeGreaterThan(15_000);
  expect(varying.safetyStockMilli).toBeGreaterThan(2 * steady.safetyStockMilli);
  const text = varying.proof.steps.find(({ ruleId }) => ruleId === 'stock.safety')?.text;
  expect(text).toContain('a lead time that varies by 2 days');
});

test('a price break is taken where goods, orders and holding cost less with it', () => {
  const input = withPolicy({
    orderEconomics: sourced({ orderCostMicros: 10_000_000, holdingRatioPerYear: 0.2 }, 'policy'),
  });
  const priced = (unitPriceMicros: number, fromMilli = 100_000): ReplenishmentInput => ({
    ...input,
    terms: { ...input.terms, priceBreaks: sourced([{ fromMilli, unitPriceMicros }], 'price') },
  });
  const taken = proposeReplenishment(priced(2_300_000));
  expect(taken.quantityMilli).toBe(100_000);
  expect(taken.valueMinor).toBe(23_000);
  expect(taken.proof.steps.at(-1)?.ruleId).toBe('terms.price-break');
  expect(verifyProof(priced(2_300_000), taken.proof).agrees).toBe(true);
  // A year of stock for a tenth of a cent less is not worth it.
  const refused = proposeReplenishment(priced(2_499_000, 10_000_000));
  expect(refused.quantityMilli).toBe(25_000);
  expect(refused.proof.steps.at(-1)?.text).toContain('No price break');
  const capped = { ...priced(2_300_000), policy: { ...input.policy, maxStockMilli: milli(60) } };
  expect(proposeReplenishment(capped).quantityMilli).toBe(25_000);
});

test('nothing is ordered that would expire before it is sold', () => {
  const rule = { kind: 'min-max' as const, minimumMilli: milli(25), maximumMilli: milli(90) };
  // From Wednesday 40 sell in four days, 5 are there before.
  expect(quantityOf(withPolicy({ rule, shelfLifeDays: sourced(4, 'item') }))).toBe(35);
});

test('a proof of the engine before still agrees, one of an unknown engine does not', () => {
  const input = exampleInput();
  const { proof } = proposeReplenishment(input);
  expect(verifyProof(input, { ...proof, engineVersion: 'planning-1.1.0' }).agrees).toBe(true);
  const unknown = verifyProof(input, { ...proof, engineVersion: 'planning-0.9.0' });
  expect(unknown.differences.map(({ path }) => path)).toEqual(['engineVersion']);
});

const placed = (day: number, units: number) => ({
  id: `receipt-${day}`,
  kind: 'on-order' as const,
  dueOn: addDays(today, day),
  quantityMilli: units * 1000,
  source: { kind: 'order', id: `order-${day}`, label: `order ${day}`, asOf: '2026-11-22' },
});

test('of an order too large for the days planned the superfluous part is to be cancelled, in whole packs', () => {
  const input = withPolicy({ planningHorizonDays: 42 }, 25_000);
  const few = dailyBuckets(today, new Array<number>(56).fill(1000));
  const terms = { ...input.terms, multipleMilli: milli(12), minimumMilli: milli(24) };
  const messagesOf = (changes: Partial<ReplenishmentInput>) =>
    proposeReplenishment({
      ...input,
      forecast: { ...input.forecast, buckets: few },
      terms,
      ...changes,
    }).messages.map(({ code, quantityMilli }) => [code, quantityMilli]);
  // With 25 on hand all of it is needed later; with 4, 34 are left after 42 days: two cases of 12.
  expect(messagesOf({ receipts: [placed(3, 72)] })).toEqual([['POSTPONE', 72_000]]);
  expect(messagesOf({ receipts: [placed(3, 72)], stock: { onHandMilli: milli(4) } })).toEqual([
    ['CANCEL', 24_000],
  ]);
});

test('dates that are asked for are days on which the location receives', () => {
  const input = withPolicy({}, 300_000);
  const calendar = { ...input.calendar, deliveryWeekdays: [1, 4] };
  const later = proposeReplenishment({ ...input, calendar, receipts: [placed(3, 50)] });
  // Needed on Wednesday 23 December: the Monday before.
  expect(later.messages).toContainEqual(
    expect.objectContaining({ code: 'POSTPONE', suggestedOn: '2026-12-21' }),
  );
});
