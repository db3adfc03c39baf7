import { addDays, type LocalDate, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { availableToPromise, promisableOn } from './available-to-promise.ts';
import { promiseDate } from './promise-date.ts';
import type { Commitment, PromiseInput, Supply } from './supply-and-demand.ts';
import { serveAll, whoGoesShort } from './who-goes-short.ts';

const today = localDate('2026-11-23');
const on = (days: number): LocalDate => addDays(today, days);
const supply = (days: number, quantityMilli: number, changes: Partial<Supply> = {}): Supply => ({
  supplyId: `supply-${days}`,
  kind: days === 0 ? 'on-hand' : 'receipt',
  availableOn: on(days),
  quantityMilli,
  ...changes,
});
const order = (orderLineId: string, days: number, quantityMilli: number, priority = 2): Commitment => ({
  orderLineId,
  dueOn: on(days),
  quantityMilli,
  priority,
  shortageMicros: 2_000_000,
});
const input = (changes: Partial<PromiseInput> = {}): PromiseInput => ({
  today,
  supplies: [supply(0, 100_000), supply(10, 50_000)],
  commitments: [order('a', 5, 80_000)],
  request: { ...order('new', 0, 20_000), multipleMilli: 1_000, arePartsAllowed: true },
  replenishmentDays: null,
  ...changes,
});

const anySupplies = fc
  .array(fc.record({ days: fc.integer({ min: 0, max: 20 }), milli: fc.integer({ min: 0, max: 50 }) }), {
    maxLength: 8,
  })
  .map((all) => all.map(({ days, milli }, index) => supply(days, milli * 1_000, { supplyId: `s${index}` })));
const anyCommitments = fc
  .array(
    fc.record({
      days: fc.integer({ min: 0, max: 20 }),
      milli: fc.integer({ min: 0, max: 40 }),
      priority: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ days, milli, priority }, index) => order(`o${index}`, days, milli * 1_000, priority)),
  );

test('of 100 in stock, 80 promised for Saturday leave 20 today, and 70 when 50 more come', () => {
  const buckets = availableToPromise(input().supplies, input().commitments, today);
  expect(
    buckets.map(({ on: day, discreteMilli, cumulativeMilli }) => [day, discreteMilli, cumulativeMilli]),
  ).toEqual([
    ['2026-11-23', 20_000, 20_000],
    ['2026-11-28', 0, 20_000],
    ['2026-12-03', 50_000, 70_000],
  ]);
});

test('a receipt that does not cover what is due after it takes from the stock before it', () => {
  const buckets = availableToPromise([supply(0, 100_000), supply(5, 10_000)], [order('a', 7, 60_000)], today);
  expect(buckets.map(({ discreteMilli }) => discreteMilli)).toEqual([50_000, 0, 0]);
});

test('the look-ahead promises nothing that a later commitment needs', () => {
  const buckets = availableToPromise([supply(0, 100_000)], [order('later', 30, 100_000)], today);
  expect(promisableOn(buckets, on(0))).toBe(0);
});

test('taking everything that is promisable on a day shorts nobody, and one thousandth more shorts somebody', () => {
  fc.assert(
    fc.property(
      anySupplies,
      anyCommitments,
      fc.integer({ min: 0, max: 20 }),
      (supplies, commitments, days) => {
        const before = availableToPromise(supplies, commitments, today);
        if (before.some(({ cumulativeMilli }) => cumulativeMilli < 0)) return;
        const free = promisableOn(before, on(days));
        const taken = (milli: number) =>
          availableToPromise(supplies, [...commitments, order('new', days, milli)], today);
        expect(taken(free).every(({ cumulativeMilli }) => cumulativeMilli >= 0)).toBe(true);
        expect(taken(free + 1).some(({ cumulativeMilli }) => cumulativeMilli < 0)).toBe(true);
      },
    ),
  );
});

test('discrete availabilities add up to everything that is not promised', () => {
  fc.assert(
    fc.property(anySupplies, anyCommitments, (supplies, commitments) => {
      const buckets = availableToPromise(supplies, commitments, today);
      const free =
        [...supplies].reduce((sum, { quantityMilli }) => sum + quantityMilli, 0) -
        commitments.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
      expect(buckets.reduce((sum, { discreteMilli }) => sum + discreteMilli, 0)).toBe(free);
    }),
  );
});

test('more supply never makes a promise later, and more commitments never make it earlier', () => {
  const days = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(anySupplies, anyCommitments, days, days, (supplies, commitments, first, second) => {
      const given = input({ supplies, commitments });
      const completeOn = promiseDate(given).completeOn ?? '9999';
      const more = promiseDate({
        ...given,
        supplies: [...supplies, supply(first, 9_000, { supplyId: 'more' })],
      });
      const fewer = promiseDate({ ...given, commitments: [...commitments, order('another', second, 9_000)] });
      expect((more.completeOn ?? '9999') <= completeOn).toBe(true);
      expect((fewer.completeOn ?? '9999') >= completeOn).toBe(true);
    }),
  );
});

test('what fits is promised for the day asked for, with the reason', () => {
  expect(promiseDate(input())).toMatchObject({
    source: 'atp',
    completeOn: today,
    reason: expect.stringContaining('day asked for'),
  });
});

test('what does not fit comes in parts of whole multiples, and the reason names what stands in the way', () => {
  const request = { ...order('new', 0, 60_000), multipleMilli: 12_000, arePartsAllowed: true };
  const promise = promiseDate(input({ request }));
  expect(promise.parts).toEqual([
    { on: '2026-11-23', quantityMilli: 12_000 },
    { on: '2026-12-03', quantityMilli: 48_000 },
  ]);
  expect(promise.reason).toContain('promised for 2026-11-28 already');
  expect(promiseDate(input({ request: { ...request, arePartsAllowed: false } })).parts).toEqual([
    { on: '2026-12-03', quantityMilli: 60_000 },
  ]);
});

test('with suppliers’ commits more can be promised, and it says what to order by when', () => {
  const commit = supply(12, 100_000, { supplyId: 'mill week 50', kind: 'commit', orderBy: on(2) });
  const request = { ...order('new', 0, 100_000), multipleMilli: 1_000, arePartsAllowed: false };
  const promise = promiseDate(input({ supplies: [...input().supplies, commit], request }));
  expect(promise).toMatchObject({
    source: 'ctp',
    completeOn: '2026-12-05',
    toOrder: [{ supplyId: 'mill week 50', quantityMilli: 30_000, orderBy: '2026-11-25' }],
  });
  const tooLate = { ...commit, orderBy: on(-1) };
  expect(promiseDate(input({ supplies: [...input().supplies, tooLate], request })).source).toBe('none');
});

test('what nobody has is promised at the usual lead time, or not at all where nobody knows it', () => {
  const request = { ...order('new', 0, 500_000), multipleMilli: 1_000, arePartsAllowed: true };
  expect(promiseDate(input({ request, replenishmentDays: 28 }))).toMatchObject({
    source: 'lead-time',
    completeOn: on(28),
  });
  expect(promiseDate(input({ request }))).toMatchObject({ source: 'none', completeOn: null });
});

test('a promise never exceeds what was asked for, and is never earlier', () => {
  fc.assert(
    fc.property(
      anySupplies,
      anyCommitments,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 10 }),
      (supplies, commitments, milli, days) => {
        const request = { ...order('new', days, milli * 1_000), multipleMilli: 4_000, arePartsAllowed: true };
        const { parts, completeOn } = promiseDate(input({ supplies, commitments, request }));
        const sum = parts.reduce((total, { quantityMilli }) => total + quantityMilli, 0);
        expect(sum <= request.quantityMilli).toBe(true);
        expect(completeOn === null || sum === request.quantityMilli).toBe(true);
        for (const part of parts) expect(part.on >= request.dueOn).toBe(true);
      },
    ),
  );
});

test('an urgent order is taken: it says who goes short, by how much, and what it costs', () => {
  const request = { ...order('urgent', 3, 60_000, 1), multipleMilli: 1_000, arePartsAllowed: true };
  const impact = whoGoesShort(input({ request }));
  expect(impact.served).toMatchObject({ onTimeMilli: 60_000 });
  expect(impact.shortened).toMatchObject([{ orderLineId: 'a', shortMilli: 40_000, costMinor: 8_000 }]);
  expect(impact.text).toBe('a has 40 less on time.');
});

test('whatever fits shorts nobody, and an order of lower priority never shorts one of higher', () => {
  fc.assert(
    fc.property(
      anySupplies,
      anyCommitments,
      fc.integer({ min: 0, max: 20 }),
      (supplies, commitments, days) => {
        const request = { ...order('new', days, 10_000, 9), multipleMilli: 1_000, arePartsAllowed: true };
        expect(whoGoesShort(input({ supplies, commitments, request })).shortened).toEqual([]);
      },
    ),
  );
});

test('serving conserves: on time, late and never add up to what was asked, and no supply is given twice', () => {
  fc.assert(
    fc.property(anySupplies, anyCommitments, (supplies, commitments) => {
      const served = serveAll(supplies, commitments, today);
      let given = 0;
      for (const { orderLineId, quantityMilli } of commitments) {
        const { onTimeMilli, lateMilli, neverMilli } = served.get(orderLineId)!;
        expect(onTimeMilli + lateMilli + neverMilli).toBe(quantityMilli);
        given += onTimeMilli + lateMilli;
      }
      expect(given <= supplies.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0)).toBe(true);
    }),
  );
});
