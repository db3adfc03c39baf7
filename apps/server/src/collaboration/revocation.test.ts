import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSocket, signInAs, type TestSocket } from '../platform/test-socket.ts';
import { type CollaborationWorld, openCollaborationWorld } from './collaboration-world.ts';
import { releaseCanaries } from './sharing-canaries.ts';

let world: CollaborationWorld;
let url: string;
const sockets: TestSocket[] = [];

beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  await releaseCanaries(world);
  ({ url } = await world.app.start());
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await world?.app.remove();
});

const password = 'a long enough password';

/** A person with a page open over the network. */
async function openPage(actor: CollaborationWorld['buyerPlanner'], email: string): Promise<TestSocket> {
  const { organisationId, roles, name } = actor;
  await world.app.accounts.createUser({ email, password, name, organisationId, roles });
  const socket = await openTestSocket({ url, cookie: await signInAs(url, { email, password }) });
  sockets.push(socket);
  return socket;
}

test('when a rule is closed, the partner’s rows and its live page are gone within five seconds, and both are told', async () => {
  const seller = await openPage(world.sellerPlanner, 'planner@seller.example');
  const buyer = await openPage(world.buyerPlanner, 'planner@buyer.example');
  const told = { seller: false, buyer: false };
  const noteClosing = (side: 'seller' | 'buyer') => (message: { kind: string; data?: unknown }) => {
    if (JSON.stringify(message.data ?? '').includes('collaboration.sharing-closed')) told[side] = true;
  };
  seller.subscribe('events.stream', {}, noteClosing('seller'));
  buyer.subscribe('events.stream', {}, noteClosing('buyer'));
  const [plan] = await world.app.database.asOwner<{ id: string }>(
    `select id from forecast_plans where party_id = $1`,
    [world.buyerId],
  );
  let isFollowing = false;
  let isClosed = false;
  seller.subscribe('plans.follow', { planIds: [plan?.id ?? ''] }, (message) => {
    if (message.kind === 'data') isFollowing = true;
    if (message.kind === 'ended') isClosed = true;
  });
  await until('the seller follows the plan', () => isFollowing);
  const read = () => world.seller.sharing.data({ ownerId: world.buyerId, measure: 'forecast' });
  expect((await read()).rows.length).toBeGreaterThan(0);
  const { measures } = await world.buyer.sharing.matrix({ agreementId: world.agreementId });
  const ruleId = measures.find(({ measure }) => measure === 'forecast')?.mine?.ruleId ?? '';

  const closedAt = performance.now();
  await world.buyer.sharing.close({ ruleId, reason: 'No longer' });
  expect((await read()).rows).toEqual([]);
  const rowsMs = performance.now() - closedAt;
  await until('the live page has ended', () => isClosed, { timeoutMs: 5_000 });
  const followingMs = performance.now() - closedAt;
  await until('both are told', () => told.seller && told.buyer, { timeoutMs: 5_000 });
  await expect(world.seller.plans.get({ planId: plan?.id ?? '' })).rejects.toThrow('no such plan');
  expect(await world.seller.supplier.forecast({})).toEqual({ rows: [], nextCursor: null });
  console.info(
    `rows gone after ${rowsMs.toFixed(0)} ms, live page closed after ${followingMs.toFixed(0)} ms`,
  );
});
