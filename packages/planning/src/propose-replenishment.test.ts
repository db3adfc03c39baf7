import { addDays, DomainError, localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';

const today = localDate('2026-11-23');

const receipt = (
  day: number,
  quantityMilli: number,
  changes: Partial<ScheduledReceipt> = {},
): ScheduledReceipt => ({
  id: `receipt-${day}`,
  kind: 'on-order',
  dueOn: addDays(today, day),
  quantityMilli,
  source: { kind: 'order', id: `order-${day}`, label: `order ${day}`, asOf: '2026-11-22' },
  ...changes,
});

const withTerms = (changes: Partial<ReplenishmentInput['terms']>): ReplenishmentInput => {
  const input = exampleInput();
  return { ...input, terms: { ...input.terms, ...changes } };
};

const withPolicy = (changes: Partial<ReplenishmentInput['policy']>): ReplenishmentInput => {
  const input = exampleInput();
  return { ...input, policy: { ...input.policy, ...changes } };
};

const quantityOf = (input: ReplenishmentInput): number => proposeReplenishment(input).quantityMilli;

test('the order covers the days from its delivery to the next delivery and not the days before', () => {
  // 25 on hand, Monday and Tuesday take 20, 5 are left; Wednesday to Friday need 30.
  const result = proposeReplenishment(exampleInput());
  expect(result.orderOn).toBe('2026-11-23');
  expect(result.deliverOn).toBe('2026-11-25');
  expect(result.nextDeliverOn).toBe('2026-11-28');
  expect(result.quantityMilli).toBe(25_000);
  expect(result.valueMinor).toBe(6250);
  expect(result.projection.balanceWithOrderMilli.slice(0, 5)).toEqual([15_000, 5_000, 20_000, 10_000, 0]);
});

test('after the cut-off the next order day is proposed, and the cut-off is an instant', () => {
  expect(proposeReplenishment(exampleInput({ localTime: '10:59' })).cutOffAt).toBe(
    '2026-11-23T10:00:00.000Z',
  );
  const late = proposeReplenishment(exampleInput({ localTime: '11:00' }));
  expect(late.orderOn).toBe('2026-11-26');
  expect(late.deliverOn).toBe('2026-11-28');
});

test('a holiday moves order and delivery to working days', () => {
  const input = exampleInput();
  const closed = { ...input, calendar: { ...input.calendar, nonWorkingDays: [localDate('2026-11-25')] } };
  expect(proposeReplenishment(closed).deliverOn).toBe('2026-11-26');
  const working = { ...closed, calendar: { ...closed.calendar, leadTimeCounts: 'working-days' as const } };
  expect(proposeReplenishment(working).deliverOn).toBe('2026-11-26');
  const noOrders = { ...input, calendar: { ...input.calendar, nonWorkingDays: [today] } };
  expect(proposeReplenishment(noOrders).orderOn).toBe('2026-11-26');
});

test('sales that are lost before the delivery are not ordered for, what is owed to customers is', () => {
  const empty = { onHandMilli: sourced(0, 'stock-count') };
  expect(quantityOf({ ...withPolicy({ unmetDemand: 'lost' }), stock: empty })).toBe(30_000);
  expect(quantityOf({ ...withPolicy({ unmetDemand: 'backordered' }), stock: empty })).toBe(50_000);
});

test('running again after the proposal was stored proposes nothing more', () => {
  const first = proposeReplenishment(exampleInput());
  const open = receipt(2, first.quantityMilli, { kind: 'open-proposal', orderedOn: first.orderOn });
  const second = proposeReplenishment(exampleInput({ receipts: [open] }));
  expect(second.quantityMilli).toBe(0);
  expect(second.proof.counterfactuals[0]).toMatchObject({ question: 'why-none', ruleId: 'net.requirement' });
});

test('an order that comes later than needed is expedited and not ordered again', () => {
  const result = proposeReplenishment(exampleInput({ receipts: [receipt(10, 60_000)] }));
  expect(result.quantityMilli).toBe(0);
  // The 5 pieces left on Wednesday fall short that day already; 25 are missing by the next delivery.
  expect(result.messages).toContainEqual(
    expect.objectContaining({ code: 'EXPEDITE', receiptId: 'receipt-10', suggestedOn: '2026-11-25' }),
  );
});

test('a receipt behind the planning horizon is no supply for this order', () => {
  const input = { ...withPolicy({ planningHorizonDays: 14 }), receipts: [receipt(20, 60_000)] };
  expect(quantityOf(input)).toBe(25_000);
});

test('an overdue receipt counts as arriving today and is reported', () => {
  const result = proposeReplenishment(exampleInput({ receipts: [receipt(-3, 25_000)] }));
  expect(result.quantityMilli).toBe(0);
  expect(result.messages.map((message) => message.code)).toContain('RECEIPT_OVERDUE');
});

test('a placed order that nobody needs is to be cancelled, one needed later is to be postponed', () => {
  const full = { onHandMilli: sourced(2_000_000, 'stock-count') };
  const never = proposeReplenishment(exampleInput({ stock: full, receipts: [receipt(5, 10_000)] }));
  expect(never.messages).toContainEqual(expect.objectContaining({ code: 'CANCEL', receiptId: 'receipt-5' }));
  const month = { onHandMilli: sourced(300_000, 'stock-count') };
  const later = proposeReplenishment(exampleInput({ stock: month, receipts: [receipt(5, 50_000)] }));
  expect(later.messages).toContainEqual(
    expect.objectContaining({ code: 'POSTPONE', receiptId: 'receipt-5', suggestedOn: '2026-12-23' }),
  );
});

test('the minimum order applies once, after netting, and then whole cases', () => {
  const terms = { minimumMilli: sourced(40_000, 'agreement'), multipleMilli: sourced(12_000, 'item') };
  expect(quantityOf(withTerms(terms))).toBe(48_000);
  const three = dailyBuckets(today, [
    10_000,
    10_000,
    20_000,
    20_000,
    20_000,
    ...new Array<number>(40).fill(0),
  ]);
  const input = withTerms({ minimumMilli: sourced(100_000, 'agreement') });
  expect(quantityOf({ ...input, forecast: { ...input.forecast, buckets: three } })).toBe(100_000);
});

test('layers round up or to the nearest, pallets snap only when close', () => {
  const layer = { layerMilli: sourced(20_000, 'item') };
  expect(quantityOf(withTerms({ ...layer, rounding: 'up-to-layer' }))).toBe(40_000);
  expect(quantityOf(withTerms({ ...layer, rounding: 'nearest-layer' }))).toBe(20_000);
  const pallet = { palletMilli: sourced(30_000, 'item') };
  expect(quantityOf(withTerms({ ...pallet, palletSnapRatio: 0.17 }))).toBe(30_000);
  expect(quantityOf(withTerms({ ...pallet, palletSnapRatio: 0.16 }))).toBe(25_000);
});

test('limits round down to whole cases and say that the need is not covered', () => {
  const terms = { multipleMilli: sourced(6_000, 'item') };
  const input = withTerms(terms);
  const capped = proposeReplenishment({
    ...input,
    policy: { ...input.policy, maxStockMilli: sourced(25_000, 'policy') },
  });
  // 5 are left on delivery, so 20 fit: three cases of 6.
  expect(capped.quantityMilli).toBe(18_000);
  expect(capped.messages.map((message) => message.code)).toContain('CAPPED');
  expect(capped.proof.counterfactuals).toContainEqual(
    expect.objectContaining({ question: 'why-not-more', ruleId: 'limit.max-stock' }),
  );
  const fresh = { ...input, policy: { ...input.policy, shelfLifeDays: sourced(2, 'item') } };
  expect(quantityOf(fresh)).toBe(12_000);
});

test('when limits leave less than the minimum order there is no order and a reason', () => {
  const input = withTerms({
    minimumMilli: sourced(20_000, 'agreement'),
    maximumMilli: sourced(15_000, 'agreement'),
  });
  const result = proposeReplenishment(input);
  expect(result.quantityMilli).toBe(0);
  expect(result.proof.counterfactuals[0]).toMatchObject({
    question: 'why-none',
    ruleId: 'limit.below-minimum',
  });
});

test('safety stock is the quantile of total demand until the next delivery less its mean', () => {
  const input = withPolicy({ safetyStock: { kind: 'forecast-quantile' } });
  const totalQuantiles = {
    startsOn: today,
    endsBefore: localDate('2026-11-28'),
    levels: [
      { level: 0.5, quantityMilli: 49_000 },
      { level: 0.9, quantityMilli: 60_000 },
      { level: 0.95, quantityMilli: 66_000 },
    ],
  };
  const result = proposeReplenishment({ ...input, forecast: { ...input.forecast, totalQuantiles } });
  expect(result.safetyStockMilli).toBe(16_000);
  expect(result.quantityMilli).toBe(41_000);
});

test('costs decide the level when shortage and holding are given', () => {
  const target = sourced(
    { kind: 'cost-ratio' as const, shortageMicros: 1_000_000, holdingMicros: 250_000 },
    'policy',
  );
  expect(proposeReplenishment(withPolicy({ target })).targetLevel).toBeCloseTo(0.8, 12);
});

test('the shelf is kept full where presentation stock exceeds safety stock', () => {
  expect(quantityOf(withPolicy({ presentationStockMilli: sourced(8_000, 'policy') }))).toBe(33_000);
});

test('customer orders consume the forecast, events come on top', () => {
  const source = { kind: 'order', id: 'o', label: 'o', asOf: '2026-11-22' };
  const demand = (kind: 'customer-order' | 'event', quantityMilli: number) =>
    exampleInput({ demands: [{ id: 'd', kind, dueOn: addDays(today, 3), quantityMilli, source }] });
  expect(quantityOf(demand('customer-order', 9_000))).toBe(25_000);
  expect(quantityOf(demand('customer-order', 14_000))).toBe(29_000);
  expect(quantityOf(demand('event', 4_000))).toBe(29_000);
});

test('money at risk is what the missed sales of the cover are worth', () => {
  // 5 pieces against 30 certain ones: 25 missed at 2.50.
  expect(proposeReplenishment(exampleInput()).moneyAtRiskMinor).toBe(6250);
  const plenty = exampleInput({ stock: { onHandMilli: sourced(500_000, 'stock-count') } });
  expect(proposeReplenishment(plenty).moneyAtRiskMinor).toBe(0);
});

test('input that cannot be planned is refused with a remedy', () => {
  const input = exampleInput();
  const short = { ...input, forecast: { ...input.forecast, buckets: input.forecast.buckets.slice(0, 3) } };
  expect(() => proposeReplenishment(short)).toThrow(/forecast further ahead/);
  const late = { ...input, forecast: { ...input.forecast, buckets: input.forecast.buckets.slice(1) } };
  expect(() => proposeReplenishment(late)).toThrow(/does not hold today/);
  expect(() => proposeReplenishment(withPolicy({ safetyStock: { kind: 'forecast-quantile' } }))).toThrow(
    /no quantiles/,
  );
  const packs = withTerms({ multipleMilli: sourced(12_000, 'item'), layerMilli: sourced(40_000, 'item') });
  expect(() => proposeReplenishment(packs)).toThrow(DomainError);
  const never = { ...input, calendar: { ...input.calendar, orderWeekdays: [] } };
  expect(() => proposeReplenishment(never)).toThrow(/no order day/);
});
