import type { UserId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
const people: Record<'buyer' | 'seller' | 'rival' | 'clerk', UserId> = {
  buyer: '' as UserId,
  seller: '' as UserId,
  rival: '' as UserId,
  clerk: '' as UserId,
};

beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 3, locationCount: 1 });
  const add = (name: string, organisationId: string, role: 'buyer' | 'supplier-planner' | 'clerk') =>
    world.app.accounts.createUser({
      email: `${name}@mail.example`,
      password: 'a long enough password',
      name,
      organisationId: organisationId as never,
      roles: [role],
    });
  people.buyer = (await add('Forecaster', world.buyerId, 'buyer')) as UserId;
  people.clerk = (await add('Returns clerk', world.buyerId, 'clerk')) as UserId;
  people.seller = (await add(
    'account-manager@seller.example',
    world.supplierId,
    'supplier-planner',
  )) as UserId;
  people.rival = (await add('Stranger', world.rivalId, 'supplier-planner')) as UserId;
});
afterAll(() => world?.app.remove());

const about = () => ({ subjectKind: 'agreement' as const, subjectId: world.agreementId });
const sharedWords = 'Shall we talk about week 50?';
const secretWords = 'SECRET: our margin is 4 percent';

const textsOf = async (caller: CollaborationWorld['buyer']): Promise<string[]> =>
  (await caller.threads.list({ ...about(), withCells: true })).messages.map(({ body }) => body);

test('a shared message is read by both sides, an internal one by its own side only', async () => {
  await world.buyer.threads.post({ ...about(), visibility: 'shared', body: sharedWords });
  await world.buyer.threads.post({ ...about(), visibility: 'internal', body: secretWords });
  expect(await textsOf(world.buyer)).toEqual([sharedWords, secretWords]);
  expect(await textsOf(world.seller)).toEqual([sharedWords]);
  const inbox = await world.seller.threads.inbox({});
  expect(inbox.rows.map(({ visibility, lastExcerpt }) => [visibility, lastExcerpt])).toEqual([
    ['shared', sharedWords],
  ]);
  expect(inbox.totals).toEqual({ unreadCount: 1, mentionCount: 0 });
  await expect(world.rival.threads.list(about())).rejects.toThrow('no such agreement');
  expect(await world.rival.threads.inbox({})).toMatchObject({ rows: [], totals: { unreadCount: 0 } });
});

test('internal messages reach no event, no count and no row of the other side, whatever it asks the database', async () => {
  const rows = await world.sellerContext.db.read<{ text: string }>(
    `select to_jsonb(thread)::text as text from threads thread union all
     select to_jsonb(message)::text from thread_messages message`,
  );
  expect(rows).toHaveLength(2);
  expect(rows.some(({ text }) => text.includes('SECRET') || text.includes('internal'))).toBe(false);
  const events = await world.app.database.asOwner<{ audience: string[]; payload: { visibility: string } }>(
    `select audience::text[] as audience, payload from platform.outbox where type = 'collaboration.thread-posted'
     union all
     select audience::text[], payload from platform.stream where type = 'collaboration.thread-posted'`,
  );
  expect(events).toHaveLength(2);
  for (const { audience, payload } of events)
    expect(audience.includes(world.supplierId)).toBe(payload.visibility === 'shared');
  expect(JSON.stringify(events)).not.toContain('SECRET');
  expect((await world.seller.threads.counts(about())).cells).toMatchObject([
    { messageCount: 1, hasInternal: false, hasShared: true },
  ]);
});

test('the database refuses messages planted into conversations of the other side', async () => {
  const [internal] = await world.app.database.asOwner<{ id: string; orgId: string }>(
    `select id, org_id as "orgId" from threads where visibility = 'internal'`,
  );
  const insert = `insert into thread_messages (id, thread_id, buyer_id, supplier_id, visibility, org_id, message_number,
      author_org_id, author_name, body, at)
    values (gen_random_uuid(), $1, $2, $3, $4, $5, 99, $6, 'Somebody', 'planted', now())`;
  const plant = (visibility: string, orgId: string, authorId: string) =>
    world.sellerContext.db.transaction((tx) =>
      tx.query(insert, [internal?.id, world.buyerId, world.supplierId, visibility, orgId, authorId]),
    );
  await expect(plant('internal', internal?.orgId ?? '', world.supplierId)).rejects.toThrow(
    'row-level security',
  );
  await expect(plant('shared', internal?.orgId ?? '', world.supplierId)).rejects.toThrow('foreign key');
  await expect(plant('internal', world.supplierId, world.supplierId)).rejects.toThrow('foreign key');
  await expect(plant('shared', world.buyerId, world.buyerId)).rejects.toThrow('row-level security');
});

test('what was said stays said, even for the owner of the database', async () => {
  const rewrite = world.buyerContext.db.transaction((tx) =>
    tx.query(`update thread_messages set body = 'other words'`),
  );
  await expect(rewrite).rejects.toThrow('permission denied');
  await expect(world.app.database.asOwner(`update thread_messages set body = 'other words'`)).rejects.toThrow(
    'append-only',
  );
});

test('people of both sides who plan can be mentioned by name; strangers and addresses stay unknown', async () => {
  const mine = await world.buyer.threads.people({});
  expect(mine.people.map(({ name }) => name)).toEqual(['Forecaster']);
  const both = await world.buyer.threads.people({ partnerId: world.supplierId });
  expect(both.people.map(({ name, isOwn }) => [name, isOwn])).toEqual([
    ['Forecaster', true],
    ['account-manager', false],
  ]);
  expect(JSON.stringify(both)).not.toContain('.example');
  const stranger = await world.seller.threads.people({ partnerId: world.rivalId });
  expect(stranger.people.map(({ name }) => name)).toEqual(['account-manager']);
});

test('an internal message mentions nobody of the partner, and no message mentions strangers', async () => {
  const post = (visibility: 'internal' | 'shared', userId: string) =>
    world.buyer.threads.post({ ...about(), visibility, body: 'Look', mentions: [userId] });
  await expect(post('internal', people.seller)).rejects.toThrow('your own organisation only');
  await expect(post('shared', people.rival)).rejects.toThrow('does not take part');
  await expect(post('shared', people.clerk)).rejects.toThrow('does not take part');
  await post('shared', people.seller);
  const mentioned = world.callerOf({ ...world.sellerPlanner, userId: people.seller });
  const inbox = await mentioned.threads.inbox({ only: 'mentions' });
  expect(inbox.rows).toHaveLength(1);
  expect(inbox.totals.mentionCount).toBe(1);
  const { messages } = await mentioned.threads.list(about());
  expect(messages.at(-1)).toMatchObject({
    mentionsMe: true,
    isUnread: true,
    mentions: [{ name: 'account-manager' }],
  });
});

test('what somebody has read is counted no more, for that person alone', async () => {
  const reader = world.callerOf({ ...world.sellerPlanner, userId: people.seller });
  const { messages } = await reader.threads.list(about());
  const last = messages.at(-1);
  const outcome = await reader.threads.markRead({
    threadId: last?.threadId ?? '',
    messageNumber: last?.messageNumber ?? 0,
  });
  expect(outcome).toEqual({ unreadCount: 0 });
  expect((await reader.threads.inbox({})).totals).toEqual({ unreadCount: 0, mentionCount: 0 });
  expect((await world.seller.threads.inbox({})).totals.unreadCount).toBe(2);
  await reader.threads.markRead({ threadId: last?.threadId ?? '', messageNumber: 0 });
  expect((await reader.threads.inbox({})).totals.unreadCount).toBe(0);
  const [internal] = await world.app.database.asOwner<{ id: string }>(
    `select id from threads where visibility = 'internal'`,
  );
  const hidden = reader.threads.markRead({ threadId: internal?.id ?? '', messageNumber: 1 });
  await expect(hidden).rejects.toThrow('no such conversation');
});

test('a cell and a period have conversations of their own, and cells outside the agreement have none', async () => {
  const [line] = world.itemLocations;
  const cell = { itemLocationId: line?.itemLocationId ?? '', startsOn: '2026-12-07' };
  await world.seller.threads.post({ ...about(), cell, visibility: 'shared', body: 'Too high' });
  const period = { startsOn: '2026-12-21' };
  await world.seller.threads.post({
    ...about(),
    cell: period,
    visibility: 'shared',
    body: 'Closed at Christmas',
  });
  const { messages, subject } = await world.buyer.threads.list({ ...about(), cell });
  expect(messages.map(({ body }) => body)).toEqual(['Too high']);
  expect(subject.label).toContain('A-1 · S1 · 2026-12-07');
  const { cells } = await world.buyer.threads.counts(about());
  expect(cells).toHaveLength(3);
  const foreign = { itemLocationId: world.rivalItemLocations[0]?.itemLocationId ?? '' };
  const stray = world.buyer.threads.post({ ...about(), cell: foreign, visibility: 'shared', body: 'x' });
  await expect(stray).rejects.toThrow('not planned under that agreement');
});

test('nothing is shared about what the other side may not see yet', async () => {
  const { planEventId } = await world.buyer.businessPlans.events.create({
    agreementId: world.agreementId,
    content: {
      type: 'promotion',
      name: 'Secret plans',
      items: [],
      sellThrough: { startsOn: '2027-01-11', endsBefore: '2027-01-25' },
      lockOn: '2027-01-01',
    },
  });
  const draft = { subjectKind: 'plan-event' as const, subjectId: planEventId, body: 'What do you think?' };
  await expect(world.buyer.threads.post({ ...draft, visibility: 'shared' })).rejects.toThrow('does not see');
  await world.buyer.threads.post({ ...draft, visibility: 'internal' });
  const seen = world.seller.threads.list({ subjectKind: 'plan-event', subjectId: planEventId });
  await expect(seen).rejects.toThrow('no such plan-event');
});

test('every kind of thing that can be talked about is found in the database', async () => {
  const kinds = [
    'agreement',
    'business-plan',
    'plan-event',
    'plan',
    'cycle',
    'exception',
    'commit',
    'scenario',
    'metric',
  ];
  for (const subjectKind of kinds) {
    const nobody = world.buyer.threads.list({
      subjectKind: subjectKind as 'agreement',
      subjectId: world.buyerContext.newId(),
    });
    await expect(nobody).rejects.toThrow(`There is no such ${subjectKind}`);
  }
});
