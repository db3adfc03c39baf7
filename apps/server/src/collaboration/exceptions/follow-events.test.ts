import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExceptionsWorld, openExceptionsWorld } from './exceptions-world.ts';

let world: ExceptionsWorld;
beforeAll(async () => {
  world = await openExceptionsWorld({ itemCount: 4, locationCount: 1 });
}, 60_000);
afterAll(() => world.app.remove());

/** Works until nothing is queued any more, as if the pauses had passed. */
async function settle(): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    await world.app.runPending();
    await world.app.database.asOwner(
      "update graphile_worker._private_jobs set run_at = now() - interval '1 second'",
    );
  }
}

const open = async () => (await world.list()).filter(({ state }) => state === 'open');

test('publishing, negotiating live and agreeing: exceptions come and go by themselves', async () => {
  const { buyer, seller, agreementId } = world;
  const publishOwn = async (caller: typeof buyer, units: number) => {
    const { planId } = await caller.plans.startRevision({ agreementId, purpose: 'sales' });
    const { bucketCount } = await caller.plans.get({ planId });
    const edits = world.itemLocations.flatMap(({ itemLocationId }) =>
      Array.from({ length: bucketCount }, (_, bucketIndex) => ({
        itemLocationId,
        bucketIndex,
        layer: 'base' as const,
        beforeMilli: null,
        afterMilli: units * 1_000,
      })),
    );
    const { conflicts } = await caller.plans.edit({ planId, operationId: `all ${units}`, edits });
    const again = conflicts.map(({ itemLocationId, bucketIndex, currentMilli }) => ({
      itemLocationId,
      bucketIndex,
      layer: 'base' as const,
      beforeMilli: currentMilli,
      afterMilli: units * 1_000,
    }));
    if (again.length > 0) await caller.plans.edit({ planId, operationId: `again ${units}`, edits: again });
    const submitted = await caller.plans.submit({
      planId,
      expectedVersion: (await caller.plans.get({ planId })).version,
    });
    await caller.plans.publish({ planId, expectedVersion: submitted.version });
    await settle();
  };
  await publishOwn(buyer, 100);
  await publishOwn(seller, 150);
  const raised = await open();
  expect(raised.map(({ causeKind, criterionCode }) => [criterionCode, causeKind])).toEqual([
    ['sales-difference', 'version'],
  ]);
  const joint = (await buyer.plans.list({ agreementId })).rows.find(({ kind }) => kind === 'joint');
  const planId = joint?.planId ?? '';
  const edits = world.itemLocations.flatMap(({ itemLocationId }) =>
    Array.from({ length: joint?.bucketCount ?? 0 }, (_, bucketIndex) => ({
      itemLocationId,
      bucketIndex,
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: 120_000,
    })),
  );
  await seller.plans.edit({ planId, operationId: 'negotiated', edits });
  await settle();
  expect(await open()).toEqual([]);
  expect((await world.get(raised[0]?.exceptionId ?? '')).state).toBe('self-cleared');
});

test('an event changed after its lock is an exception with its price, until the change is decided', async () => {
  const { asOwner } = world.app.database;
  const planEventId = world.buyerContext.newId();
  const content = { type: 'promotion', name: 'Spring', items: [], locationIds: null };
  await asOwner(
    `insert into plan_events (id, buyer_id, supplier_id, agreement_id, agreement_version_id, owner_id, state, content,
       starts_on, ends_before, lock_on, is_shown, created_by, created_at)
     values ($1, $2, $3, $4, $5, $2, 'changed-after-lock', $6, '2026-12-07', '2026-12-14', '2026-11-20', true, 'A test', $7)`,
    [
      planEventId,
      world.buyerId,
      world.supplierId,
      world.agreementId,
      world.agreementVersionId,
      JSON.stringify(content),
      world.clock.now(),
    ],
  );
  await asOwner(
    `insert into plan_event_changes (id, plan_event_id, buyer_id, supplier_id, event, actor_org_id, actor_name, at,
       was_locked, liability_minor, currency, event_version)
     values (gen_random_uuid(), $1, $2, $3, 'change', $2, 'A test', $4, true, 123400, 'NOK', 1)`,
    [planEventId, world.buyerId, world.supplierId, world.clock.now()],
  );
  const tell = () =>
    world.buyerContext.db.transaction((tx) =>
      tx.publish({
        type: 'collaboration.plan-event-changed',
        audience: [world.buyerId, world.supplierId],
        subject: { kind: 'plan-event', id: planEventId },
        payload: { planEventId, agreementId: world.agreementId },
      }),
    );
  await tell();
  await tell();
  await settle();
  const [changed] = await open();
  expect(await open()).toHaveLength(1);
  expect(changed).toMatchObject({
    kind: 'event',
    causeLabel: 'Spring',
    moneyMinor: 123_400,
    priority: 'HIGH',
  });
  expect((await world.list('seller')).find(({ kind }) => kind === 'event')?.exceptionId).toBe(
    changed?.exceptionId,
  );
  expect((await world.get(changed?.exceptionId ?? '')).evaluationId).toBeNull();
  await asOwner("update plan_events set state = 'locked' where id = $1", [planEventId]);
  await tell();
  await settle();
  expect(await open()).toEqual([]);
});
