import { criteriaPreset } from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExceptionsWorld, openExceptionsWorld } from './exceptions-world.ts';

let world: ExceptionsWorld;
beforeAll(async () => {
  world = await openExceptionsWorld({ itemCount: 30, locationCount: 12, criteria: criteriaPreset() });
}, 120_000);
afterAll(() => world.app.remove());

/** Every cell differs by its own amount: item, place and week have no common cause. */
const chaos = (text: string, bucket: number): number => {
  let mixed = bucket * 7919;
  for (const letter of text) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  return 40 + (mixed % 200);
};

test('thousands of differences become at most 20 exceptions that cover 95 % of their money', async () => {
  await world.publish('buyer', () => 120);
  await world.publish('seller', ({ itemLocationId }, bucket) => chaos(itemLocationId, bucket));
  const outcome = await world.evaluate();
  expect(outcome.outsideCount).toBeGreaterThan(4_000);
  const { rows, totals } = await world.seller.exceptions.list({ limit: 200 });
  expect(rows.length).toBeLessThanOrEqual(20);
  expect(totals.count).toBe(rows.length);
  expect(totals.coveredShare).toBeGreaterThanOrEqual(0.95);
  expect(totals.moneyMinor).toBe(outcome.moneyMinor);
});

test('no child is lost: cells and money of the children add up to what was found', async () => {
  const sums = await world.sellerContext.db.read<{
    cellCount: number;
    moneyMinor: number;
    rowsMinor: number;
  }>(
    `select sum(cardinality(starts_on))::integer as "cellCount", sum(money_minor)::float8 as "moneyMinor",
       (select sum(money_minor)::float8 from exceptions) as "rowsMinor" from exception_children`,
  );
  const { outsideCount, moneyMinor } = await world.evaluate();
  expect(sums).toEqual([{ cellCount: outsideCount, moneyMinor, rowsMinor: moneyMinor }]);
});

test('an item that turns wrong everywhere stands out as one exception over the flood’s noise', async () => {
  await world.publish('seller', ({ itemNumber }, bucket) =>
    itemNumber === 'A-5' ? 900 : 120 + (bucket % 2),
  );
  await world.evaluate();
  const { rows } = await world.buyer.exceptions.list({ limit: 200 });
  expect(rows[0]).toMatchObject({ causeKind: 'item', moneyMinor: expect.any(Number) });
  expect(rows[0]?.causeLabel).toContain('A-5');
});
