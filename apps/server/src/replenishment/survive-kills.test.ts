import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { UserId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A', level: 60, stockMilli: 0, supplier: 'portal' },
    { itemNumber: 'B', level: 70, stockMilli: 0, supplier: 'portal' },
    { itemNumber: 'C', level: 80, stockMilli: 0, supplier: 'edi' },
  ]);
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));
const openProposals = async () => (await buyer().proposals.list({})).rows;
const countOf = async (table: string): Promise<number> => {
  const queries: Record<string, string> = {
    orders: 'select count(*)::integer as count from orders',
    lines: 'select count(distinct proposal_id)::integer as count from order_lines',
    unseen: `select count(*)::integer as count from proposals where state = 'new'`,
    unfinished: `select count(*)::integer as count from forecast_versions where state = 'working'`,
    documents: 'select count(*)::integer as count from platform.documents',
    backtestBatches: 'select count(*)::integer as count from backtest_batches',
    backtestItems: 'select count(*)::integer as count from backtest_items',
  };
  const [row] = await world.app.database.asOwner<{ count: number }>(queries[table] ?? '');
  return row?.count ?? -1;
};

async function killAt(
  step: string,
  approve: { proposalId: string; expectedVersion: number }[] | null,
): Promise<void> {
  const act = {
    organisationId: world.buyerId,
    userId: newId<UserId>(),
    approve,
    now: world.clock.now().toISOString(),
  };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'act-and-be-killed.ts'), world.app.database.ownerUrl, JSON.stringify(act)],
    { env: { ...process.env, COPLAN_KILL_AT: step }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal, `the process passes ${step}`).toBe('SIGKILL');
}

/** What the queue of another server does once the dead one has been silent for long enough. */
async function workOnAfterTheDeath(): Promise<void> {
  await world.app.database.asOwner(
    `select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker.jobs where locked_by is not null))`,
  );
  await world.app.database.asOwner(
    'update graphile_worker._private_jobs set run_at = now() where locked_at is null',
  );
  await world.app.runPending();
}

test.each(['run.forecast-written', 'run.proposals-written'])(
  'a server killed at %s leaves a run that another finishes, with nothing twice',
  async (step) => {
    const { runId } = await buyer().runs.start({});
    await killAt(step, null);
    await workOnAfterTheDeath();
    expect(await buyer().runs.get({ runId })).toMatchObject({ state: 'done', error: null });
    expect((await openProposals()).map((row) => row.itemNumber).sort()).toEqual(['A', 'B', 'C']);
    expect(await countOf('unseen')).toBe(0);
    expect(await countOf('unfinished')).toBe(0);
    expect(await buyer().runs.replay({ runId })).toMatchObject({ isIdentical: true });
  },
);

test('killed before the commit of an approval, nothing is ordered and everything can be approved again', async () => {
  const wanted = (await openProposals()).map(({ proposalId, version }) => ({
    proposalId,
    expectedVersion: version,
  }));
  await killAt('approve.before-commit', wanted);
  expect(await countOf('orders')).toBe(0);
  expect(await countOf('documents')).toBe(0);
  expect(await openProposals()).toHaveLength(3);
});

test('killed after the commit of an approval, everything is ordered once and a second click orders nothing', async () => {
  const wanted = (await openProposals()).map(({ proposalId, version }) => ({
    proposalId,
    expectedVersion: version,
  }));
  await killAt('approve.after-commit', wanted);
  expect(await countOf('orders')).toBe(2);
  expect(await countOf('lines')).toBe(3);
  expect(await countOf('documents')).toBe(1);
  const again = await buyer().proposals.approve({ proposals: wanted });
  expect(again).toMatchObject({ approved: 0, needsSecond: 0, orders: [] });
  expect(again.refused).toHaveLength(3);
  expect(await countOf('orders')).toBe(2);
  const numbers = await world.app.database.asOwner<{ poNumber: string }>(
    'select po_number as "poNumber" from orders order by 1',
  );
  expect(numbers.map((row) => row.poNumber)).toEqual(['100001', '100002']);
});

test.each([
  ['backtest.batch-written', 1],
  ['backtest.before-done', 2],
])(
  'a server killed at %s leaves a backtest that another finishes, with nothing twice',
  async (step, finishedCount) => {
    const alternative = { kind: 'service-level', level: 0.99 } as const;
    const { backtestId } = await buyer().backtests.ask({ scope: { kind: 'all' }, alternative });
    await killAt(step, null);
    expect(await buyer().backtests.get({ backtestId })).toMatchObject({ state: 'running', result: null });
    expect(await countOf('backtestBatches')).toBe(finishedCount);
    await workOnAfterTheDeath();
    const backtest = await buyer().backtests.get({ backtestId });
    expect(backtest).toMatchObject({ state: 'done', error: null, result: { seriesCount: 3 } });
    expect(await countOf('backtestBatches')).toBe(finishedCount);
    expect(await countOf('backtestItems')).toBe(3 * finishedCount);
    expect(await buyer().backtests.replay({ backtestId })).toMatchObject({ isIdentical: true });
  },
);
