import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitBudget, verifyBudget } from '../budget/fit-budget.ts';
import { exampleInput, sourced } from '../example-input.ts';
import { proposeReplenishment } from '../propose-replenishment.ts';
import { candidateOfProposal } from './candidate-of-proposal.ts';
import { combineLoad, type LoadInput, verifyLoad } from './combine-load.ts';
import { amountOf, type OrderCandidate, totalOf } from './order-candidate.ts';

const deliverOn = localDate('2026-11-25');
const nextDeliverOn = addDays(deliverOn, 3);

const line = (id: string, changes: Partial<OrderCandidate> = {}): OrderCandidate => ({
  id,
  label: `item ${id}`,
  unit: 'EA',
  quantityMilli: 20_000,
  stepMilli: 5000,
  minimumMilli: 0,
  roomMilli: null,
  unitPriceMicros: 2_000_000,
  shortageMicros: 3_000_000,
  holdingMicrosPerDay: 1000,
  demandMilli: Array.from({ length: 20 }, (_, index) => 11_000 + index * 2000),
  availableMilli: 0,
  atDeliveryMilli: 5000,
  dailyDemandMilli: 10_000,
  ...changes,
});

const load = (candidates: OrderCandidate[], changes: Partial<LoadInput> = {}): LoadInput => ({
  loadVersion: 1,
  currency: 'EUR',
  deliverOn,
  nextDeliverOn,
  candidates,
  capacities: [],
  goal: 'minimum',
  ...changes,
});

const anyLine = (id: string): fc.Arbitrary<OrderCandidate> =>
  fc
    .record({
      packs: fc.nat(12),
      step: fc.integer({ min: 1, max: 9 }),
      minimumPacks: fc.nat(4),
      roomPacks: fc.option(fc.integer({ min: 12, max: 30 }), { nil: null }),
      price: fc.integer({ min: 1, max: 40 }),
      shortage: fc.integer({ min: 0, max: 60 }),
      mean: fc.nat(60),
      daily: fc.nat(20),
      available: fc.integer({ min: -10, max: 40 }),
    })
    .map(({ packs, step, minimumPacks, roomPacks, price, shortage, mean, daily, available }) =>
      line(id, {
        stepMilli: step * 1000,
        minimumMilli: minimumPacks * step * 1000,
        quantityMilli: packs === 0 ? 0 : Math.max(packs, minimumPacks) * step * 1000,
        roomMilli: roomPacks === null ? null : roomPacks * step * 1000,
        unitPriceMicros: price * 100_000,
        shortageMicros: shortage * 100_000,
        holdingMicrosPerDay: price * 55,
        demandMilli: [0.4, 0.7, 1, 1.3, 1.8].map((share) => Math.round(share * mean * 1000)),
        availableMilli: available * 1000,
        atDeliveryMilli: available * 1000,
        dailyDemandMilli: daily * 1000,
        palletMilli: 20,
      }),
    );
const anyLines = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyLine(`line-${index}`))));

const quantitiesAfter = (
  candidates: readonly OrderCandidate[],
  changes: readonly { id: string; toMilli: number }[],
) =>
  candidates.map(
    ({ id, quantityMilli }) => changes.find((change) => change.id === id)?.toMilli ?? quantityMilli,
  );

test('a load keeps packs, rooms and the truck, its totals are those of its lines, and its proof recomputes', () => {
  fc.assert(
    fc.property(
      anyLines,
      fc.record({
        least: fc.option(fc.nat(4000), { nil: undefined }),
        most: fc.option(fc.integer({ min: 100, max: 5000 }), { nil: undefined }),
        goal: fc.constantFrom('minimum' as const, 'full-truck' as const),
      }),
      (candidates, { least, most, goal }) => {
        const input = load(candidates, {
          goal,
          ...(least === undefined ? {} : { minimum: { measure: 'money', least } }),
          capacities: most === undefined ? [] : [{ measure: 'pallets', most }],
        });
        const plan = combineLoad(input);
        expect(verifyLoad(input, JSON.parse(JSON.stringify(plan)))).toEqual({
          agrees: true,
          differences: [],
        });
        const after = quantitiesAfter(candidates, plan.changes);
        candidates.forEach(({ quantityMilli, stepMilli, minimumMilli, roomMilli }, index) => {
          const toMilli = after[index] ?? -1;
          expect(toMilli).toBeGreaterThanOrEqual(0);
          if (toMilli > 0) expect(toMilli).toBeGreaterThanOrEqual(minimumMilli);
          expect(toMilli % stepMilli).toBe(0);
          if (roomMilli !== null && toMilli > quantityMilli) expect(toMilli).toBeLessThanOrEqual(roomMilli);
        });
        for (const { measure, after: stated, least: minimum, most: capacity } of plan.measures) {
          if (capacity !== undefined) expect(stated).toBeLessThanOrEqual(capacity);
          if (plan.advice !== 'wait') expect(stated).toBe(totalOf(candidates, measure, after));
          if (minimum !== undefined && plan.advice === 'top-up')
            expect(stated).toBeGreaterThanOrEqual(minimum);
        }
        if (plan.advice === 'order') expect(plan.changes).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('to the minimum the packs are added that cost least, and the reasons say what it costs', () => {
  const short = line('short', { atDeliveryMilli: 0 });
  const long = line('long', { atDeliveryMilli: 200_000, availableMilli: 200_000 });
  const input = load([short, long], { minimum: { measure: 'money', least: 10_000 } });
  const plan = combineLoad(input);
  expect(plan.advice).toBe('top-up');
  // 80.00 are ordered; two packs of 5 at 2.00 are missing, both of the item with two days of cover.
  expect(plan.changes).toMatchObject([
    { id: 'short', fromMilli: 20_000, toMilli: 30_000, coverDaysBefore: 2, coverDaysAfter: 3 },
  ]);
  expect(plan.measures).toEqual([{ measure: 'money', before: 8000, after: 10_000, least: 10_000 }]);
  expect(plan.steps[0]?.text).toContain('80.00 EUR are less than the minimum of 100.00 EUR');
});

test('where waiting is expected to cost less than topping up, the advice is to wait', () => {
  const rich = line('rich', {
    atDeliveryMilli: 400_000,
    availableMilli: 400_000,
    quantityMilli: 5000,
    holdingMicrosPerDay: 20_000,
  });
  const plan = combineLoad(load([rich], { minimum: { measure: 'money', least: 50_000 } }));
  expect(plan.advice).toBe('wait');
  expect(plan.waitMicros).toBe(0);
  expect(plan.measures[0]?.after).toBe(0);
  expect(plan.steps[0]?.text).toContain('which is less');
});

test('a minimum that the room of the lines does not reach is said, not passed', () => {
  const narrow = line('narrow', { roomMilli: 25_000 });
  const plan = combineLoad(load([narrow], { minimum: { measure: 'money', least: 50_000 } }));
  expect(plan.advice).toBe('wait');
  expect(plan.steps[0]?.text).toContain('brings it to 50.00 EUR only');
});

test('what does not fit into the truck is taken from the line that loses least by it', () => {
  const needed = line('needed', { palletMilli: 50, shortageMicros: 9_000_000 });
  const covered = line('covered', { palletMilli: 50, availableMilli: 60_000, atDeliveryMilli: 60_000 });
  const plan = combineLoad(load([needed, covered], { capacities: [{ measure: 'pallets', most: 1500 }] }));
  expect(plan.advice).toBe('trim');
  expect(plan.changes.map(({ id, toMilli }) => [id, toMilli])).toEqual([['covered', 10_000]]);
});

test('a truck is filled with what fits, never beyond the days of cover that are allowed', () => {
  const items = [line('a', { palletMilli: 50 }), line('b', { palletMilli: 50 })];
  const capacities = [{ measure: 'pallets' as const, most: 3000 }];
  const full = combineLoad(load(items, { capacities, goal: 'full-truck' }));
  expect(full.measures.find(({ measure }) => measure === 'pallets')?.after).toBe(3000);
  const limited = combineLoad(load(items, { capacities, goal: 'full-truck', coverDaysMax: 3 }));
  expect(limited.changes.every(({ coverDaysAfter }) => (coverDaysAfter ?? 99) <= 3)).toBe(true);
});

test('a minimum beyond what the truck holds is refused', () => {
  const minimum = { measure: 'pallets' as const, least: 4000 };
  expect(() =>
    combineLoad(load([line('a')], { minimum, capacities: [{ measure: 'pallets', most: 3000 }] })),
  ).toThrow('more than the 3000 that a truck holds');
});

test('a budget is kept, never raises a line, its pieces add up and its proof recomputes', () => {
  fc.assert(
    fc.property(anyLines, fc.nat(6000), (candidates, budgetMinor) => {
      const input = { budgetVersion: 1 as const, currency: 'EUR', budgetMinor, candidates };
      const plan = fitBudget(input);
      const after = quantitiesAfter(candidates, plan.changes);
      expect(plan.totalAfterMinor).toBeLessThanOrEqual(Math.max(budgetMinor, 0));
      expect(plan.totalAfterMinor).toBe(totalOf(candidates, 'money', after));
      expect(plan.shadowPrice).toBeGreaterThanOrEqual(0);
      if (plan.totalBeforeMinor <= budgetMinor) expect(plan.changes).toEqual([]);
      candidates.forEach(({ quantityMilli, stepMilli }, index) => {
        expect(after[index]).toBeLessThanOrEqual(quantityMilli);
        expect((after[index] ?? -1) % stepMilli).toBe(0);
      });
      expect(verifyBudget(input, JSON.parse(JSON.stringify(plan)))).toEqual({
        agrees: true,
        differences: [],
      });
    }),
    { numRuns: 300 },
  );
});

test('a higher budget never lowers a line and never raises the shadow price', () => {
  fc.assert(
    fc.property(
      anyLines,
      fc.nat(5000),
      fc.integer({ min: 1, max: 2000 }),
      (candidates, budgetMinor, more) => {
        const planOf = (budget: number) =>
          fitBudget({ budgetVersion: 1, currency: 'EUR', budgetMinor: budget, candidates });
        const [tight, wide] = [planOf(budgetMinor), planOf(budgetMinor + more)];
        const [less, least] = [
          quantitiesAfter(candidates, wide.changes),
          quantitiesAfter(candidates, tight.changes),
        ];
        for (const index of candidates.keys()) expect(less[index]).toBeGreaterThanOrEqual(least[index] ?? 0);
        expect(wide.shadowPrice).toBeLessThanOrEqual(tight.shadowPrice);
      },
    ),
    { numRuns: 200 },
  );
});

test('a budget cuts where a missed sale costs least for the money, and says what one euro more is worth', () => {
  const dear = line('dear', { shortageMicros: 8_000_000, unitPriceMicros: 2_000_000 });
  const cheap = line('cheap', { shortageMicros: 1_000_000, unitPriceMicros: 2_000_000 });
  const plan = fitBudget({ budgetVersion: 1, currency: 'EUR', budgetMinor: 6000, candidates: [dear, cheap] });
  expect(plan.changes.map(({ id, toMilli }) => [id, toMilli])).toEqual([['cheap', 10_000]]);
  // With 10 ordered, the next piece is missed with near certainty: 1.00 for 2.00 of money.
  expect(plan.shadowPrice).toBeGreaterThan(0.4);
  expect(plan.shadowPrice).toBeLessThanOrEqual(0.5);
  expect(plan.conclusion).toContain('cut to 60.00 EUR for the budget of 60.00 EUR');
});

test('a candidate carries what its proposal was computed from', () => {
  const input = exampleInput({
    terms: {
      unitPriceMicros: sourced(2_500_000, 'price'),
      rounding: 'up',
      multipleMilli: sourced(12_000, 'item'),
      palletMilli: sourced(120_000, 'item'),
    },
  });
  const { quantityMilli } = proposeReplenishment(input);
  const { candidate } = candidateOfProposal(input, {
    id: 'p1',
    label: 'item',
    quantityMilli,
    holdingRatioPerYear: 0.2,
  });
  expect(candidate).toMatchObject({
    quantityMilli: 36_000,
    stepMilli: 12_000,
    atDeliveryMilli: 5000,
    dailyDemandMilli: 10_000,
    roomMilli: null,
  });
  // Wednesday to Friday need 30.
  expect(candidate.demandMilli.reduce((sum, milli) => sum + milli, 0) / candidate.demandMilli.length).toBe(
    30_000,
  );
  expect(amountOf(candidate, 'pallets', 120_000)).toBe(1000);
  expect(amountOf(candidate, 'money', 36_000)).toBe(9000);
});
