import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSocket, signInAs, type TestSocket } from '../../platform/test-socket.ts';
import type { PlanNews } from './follow-plans.ts';
import { type JointPlanWorld, openJointPlanWorld } from './joint-plan-world.ts';

let world: JointPlanWorld;
let url: string;
const cookies: Record<'buyer' | 'seller', string> = { buyer: '', seller: '' };

beforeAll(async () => {
  world = await openJointPlanWorld({ itemCount: 2, locationCount: 2 });
  ({ url } = await world.app.start());
  const password = 'a long enough password';
  for (const [side, actor] of [
    ['buyer', world.buyerPlanner],
    ['seller', world.sellerPlanner],
  ] as const) {
    const email = `planner-of-${side}@coplan.example`;
    const { organisationId, roles, name } = actor;
    await world.app.accounts.createUser({ email, password, name, organisationId, roles });
    cookies[side] = await signInAs(url, { email, password });
  }
});
afterAll(() => world?.app.remove());

type Page = {
  socket: TestSocket;
  news: PlanNews[];
  lastEventId: string | undefined;
  hasEnded: boolean;
  refusal: string | undefined;
};

async function openPage(
  side: 'buyer' | 'seller',
  {
    planIds = [world.jointPlanId],
    lastEventId,
  }: { planIds?: string[]; lastEventId?: string | undefined } = {},
): Promise<Page> {
  const socket = await openTestSocket({ url, cookie: cookies[side] });
  const page: Page = { socket, news: [], lastEventId, hasEnded: false, refusal: undefined };
  socket.subscribe('plans.follow', { planIds, lastEventId: lastEventId ?? null }, (message) => {
    if (message.kind === 'ended') page.hasEnded = true;
    if (message.kind === 'refused') page.refusal = message.message;
    if (message.kind !== 'data') return;
    page.lastEventId = message.id;
    page.news.push(message.data as PlanNews);
  });
  if (lastEventId === undefined) {
    await until('the page follows', () => page.news.length > 0 || page.refusal !== undefined);
  }
  return page;
}

const valuesOf = (page: Page): (number | null)[] =>
  page.news.flatMap((news) => (news.kind === 'edits' ? news.edits.map(({ afterMilli }) => afterMilli) : []));

let lastValue = 0;
/** Each edit writes a value of its own into a cell of its own. */
async function editOnce(side: 'buyer' | 'seller'): Promise<number> {
  lastValue += 1;
  const line = world.itemLocations[lastValue % world.itemLocations.length];
  await world[side].plans.edit({
    planId: world.jointPlanId,
    operationId: `live ${lastValue}`,
    edits: [
      {
        itemLocationId: line?.itemLocationId ?? '',
        bucketIndex: 8 + Math.floor(lastValue / world.itemLocations.length),
        layer: 'override',
        beforeMilli: null,
        afterMilli: lastValue,
      },
    ],
  });
  return lastValue;
}

test('an edit is told with its content to fifty pages of both sides, once and in order', async () => {
  const pages = await Promise.all(
    Array.from({ length: 50 }, (_, index) => openPage(index % 2 === 0 ? 'buyer' : 'seller')),
  );
  const wanted: number[] = [];
  for (let index = 0; index < 10; index++) wanted.push(await editOnce(index % 2 === 0 ? 'seller' : 'buyer'));
  await until('all have all', () => pages.every((page) => valuesOf(page).length >= wanted.length));
  for (const page of pages) expect(valuesOf(page)).toEqual(wanted);
  const [first] = pages[0]?.news.filter((news) => news.kind === 'edits') ?? [];
  // Edits that follow each other quickly may be told together.
  expect(first?.planId).toBe(world.jointPlanId);
  expect(first?.edits?.[0]).toMatchObject({
    layer: 'override',
    beforeMilli: null,
    afterMilli: 1,
    valueMilli: 1,
    actorName: 'Seller’s planner',
  });

  for (const { socket } of pages) socket.terminate();
  const missed = [await editOnce('buyer'), await editOnce('seller')];
  const back = await Promise.all(
    pages.map((page, index) =>
      openPage(index % 2 === 0 ? 'buyer' : 'seller', { lastEventId: page.lastEventId }),
    ),
  );
  missed.push(await editOnce('buyer'));
  await until('all have caught up', () => back.every((page) => valuesOf(page).length >= missed.length));
  for (const page of back) expect(valuesOf(page)).toEqual(missed);
  for (const { socket } of back) socket.terminate();
});

test('a page far behind is told from the database, and one too far that it must read afresh', async () => {
  const page = await openPage('buyer', { lastEventId: '1' });
  await until('something is told', () => page.news.length > 0);
  expect(page.news.some(({ kind }) => kind === 'edits' || kind === 'gap')).toBe(true);
  page.socket.terminate();
});

test('a plan of somebody else’s cannot be followed', async () => {
  const about = { agreementId: world.agreementId, purpose: 'sales' as const };
  const working = await world.buyer.plans.startRevision(about);
  const page = await openPage('seller', { planIds: [working.planId] });
  expect(page.refusal).toMatch(/no such plan/);
  page.socket.terminate();
});

test('when the owner closes its rule, the partner’s followed plan ends at once and nothing more is told of it', async () => {
  const about = { agreementId: world.agreementId, purpose: 'sales' as const };
  const { plans } = await world.seller.plans.grid(about);
  const shared = plans.find(({ measure }) => measure === 'partner');
  const planIds = [shared?.planId ?? ''];
  const alone = await openPage('seller', { planIds });
  const withJoint = await openPage('seller', { planIds: [...planIds, world.jointPlanId] });
  const [rule] = await world.buyerContext.db.read<{ id: string }>(
    `select id from sharing_rules where measure = 'forecast' and owner_id = $1`,
    [world.buyerId],
  );
  await world.buyer.sharing.close({ ruleId: rule?.id ?? '', reason: 'A test' });
  await until('it has ended', () => alone.hasEnded, { timeoutMs: 5_000 });
  expect(alone.news.at(-1)).toEqual({ kind: 'closed', planId: planIds[0] });
  await until('the other is told', () => withJoint.news.some(({ kind }) => kind === 'closed'));
  expect(withJoint.hasEnded).toBe(false);
  const value = await editOnce('buyer');
  await until('the joint plan goes on', () => valuesOf(withJoint).includes(value));
  const again = await openPage('seller', { planIds });
  expect(again.refusal).toMatch(/no such plan/);
});
