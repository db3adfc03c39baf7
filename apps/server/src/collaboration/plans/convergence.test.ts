import { type CellEdit, createReplica, type LoggedEdit, type Replica } from '@coplan/collaboration';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCallerFactory } from '../../platform/index.ts';
import { appRouter } from '../../router.ts';
import type { PlanNews } from './follow-plans.ts';
import { type JointPlanWorld, openJointPlanWorld } from './joint-plan-world.ts';

const operationCount = 10_000;
const cellsPerRequest = 25;

let world: JointPlanWorld;
beforeAll(async () => {
  world = await openJointPlanWorld({ itemCount: 4, locationCount: 2 });
  await world.app.start();
});
afterAll(() => world?.app.remove());

/** The same numbers every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Screen = { replica: Replica; followed: number; stop(): void; conflictCount: number };

/** One side's screen: follows the plan and shows what it is told. */
async function openScreen(side: 'buyer' | 'seller'): Promise<Screen> {
  const replica = createReplica(() => null);
  const stopped = new AbortController();
  const actor = side === 'buyer' ? world.buyerPlanner : world.sellerPlanner;
  const caller = createCallerFactory(appRouter)(world.app.requestContextFor(actor), {
    signal: stopped.signal,
  });
  const news = (await caller.plans.follow({ planIds: [world.jointPlanId] })) as AsyncIterable<
    [string, PlanNews]
  >;
  const screen: Screen = { replica, followed: 0, stop: () => stopped.abort(), conflictCount: 0 };
  let hasStarted = false;
  const following = (async () => {
    for await (const [, one] of news) {
      hasStarted = true;
      if (one.kind !== 'edits') continue;
      const edits = one.edits.map((edit): LoggedEdit => ({ ...edit }));
      screen.followed += edits.length;
      replica.receive(edits);
    }
  })();
  following.catch(() => undefined);
  await until('the screen follows', () => hasStarted);
  return screen;
}

/** Types into cells that the other side types into as well, and into some of its own. */
async function type(side: 'buyer' | 'seller', screen: Screen): Promise<void> {
  const random = seeded(side === 'buyer' ? 1 : 2);
  const requests = operationCount / 2 / cellsPerRequest;
  for (let request = 0; request < requests; request++) {
    const edits = new Map<string, CellEdit>();
    while (edits.size < cellsPerRequest) {
      const line = world.itemLocations[Math.floor(random() * world.itemLocations.length)];
      const isShared = random() < 0.5;
      const bucketIndex = (isShared ? 8 : side === 'buyer' ? 12 : 16) + Math.floor(random() * 4);
      const ref = { itemLocationId: line?.itemLocationId ?? '', bucketIndex, layer: 'override' as const };
      const beforeMilli = screen.replica.visibleMilli(ref);
      const afterMilli = random() < 0.1 ? null : Math.floor(random() * 50) * 1_000;
      edits.set(`${ref.itemLocationId} ${bucketIndex}`, { ...ref, beforeMilli, afterMilli });
    }
    const operationId = `${side} ${request}`;
    const cells = [...edits.values()];
    screen.replica.edit(operationId, cells);
    const { conflicts } = await world[side].plans.edit({
      planId: world.jointPlanId,
      operationId,
      edits: cells.map((cell) => ({ ...cell, layer: 'override' as const })),
    });
    screen.conflictCount += conflicts.length;
    const lost = conflicts.map((conflict) => ({
      ...conflict,
      beforeMilli: null,
      afterMilli: conflict.yoursMilli,
    }));
    screen.replica.settle({ operationId, applied: [], conflicts: lost });
  }
}

test('ten thousand edits of two sides in the same and in other cells end equal on both screens and in the database', async () => {
  const screens = { buyer: await openScreen('buyer'), seller: await openScreen('seller') };
  await Promise.all([type('buyer', screens.buyer), type('seller', screens.seller)]);
  const [logged] = await world.app.database.asOwner<{ applied: number; changed: number; lost: number }>(
    `select count(*) filter (where outcome = 'applied')::integer as applied,
       count(*) filter (where outcome = 'applied' and before_milli is distinct from after_milli)::integer as changed,
       count(*) filter (where outcome = 'conflict')::integer as lost
     from cell_edits where plan_id = $1`,
    [world.jointPlanId],
  );
  expect((logged?.applied ?? 0) + (logged?.lost ?? 0)).toBe(operationCount);
  expect(logged?.lost).toBe(screens.buyer.conflictCount + screens.seller.conflictCount);
  expect(screens.buyer.replica.conflicts().length).toBe(screens.buyer.conflictCount);
  await until('both screens have every edit', () =>
    Object.values(screens).every(({ followed }) => followed === logged?.changed),
  );
  const rows = await world.app.database.asOwner<{ itemLocationId: string; cells: (number | null)[] }>(
    `select item_location_id as "itemLocationId", to_json(override_milli) as cells from forecast_plan_rows
     where plan_id = $1`,
    [world.jointPlanId],
  );
  expect(rows).toHaveLength(world.itemLocations.length);
  for (const { itemLocationId, cells } of rows) {
    for (const side of ['buyer', 'seller'] as const) {
      const shown = cells.map((_, bucketIndex) =>
        screens[side].replica.visibleMilli({ itemLocationId, bucketIndex, layer: 'override' }),
      );
      expect(shown).toEqual(cells);
    }
  }
  for (const { stop } of Object.values(screens)) stop();
}, 180_000);
