import { zstdDecompressSync } from 'node:zlib';
import {
  decodeEvaluationInput,
  encodeEvaluation,
  encodeEvaluationInput,
  evaluateExceptions,
} from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../forecasting/index.ts';
import { findAgreementInForce } from '../plans/index.ts';
import { assembleInput } from './assemble-input.ts';
import { type ExceptionsWorld, openExceptionsWorld } from './exceptions-world.ts';

let world: ExceptionsWorld;
beforeAll(async () => {
  world = await openExceptionsWorld({ itemCount: 6, locationCount: 2 });
}, 60_000);
afterAll(() => world.app.remove());

const isMilk = ({ category }: { category: string }) => category === 'Milk';

test('without an answer of the seller one exception names what is owed, for all its cells', async () => {
  await world.publish('buyer', () => 100);
  await world.evaluate();
  const [missing] = await world.list('seller');
  expect(missing).toMatchObject({
    causeKind: 'response',
    criterionCode: 'no-answer',
    state: 'open',
    mySide: 'seller',
  });
  expect(missing?.title).toContain('Valley Mill has not answered');
  const { children } = await world.get(missing?.exceptionId ?? '', 'seller');
  expect(children).toHaveLength(world.itemLocations.length);
  expect(children[0]?.cells[0]).toMatchObject({
    kind: 'response-required',
    comparedMilli: 100_000,
    sourceMilli: null,
  });
});

test('the answer clears it by itself, after the second evaluation that finds it in bounds', async () => {
  await world.publish('seller', () => 100);
  await world.evaluate();
  expect((await world.list()).map(({ state }) => state)).toEqual(['open']);
  expect(await world.evaluate()).toMatchObject({ clearedCount: 1, outsideCount: 0 });
  expect((await world.list()).map(({ state }) => state)).toEqual(['self-cleared']);
});

test('a category that the seller sees differently is one exception, equal for both sides and priced', async () => {
  await world.publish('seller', (place) => (isMilk(place) ? 160 : 100));
  const outcome = await world.evaluate();
  expect(outcome).toMatchObject({ raisedCount: 1, exceptionCount: 1, coveredShare: 1 });
  const [mine] = (await world.list('buyer')).filter(({ state }) => state === 'open');
  const [theirs] = (await world.list('seller')).filter(({ state }) => state === 'open');
  const cells = world.itemLocations.filter(isMilk).length * 26;
  expect(mine).toMatchObject({
    causeKind: 'category',
    causeRef: 'Milk',
    moneyMinor: cells * 60 * 250,
    currency: 'NOK',
  });
  expect(theirs).toMatchObject({ exceptionId: mine?.exceptionId, moneyMinor: mine?.moneyMinor });
});

test('evaluating the same again changes nothing: no second exception, no new children, the same result', async () => {
  const first = await world.evaluate();
  const second = await world.evaluate();
  expect(second).toMatchObject({ raisedCount: 0, clearedCount: 0, closedCount: 0 });
  expect(second.outputHash).toBe(first.outputHash);
  expect(second.evaluationId).toBe(first.evaluationId);
  expect((await world.list()).filter(({ state }) => state === 'open')).toHaveLength(1);
});

test('both sides assemble the same bytes from what each of them sees, and find the same', async () => {
  const assembled = await Promise.all(
    [world.buyerContext, world.sellerContext].map((context) =>
      context.db.transaction(async (tx) => {
        const agreement = await findAgreementInForce(tx, world.agreementId);
        return (await assembleInput(tx, agreement, world.clock.now())).input;
      }),
    ),
  );
  const [buyers, sellers] = assembled.map((input) => sha256(encodeEvaluationInput(input)));
  expect(sellers).toBe(buyers);
  const results = assembled.map((input) => sha256(encodeEvaluation(evaluateExceptions(input))));
  expect(results[1]).toBe(results[0]);
});

test('either side runs a stored evaluation again and gets the same hash', async () => {
  const { evaluationId, outputHash } = await world.evaluate();
  for (const caller of [world.buyer, world.seller]) {
    expect(await caller.exceptions.verify({ evaluationId })).toMatchObject({ isIdentical: true, outputHash });
    const { inputBase64, inputHash } = await caller.exceptions.evaluations.input({ evaluationId });
    const bytes = zstdDecompressSync(Buffer.from(inputBase64, 'base64'));
    expect(sha256(bytes)).toBe(inputHash);
    expect(sha256(encodeEvaluation(evaluateExceptions(decodeEvaluationInput(bytes))))).toBe(outputHash);
  }
  await expect(world.rival.exceptions.verify({ evaluationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what the seller reads of the buyer’s in an exception stands in the buyer’s log, and the other way round', async () => {
  const [open] = (await world.list('seller')).filter(({ state }) => state === 'open');
  await world.get(open?.exceptionId ?? '', 'seller');
  const readings = await world.buyerContext.db.read<{ purpose: string; measure: string }>(
    `select distinct purpose, measure from sharing_reads
     where owner_id = $1 and purpose in ('exception', 'evaluation input') order by purpose, measure`,
    [world.buyerId],
  );
  expect(readings).toContainEqual({ purpose: 'exception', measure: 'forecast' });
  expect(readings).toContainEqual({ purpose: 'evaluation input', measure: 'forecast' });
});

test('a stored evaluation that somebody changed is found out', async () => {
  const { evaluationId, outputHash } = await world.evaluate();
  const wrong = sha256('something else');
  const set = 'update exception_evaluations set output_hash = $2 where id = $1';
  await world.app.database.asOwner(set, [evaluationId, wrong]);
  expect(await world.seller.exceptions.verify({ evaluationId })).toMatchObject({ isIdentical: false });
  await world.app.database.asOwner(set, [evaluationId, outputHash]);
});

test('a seller’s wish to evaluate is carried out by the buyer’s side', async () => {
  const before = (await world.seller.exceptions.evaluations.list({ agreementId: world.agreementId })).rows
    .length;
  await world.publish('seller', (place) => (isMilk(place) ? 170 : 100));
  expect(await world.seller.exceptions.evaluate({ agreementId: world.agreementId })).toEqual({
    isQueued: true,
    outcome: null,
  });
  for (let tries = 0; tries < 5; tries++) {
    await world.app.runPending();
    await world.app.database.asOwner(
      'update graphile_worker._private_jobs set run_at = now() - interval $$1 s$$',
    );
  }
  const after = await world.seller.exceptions.evaluations.list({ agreementId: world.agreementId });
  expect(after.rows.length).toBeGreaterThan(before);
  expect(after.rows[0]).toMatchObject({ isMine: false });
});

test('tolerances learnt from the published forecasts are proposed as criteria, and nothing changes by that', async () => {
  const { suggestions, criteria } = await world.seller.exceptions.tolerances.suggest({
    agreementId: world.agreementId,
    buyerPerWeek: 3,
    sellerPerWeek: 2,
  });
  expect(suggestions).toHaveLength(1);
  expect(suggestions[0]).toMatchObject({ criterionCode: 'sales-difference', capacityPerWeek: 2 });
  expect(suggestions[0]?.firedPerWeekAfter).toBeLessThanOrEqual(2);
  expect(criteria.length).toBeGreaterThanOrEqual(5);
  const { content } = await findAgreementInForce(world.buyerContext.db, world.agreementId);
  expect(content.criteria).toEqual(world.content.criteria);
});

test('when the buyer’s forecast is not shared any more, the seller sees none of what it shows, and both know why', async () => {
  const [open] = (await world.list('seller')).filter(({ state }) => state === 'open');
  await world.closeRule('buyer', 'forecast');
  expect(await world.list('seller')).toEqual([]);
  await expect(world.get(open?.exceptionId ?? '', 'seller')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const counted = await world.sellerContext.db.read<{ count: number }>(
    'select (select count(*) from exception_children)::integer + (select count(*) from exception_evaluations)::integer as count',
  );
  expect(counted).toEqual([{ count: 0 }]);
  const outcome = await world.evaluate();
  expect(outcome.notes.find(({ criterionCode }) => criterionCode === 'sales-difference')?.text).toBe(
    'The buyer does not share forecast',
  );
  expect((await world.list('buyer')).filter(({ state }) => state === 'open')).toHaveLength(1);
});
