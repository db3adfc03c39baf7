import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAnalysisWorld } from './analysis-world.ts';
import type { Scorecard } from './get-scorecard.ts';
import { recordMetricResultsJob } from './record-metric-results.job.ts';

const higher = { weight: 0.1, direction: 'higher-is-better', lagPeriods: 0 } as const;
let world: Awaited<ReturnType<typeof openAnalysisWorld>>;
beforeAll(async () => {
  world = await openAnalysisWorld({
    metrics: [
      { code: 'forecast-accuracy', goal: 0.9, weight: 0.2, direction: 'higher-is-better', lagPeriods: 4 },
      { code: 'forecast-bias', goal: 0.05, weight: 0.1, direction: 'near-zero', lagPeriods: 4 },
      { code: 'in-stock', goal: 0.97, ...higher },
      { code: 'commit-reliability', goal: 0.95, ...higher },
      { code: 'response-rate', goal: 0.95, ...higher },
      { code: 'data-completeness', goal: 0.95, ...higher },
      { code: 'forecast-volatility', goal: 0.1, weight: 0.1, direction: 'lower-is-better', lagPeriods: 4 },
      { code: 'touchless-rate', goal: 0.5, ...higher },
      { code: 'otif', goal: 0.98, ...higher },
    ],
  });
  // A shelf was empty for one week of the window.
  await world.app.database.asOwner(
    `update sales_series set in_stock[cardinality(in_stock)] = false where item_location_id = $1`,
    [world.itemLocations[0]?.itemLocationId],
  );
});
afterAll(() => world?.app.remove());

const about = () => ({ agreementId: world.agreementId });
const count = () =>
  recordMetricResultsJob.run(world.buyerContext as never, {} as never, new AbortController().signal);

const lineOf = ({ lines }: Scorecard, code: string, party: string) =>
  lines.find((line) => line.metricCode === code && line.party === party);

test('every bucket that is over is counted once for both sides; a week later its number is final', async () => {
  const first = (await count()) as { changedCount: number; finalCount: number };
  expect(first.changedCount).toBeGreaterThan(26 * 8);
  expect(await count()).toMatchObject({ changedCount: 0, finalCount: 0 });
  const states = await world.app.database.asOwner<{ state: string; count: number }>(
    `select state, count(distinct starts_on)::int as count from metric_results where n > 0 group by state order by state`,
  );
  expect(states).toEqual([
    { state: 'final', count: 25 },
    { state: 'provisional', count: 1 },
  ]);
  const mine = await world.buyer.analysis.scorecard(about());
  expect(await world.seller.analysis.scorecard(about())).toEqual(mine);
  expect(mine.totals.map(({ party }) => party)).toEqual(['buyer', 'seller']);
});

test('a number stands beside its goal, formula, trend, sums and what was left out', async () => {
  const card = await world.buyer.analysis.scorecard(about());
  const line = lineOf(card, 'forecast-accuracy', 'buyer');
  expect(line).toMatchObject({
    formula: expect.stringContaining('forecast at lag'),
    definitionVersion: 1,
    goal: 0.9,
    lagPeriods: 4,
    n: 8 * 13 - 1,
    excluded: { STOCK_OUT: 1 },
    status: 'PROVISIONAL',
    score: { isMet: false },
  });
  expect(line?.trend).toHaveLength(26);
  expect(line?.asScored).toBeCloseTo(1 - (line?.numerator ?? 0) / (line?.denominator ?? 1), 12);
  const newest = line?.trend.at(-1);
  expect(newest).toMatchObject({ label: '2026-W46', status: 'PROVISIONAL', n: 7 });
  expect(lineOf(card, 'forecast-bias', 'seller')?.asScored).toBeLessThan(0);
  expect(lineOf(card, 'in-stock', 'buyer')?.asScored).toBeCloseTo((8 * 13 * 7 - 7) / (8 * 13 * 7), 12);
  expect(lineOf(card, 'data-completeness', 'seller')).toMatchObject({ asScored: 1, n: 8 * 13 });
});

test('what nothing is known of is no data, never nought or a hundred percent', async () => {
  const card = await world.buyer.analysis.scorecard(about());
  for (const [code, party] of [
    ['otif', 'both'],
    ['commit-reliability', 'seller'],
    ['response-rate', 'seller'],
    ['touchless-rate', 'both'],
  ] as const) {
    expect(lineOf(card, code, party)).toMatchObject({
      asScored: null,
      status: 'NO_DATA',
      n: 0,
      score: { isMet: null },
    });
  }
  expect(lineOf(card, 'otif', 'both')?.note).toContain('No receipts');
});

test('the rows behind a number add up to it, and are read only as far as their data is shared', async () => {
  const card = await world.buyer.analysis.scorecard(about());
  const point = lineOf(card, 'forecast-accuracy', 'seller')?.trend.at(-2);
  const metricResultId = point?.metricResultId ?? '';
  const rows = await world.buyer.analysis.rows({ metricResultId });
  expect(rows).toMatchObject({ rowCount: 8, firstName: 'Actual', secondName: 'Forecast at lag' });
  const sums = rows.rows.reduce(
    (total, row) => ({
      numerator: total.numerator + row.numerator,
      denominator: total.denominator + row.denominator,
    }),
    { numerator: 0, denominator: 0 },
  );
  expect(1 - sums.numerator / sums.denominator).toBeCloseTo(point?.asScored ?? 0, 12);
  expect(rows.rows[0]).toMatchObject({ itemNumber: 'A-3', numerator: 6_000 });
  expect((await world.seller.analysis.rows({ metricResultId })).rows).toEqual(rows.rows);
  await world.app.database.asOwner(
    `update sharing_rules set closed_at = now(), closed_by = 'owner' where measure = 'pos'`,
  );
  await expect(world.seller.analysis.rows({ metricResultId })).rejects.toThrow('does not share with you');
  expect(
    await world.sellerContext.db.read(`select 1 from metric_evidence where fact_kind = 'forecast'`),
  ).toEqual([]);
  expect(await world.sellerContext.db.read('select 1 from demand_exclusions')).toEqual([]);
  expect((await world.seller.analysis.scorecard(about())).lines.length).toBe(card.lines.length);
  await expect(world.rival.analysis.rows({ metricResultId })).rejects.toThrow('no such number');
  await world.app.database.asOwner(
    `update sharing_rules set closed_at = null, closed_by = null where measure = 'pos'`,
  );
});

test('late facts reach a provisional number; a final one stays', async () => {
  const before =
    lineOf(await world.buyer.analysis.scorecard(about()), 'forecast-accuracy', 'buyer')?.trend ?? [];
  await world.app.database.asOwner(
    `update sales_series set sold_milli[cardinality(sold_milli)] = 1000, sold_milli[cardinality(sold_milli) - 1] = 1000
     where item_location_id = $1`,
    [world.itemLocations[1]?.itemLocationId],
  );
  await count();
  const after =
    lineOf(await world.buyer.analysis.scorecard(about()), 'forecast-accuracy', 'buyer')?.trend ?? [];
  expect(after.at(-2)).toEqual(before.at(-2));
  expect(after.at(-1)?.asScored).not.toBe(before.at(-1)?.asScored);
  const forced = world.buyerContext.db.transaction((tx) =>
    tx.query('update metric_results set numerator = 0 where id = $1', [before.at(-2)?.metricResultId]),
  );
  await expect(forced).rejects.toThrow('a final number never changes');
});

test('a disputed line is restated by the other side: the number is shown as scored and as agreed', async () => {
  const card = await world.seller.analysis.scorecard(about());
  const line = lineOf(card, 'forecast-accuracy', 'seller');
  const point = line?.trend.at(-2);
  const metricResultId = point?.metricResultId ?? '';
  const { rows } = await world.seller.analysis.rows({ metricResultId });
  const input = {
    metricResultId,
    lines: [{ key: rows[0]?.key ?? '', exclude: 'BUYER_FAULT' as const }],
    reason: 'The store was closed',
    evidence: 'Notice of 2 November: closed for refitting until the 9th.',
    attachmentReference: 'closing-notice.pdf',
    expectedVersion: point?.version ?? 0,
  };
  const strange = world.seller.analysis.dispute({ ...input, lines: [{ key: 'elsewhere', exclude: 'TEST' }] });
  await expect(strange).rejects.toThrow('not among the rows');
  const { disputeId } = await world.seller.analysis.dispute(input);
  const own = world.seller.analysis.decideDispute({
    disputeId,
    decision: 'restate',
    reason: 'because',
    expectedVersion: 1,
  });
  await expect(own).rejects.toThrow('the other side decides');
  const forced = world.sellerContext.db.transaction((tx) =>
    tx.query(`update metric_results set state = 'upheld' where id = $1`, [metricResultId]),
  );
  await expect(forced).rejects.toThrow('did not raise it');
  const [seen] = (await world.buyer.analysis.disputes({ state: 'open' })).rows;
  expect(seen).toMatchObject({
    isMine: false,
    raisedBySide: 'seller',
    attachmentReference: 'closing-notice.pdf',
  });
  const decided = await world.buyer.analysis.decideDispute({
    disputeId,
    decision: 'restate',
    reason: 'We see it the same way',
    expectedVersion: 1,
  });
  const restated = lineOf(await world.buyer.analysis.scorecard(about()), 'forecast-accuracy', 'seller');
  const shown = restated?.trend.at(-2);
  expect(shown).toMatchObject({ state: 'restated', status: 'RESTATED', asScored: point?.asScored });
  expect(shown?.asAgreed).toBeCloseTo(decided.asAgreed ?? 0, 12);
  expect(shown?.asAgreed).toBeGreaterThan(shown?.asScored ?? 1);
  expect(restated?.asScored).toBe(line?.asScored);
  expect(restated?.asAgreed).toBeGreaterThan(restated?.asScored ?? 1);
  const again = world.seller.analysis.dispute({ ...input, expectedVersion: shown?.version ?? 0 });
  await expect(again).rejects.toThrow('it is disputed once');
});

test('an upheld number stays as scored; provisional and old ones cannot be disputed', async () => {
  const trend = lineOf(await world.buyer.analysis.scorecard(about()), 'forecast-bias', 'buyer')?.trend ?? [];
  const disputeOf = async (place: number) => {
    const point = trend.at(place);
    const metricResultId = point?.metricResultId ?? '';
    const { rows } = await world.seller.analysis.rows({ metricResultId });
    return world.seller.analysis.dispute({
      metricResultId,
      lines: [{ key: rows[0]?.key ?? '', first: 0 }],
      reason: 'Wrong sales',
      evidence: 'Our own count',
      expectedVersion: point?.version ?? 0,
    });
  };
  await expect(disputeOf(-1)).rejects.toThrow('provisional');
  const { disputeId } = await disputeOf(-3);
  await world.buyer.analysis.decideDispute({
    disputeId,
    decision: 'uphold',
    reason: 'The tills say otherwise',
    expectedVersion: 1,
  });
  const after = lineOf(await world.buyer.analysis.scorecard(about()), 'forecast-bias', 'buyer')?.trend.at(-3);
  expect(after).toMatchObject({ state: 'upheld', status: 'FINAL', asAgreed: trend.at(-3)?.asScored });
  world.clock.set('2027-02-01T09:00:00Z');
  await expect(disputeOf(-4)).rejects.toThrow('30 days');
  world.clock.set('2026-11-22T09:00:00Z');
});

test('the ladder and the benefits say what they rest on', async () => {
  const ladder = await world.seller.analysis.maturity(about());
  expect(ladder.rungs).toHaveLength(6);
  expect(ladder.rungs[1]?.checks.find(({ text }) => text.includes('complete'))).toMatchObject({
    isMet: true,
  });
  await world.app.runPending();
  const { benefits, baselineTakenAt } = await world.buyer.analysis.benefits(about());
  expect(baselineTakenAt).not.toBe(null);
  const of = (code: string) => benefits.find((benefit) => benefit.code === code);
  expect(of('in-stock')).toMatchObject({ baseline: expect.any(Number), now: expect.any(Number) });
  expect(of('forecast-accuracy')).toMatchObject({ baseline: expect.any(Number), isBetter: true });
  expect(of('stock')).toMatchObject({ change: 0, isBetter: null, unit: 'units-milli' });
  const theirs = (await world.seller.analysis.benefits(about())).benefits;
  expect(theirs.map(({ code, now }) => [code, now])).toEqual(benefits.map(({ code, now }) => [code, now]));
});
