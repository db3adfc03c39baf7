import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPlan, openAnalysisWorld, soldInWeeks } from './analysis-world.ts';

let world: Awaited<ReturnType<typeof openAnalysisWorld>>;
beforeAll(async () => {
  world = await openAnalysisWorld();
});
afterAll(() => world?.app.remove());

const cellCount = 4 * 2 * 13;
const about = () => ({ agreementId: world.agreementId });

const setRule = (measure: string, ownerId: string, isOpen: boolean) =>
  world.app.database.asOwner(
    `update sharing_rules set closed_at = case when $3 then null else now() end,
       closed_by = case when $3 then null else 'owner' end where measure = $1 and owner_id = $2`,
    [measure, ownerId, isOpen],
  );

test('each side’s error is measured at the contract lag, and both sides see the same numbers', async () => {
  const sold = await soldInWeeks(world, 13);
  const mine = await world.buyer.analysis.accuracy(about());
  expect(mine).toMatchObject({
    lagPeriods: 4,
    bucketDays: 7,
    period: { startsOn: '2026-08-17', endsBefore: '2026-11-16', count: 13 },
    level: 'all',
    missing: [],
  });
  const [row] = mine.rows;
  const of = (party: string) => row?.measures.find((measure) => measure.party === party);
  expect(of('statistical')).toMatchObject({ n: 13, status: 'OK' });
  expect(of('statistical')?.wape).toBeCloseTo((3_000 * cellCount) / sold, 12);
  expect(of('statistical')?.biasRatio).toBeCloseTo((3_000 * cellCount) / sold, 12);
  expect(of('statistical')?.trackingSignal).toBeCloseTo(-13, 12);
  const buyersMilli = (500 + 9_000 + 3_000 + 3_000) * 26;
  expect(of('buyer')?.wape).toBeCloseTo(buyersMilli / sold, 12);
  expect(of('consensus')?.wape).toBeCloseTo((1_000 * cellCount) / sold, 12);
  const theirs = await world.seller.analysis.accuracy(about());
  expect(theirs.rows).toEqual(mine.rows);
  expect(mine.formulas[0]).toMatchObject({ code: 'wape', definitionVersion: 1 });
});

test('the level stands beside the number, and errors of one level add up before they are taken', async () => {
  const levels = ['category', 'location', 'item', 'item-location'] as const;
  for (const [level, count] of levels.map((level, index) => [level, [2, 2, 4, 8][index]] as const)) {
    const answer = await world.buyer.analysis.accuracy({ ...about(), level, party: 'buyer' });
    expect(answer.level).toBe(level);
    expect(answer.rowCount).toBe(count);
  }
  const worst = await world.buyer.analysis.accuracy({ ...about(), level: 'item', party: 'buyer', limit: 1 });
  expect(worst.rows.map(({ itemNumber }) => itemNumber)).toEqual(['A-2']);
  const found = await world.buyer.analysis.accuracy({ ...about(), level: 'item', search: 'a-3' });
  expect(found.rows.map(({ itemNumber }) => itemNumber)).toEqual(['A-3']);
});

test('a version that came later than the lag never counts, however good it was', async () => {
  const before = await world.buyer.analysis.accuracy(about());
  const late = { party: 'buyer', publishedAt: '2026-11-10T08:00:00Z', baseAboveMilli: 0 } as const;
  const planId = await addPlan(world, late);
  expect((await world.buyer.analysis.accuracy(about())).rows).toEqual(before.rows);
  const atOnce = await world.buyer.analysis.accuracy({
    ...about(),
    lagPeriods: 0,
    periodCount: 1,
    party: 'buyer',
  });
  expect(atOnce.rows[0]?.measures[0]?.wape).not.toBe(0);
  const tail = await world.buyer.analysis.tail({
    ...about(),
    itemLocationId: world.itemLocations[0]?.itemLocationId ?? '',
    startsOn: '2026-11-11',
  });
  expect(tail.startsOn).toBe('2026-11-09');
  expect(tail.versions.map(({ party, lagPeriods }) => [party, lagPeriods])).toEqual([
    ['buyer', 19],
    ['seller', 19],
    ['consensus', 19],
    ['buyer', -1],
  ]);
  expect(tail.versions.at(-1)?.valueMilli).toBe(tail.actualMilli);
  await world.app.database.asOwner('delete from forecast_plans where id = $1', [planId]);
});

test('where sales or forecasts are not shared there is no number and the reason, never nought', async () => {
  await setRule('pos', world.buyerId, false);
  const blind = await world.seller.analysis.accuracy(about());
  expect(blind.missing[0]).toMatchObject({
    source: 'actual',
    reason: expect.stringContaining('does not share'),
  });
  for (const measure of blind.rows[0]?.measures ?? []) {
    expect(measure).toMatchObject({ status: 'NO_DATA', wape: null, accuracy: null, n: 0, actualMilli: 0 });
  }
  expect((await world.seller.analysis.fva(about())).stairstep).toBe(null);
  await setRule('pos', world.buyerId, true);
  await setRule('forecast', world.buyerId, false);
  const half = await world.seller.analysis.accuracy(about());
  expect(half.missing.map(({ source }) => source)).toEqual(['statistical', 'buyer']);
  expect(half.rows[0]?.measures.find(({ party }) => party === 'seller')?.status).toBe('OK');
  await setRule('forecast', world.buyerId, true);
});

test('the stairstep says what each step added, and people are told which items to leave alone', async () => {
  const value = await world.buyer.analysis.fva({ ...about(), periodCount: 13 });
  const steps = value.stairstep?.steps.map(({ code, verdict }) => [code, verdict]);
  expect(steps).toEqual([
    ['naive', 'not-enough-data'],
    ['statistical', expect.any(String)],
    ['buyer', 'worsens'],
    ['seller', 'improves'],
    ['consensus', 'improves'],
  ]);
  expect(value.people).toMatchObject([{ personName: 'Forecaster', n: 52, verdict: 'worsens' }]);
  expect(
    value.stopOverriding.map(({ itemNumber, addedErrorMilli, n }) => [itemNumber, addedErrorMilli, n]),
  ).toEqual([['A-2', 6_000 * 26, 26]]);
  expect(value.sides.map(({ side, isOwn, verdict }) => [side, isOwn, verdict])).toEqual([
    ['buyer', true, 'worsens'],
    ['seller', false, 'worsens'],
  ]);
});

test('nobody is shown by name to the other company', async () => {
  const theirs = await world.seller.analysis.fva({ ...about(), periodCount: 13 });
  expect(theirs.people.map(({ personName }) => personName)).toEqual(['Account manager']);
  expect(theirs.stopOverriding.map(({ itemNumber }) => itemNumber)).toEqual(['A-3']);
  expect(JSON.stringify(theirs)).not.toContain('Forecaster');
  expect(JSON.stringify(await world.buyer.analysis.fva(about()))).not.toContain('Account manager');
});
