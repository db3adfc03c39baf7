import { agreementLifecycle, contentHash, criteriaPreset } from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordItemLocations, recordItems } from '../../catalog/index.ts';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { worldContent } from '../collaboration-world-content.ts';
import { keepAgreementsCurrent } from './keep-agreements-current.job.ts';

let world: CollaborationWorld;

beforeAll(async () => {
  world = await openCollaborationWorld({ agreement: 'none' });
});
afterAll(() => world?.app.remove());

/** Statements of one organisation as the application's own role, without any of the application's code. */
async function tryAs(organisationId: string, sql: string, values: unknown[] = []): Promise<string | number> {
  const client = new pg.Client({ connectionString: world.app.database.urlFor('coplan_app') });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.org', $1, true)`, [organisationId]);
    return (await client.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end();
  }
}

const milkOnly = (name: string) =>
  worldContent({ name, scope: { categories: ['Milk'], itemIds: null, locationIds: null } });

const propose = async (content = worldContent(), who = world.buyer) => {
  const draft = await who.agreements.start({ supplierId: world.supplierId, content });
  await who.agreements.propose({
    agreementVersionId: draft.agreementVersionId,
    expectedVersion: draft.version,
  });
  return draft;
};

const endIt = async (agreementId: string) => {
  await world.buyer.agreements.terminate({ agreementId, reason: 'Done' });
  await world.seller.agreements.terminate({ agreementId, reason: 'Agreed' });
};

test('a draft is its author’s own until it is proposed', async () => {
  const draft = await world.buyer.agreements.start({
    supplierId: world.supplierId,
    content: milkOnly('Secret plans'),
  });
  expect((await world.buyer.agreements.list()).rows.map(({ name }) => name)).toContain('Secret plans');
  expect((await world.seller.agreements.list()).rows).toEqual([]);
  await expect(world.seller.agreements.get({ agreementId: draft.agreementId })).rejects.toThrow('no such');
  expect(await tryAs(world.supplierId, 'select 1 from agreements')).toBe(0);
  await world.buyer.agreements.withdraw({ agreementVersionId: draft.agreementVersionId });
});

test('what is proposed, countered and signed by both comes into force and covers the items that it names', async () => {
  const offer = await propose(milkOnly('Milk'));
  const counter = await world.seller.agreements.counter({
    agreementVersionId: offer.agreementVersionId,
    content: { ...milkOnly('Milk'), disputeDays: 14 },
    note: 'A fortnight is enough',
  });
  const { changes } = await world.seller.agreements.diff({
    fromVersionId: offer.agreementVersionId,
    toVersionId: counter.agreementVersionId,
  });
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({ kind: 'changed', takesBothSides: true });
  await world.seller.agreements.propose({
    agreementVersionId: counter.agreementVersionId,
    expectedVersion: counter.version,
  });
  const { versions } = await world.buyer.agreements.get({ agreementId: offer.agreementId });
  const proposed = versions.find(({ state }) => state === 'proposed');
  expect(proposed?.signatures).toMatchObject([{ side: 'seller', organisationName: 'Valley Mill' }]);
  expect(proposed?.allowedEvents).toEqual(['counter', 'accept', 'reject']);
  const signed = await world.buyer.agreements.accept({
    agreementVersionId: counter.agreementVersionId,
    contentHash: proposed?.contentHash ?? '',
  });
  expect(signed.state).toBe('active');
  const [row] = (await world.seller.agreements.list()).rows.filter(({ name }) => name === 'Milk');
  expect(row).toMatchObject({
    state: 'active',
    activeVersionNumber: 2,
    itemLocationCount: 6,
    openVersion: null,
    mySide: 'seller',
    signedBy: ['seller', 'buyer'],
  });
  await endIt(offer.agreementId);
});

test('whoever may not sign proposes without a signature, and then both sides sign', async () => {
  const planner = world.callerOf(world.person(world.buyerId, 'Junior', ['buyer']));
  const offer = await propose(milkOnly('Unsigned'), planner);
  const hash = contentHash(milkOnly('Unsigned'));
  const { agreementVersionId } = offer;
  await expect(planner.agreements.accept({ agreementVersionId, contentHash: hash })).rejects.toThrow(
    'agreements.sign',
  );
  expect(await world.seller.agreements.accept({ agreementVersionId, contentHash: hash })).toEqual({
    state: 'proposed',
  });
  await expect(world.seller.agreements.accept({ agreementVersionId, contentHash: hash })).rejects.toThrow(
    'has signed',
  );
  expect((await world.buyer.agreements.accept({ agreementVersionId, contentHash: hash })).state).toBe(
    'active',
  );
  await endIt(offer.agreementId);
});

test('a signature under another content than the proposed one is refused', async () => {
  const offer = await propose(milkOnly('Fine print'));
  const { agreementVersionId } = offer;
  const other = contentHash(milkOnly('Something else'));
  await expect(world.seller.agreements.accept({ agreementVersionId, contentHash: other })).rejects.toThrow(
    'read this version again',
  );
  await world.seller.agreements.reject({ agreementVersionId, reason: 'No' });
  await expect(
    world.seller.agreements.accept({ agreementVersionId, contentHash: contentHash(milkOnly('Fine print')) }),
  ).rejects.toThrow('not possible any more');
});

test('an incomplete agreement is refused with the places that lack something', async () => {
  const draft = await world.buyer.agreements.start({
    supplierId: world.supplierId,
    content: worldContent({ metrics: [] }),
  });
  await expect(
    world.buyer.agreements.propose({ agreementVersionId: draft.agreementVersionId, expectedVersion: 1 }),
  ).rejects.toMatchObject({
    cause: { code: 'collaboration.agreement-incomplete', details: { problems: [{ path: 'metrics' }] } },
  });
  await world.buyer.agreements.withdraw({ agreementVersionId: draft.agreementVersionId });
});

test('no item is planned under two agreements: the second is refused and names the first', async () => {
  const first = await propose(milkOnly('First'));
  await world.seller.agreements.accept({
    agreementVersionId: first.agreementVersionId,
    contentHash: contentHash(milkOnly('First')),
  });
  const everything = worldContent({ name: 'Second' });
  const second = await propose(everything);
  await expect(
    world.seller.agreements.accept({
      agreementVersionId: second.agreementVersionId,
      contentHash: contentHash(everything),
    }),
  ).rejects.toThrow('already planned under "First"');
  const cheese = worldContent({
    name: 'Cheese',
    scope: { categories: ['Cheese'], itemIds: null, locationIds: null },
  });
  const third = await propose(cheese);
  await world.seller.agreements.accept({
    agreementVersionId: third.agreementVersionId,
    contentHash: contentHash(cheese),
  });
  await world.seller.agreements.reject({ agreementVersionId: second.agreementVersionId });
  await endIt(first.agreementId);
  await endIt(third.agreementId);
});

test('criteria, windows and sharing change only with a version that both signed; until then the old one counts', async () => {
  const offer = await propose(milkOnly('Renewed'));
  await world.seller.agreements.accept({
    agreementVersionId: offer.agreementVersionId,
    contentHash: contentHash(milkOnly('Renewed')),
  });
  const { agreementId } = offer;
  const next = {
    ...milkOnly('Renewed'),
    criteria: criteriaPreset().slice(0, 3),
    sharing: milkOnly('').sharing.filter(({ measure }) => measure !== 'pos'),
  };
  const revision = await world.buyer.agreements.revise({ agreementId, content: next });
  await world.buyer.agreements.propose({
    agreementVersionId: revision.agreementVersionId,
    expectedVersion: revision.version,
  });
  const sharesPos = async () =>
    (await world.seller.sharing.matrix({ agreementId })).measures.find(({ measure }) => measure === 'pos')
      ?.theirsState;
  expect(await sharesPos()).toBe('open');
  await world.seller.agreements.accept({
    agreementVersionId: revision.agreementVersionId,
    contentHash: contentHash(next),
  });
  expect(await sharesPos()).toBe('not-agreed');
  const { versions } = await world.seller.agreements.get({ agreementId });
  expect(versions.map(({ state }) => state)).toEqual(['active', 'superseded']);
  await endIt(agreementId);
});

test('neither side alone can put anything in force, not even by SQL', async () => {
  const offer = await propose(milkOnly('Forged'));
  const { agreementVersionId } = offer;
  const buyer = world.buyerId;
  const attempts: [string, unknown[]?][] = [
    [`update agreement_versions set state = 'agreed' where id = $1`, [agreementVersionId]],
    [`update agreement_versions set state = 'active' where id = $1`, [agreementVersionId]],
    [`update agreement_versions set content = '{}' where id = $1`, [agreementVersionId]],
    [`update agreements set state = 'active', active_version_id = $1`, [agreementVersionId]],
    [
      `insert into agreement_signatures (id, agreement_version_id, buyer_id, supplier_id, signer_org_id, signer_name,
         content_hash, signed_at) select gen_random_uuid(), id, buyer_id, supplier_id, supplier_id, 'Forger',
         content_hash, now() from agreement_versions where id = $1`,
      [agreementVersionId],
    ],
    [`update agreement_signatures set signer_org_id = supplier_id`],
    [
      `insert into sharing_rules (id, owner_id, reader_id, buyer_id, supplier_id, agreement_id, agreement_version_id,
         measure, place, item, bucket_days, week_starts_on, latency_hours, depth_days, may_reshare, opened_at)
       select gen_random_uuid(), supplier_id, buyer_id, buyer_id, supplier_id, agreement_id, id, 'cost', 'location',
         'item', 1, 1, 0, 100, false, now() from agreement_versions where id = $1`,
      [agreementVersionId],
    ],
    [`insert into agreement_item_locations select * from agreement_item_locations`],
  ];
  for (const [sql, values] of attempts) {
    expect(await tryAs(buyer, sql, values), sql).toMatch(
      /permission denied|row-level security|signed the same content|never changed|does not go from/,
    );
  }
  await world.buyer.agreements.withdraw({ agreementVersionId });
});

test('the database knows exactly the moves of the lifecycle', async () => {
  const offer = await propose(milkOnly('Moves'));
  const { agreementVersionId } = offer;
  const allowed = new Set<string>(Object.values(agreementLifecycle.table.proposed));
  for (const state of Object.keys(agreementLifecycle.table)) {
    if (state === 'proposed' || state === 'agreed') continue;
    const outcome = await tryAs(world.buyerId, `update agreement_versions set state = $2 where id = $1`, [
      agreementVersionId,
      state,
    ]);
    expect(outcome, state).toEqual(allowed.has(state) ? 1 : expect.stringContaining('does not go from'));
  }
  await world.buyer.agreements.withdraw({ agreementVersionId });
});

test('a stranger cannot have an agreement with somebody it does not trade with', async () => {
  await expect(
    world.callerOf(world.person(world.rivalId, 'Stranger', ['supplier-planner'])).agreements.start({
      supplierId: world.supplierId,
      content: worldContent(),
    }),
  ).rejects.toThrow('no active trading relation');
  expect(
    await tryAs(
      world.rivalId,
      `insert into agreements (id, buyer_id, supplier_id, name, scenario, state, created_by_id, created_at)
       values (gen_random_uuid(), $1, $2, 'Forged', 'assortment', 'negotiating', $1, now())`,
      [world.rivalId, world.supplierId],
    ),
  ).toMatch(/foreign key/);
});

test('suspending stops sharing for both at once; whoever suspended resumes, with what was open before', async () => {
  const offer = await propose(milkOnly('Paused'));
  const { agreementId, agreementVersionId } = offer;
  await world.seller.agreements.accept({ agreementVersionId, contentHash: contentHash(milkOnly('Paused')) });
  const openCount = async () =>
    (await world.seller.sharing.matrix({ agreementId })).measures.filter(
      ({ mineState, theirsState }) => mineState === 'open' || theirsState === 'open',
    ).length;
  const before = await openCount();
  const closedByOwner = (await world.seller.sharing.matrix({ agreementId })).measures.find(
    ({ measure }) => measure === 'cost',
  );
  await world.seller.sharing.close({ ruleId: closedByOwner?.mine?.ruleId ?? '', reason: 'Price talks' });
  await world.buyer.agreements.suspend({ agreementId, reason: 'A dispute' });
  expect(await openCount()).toBe(0);
  await expect(world.seller.agreements.resume({ agreementId })).rejects.toThrow('only it can resume');
  await world.buyer.agreements.resume({ agreementId });
  expect(await openCount()).toBe(before - 1);
  await endIt(agreementId);
});

test('notice runs its days, both together end at once, and then nothing is shared or planned', async () => {
  const offer = await propose(milkOnly('Notice'));
  const { agreementId, agreementVersionId } = offer;
  await world.seller.agreements.accept({ agreementVersionId, contentHash: contentHash(milkOnly('Notice')) });
  const notice = await world.buyer.agreements.terminate({ agreementId, reason: 'Moving on' });
  expect(notice).toEqual({ state: 'active', terminatesOn: '2027-02-20' });
  await expect(world.buyer.agreements.terminate({ agreementId, reason: 'Again' })).rejects.toThrow(
    'other side',
  );
  expect((await world.seller.agreements.terminate({ agreementId, reason: 'Fine' })).state).toBe('terminated');
  const [row] = (await world.buyer.agreements.list()).rows.filter(({ name }) => name === 'Notice');
  expect(row).toMatchObject({ state: 'ended', itemLocationCount: 0 });
});

test('an agreement of the future waits for its day, a proposal expires, and one ends by itself after its last day', async () => {
  const future = {
    ...milkOnly('Future'),
    validFrom: localDate('2026-12-01'),
    validTo: localDate('2026-12-10'),
  };
  const offer = await propose(future);
  const { agreementId, agreementVersionId } = offer;
  expect(
    (await world.seller.agreements.accept({ agreementVersionId, contentHash: contentHash(future) })).state,
  ).toBe('agreed');
  const forgotten = await propose({ ...milkOnly('Forgotten') });
  const stateOf = async (id: string) =>
    (await world.buyer.agreements.get({ agreementId: id })).versions[0]?.state;
  const began = world.clock.now().getTime();
  const dayMs = 86_400_000;
  expect(await keepAgreementsCurrent(world.buyerContext)).toEqual({});
  world.clock.advanceMs(9 * dayMs);
  expect(await keepAgreementsCurrent(world.buyerContext)).toEqual({ activate: 1 });
  expect(await stateOf(agreementId)).toBe('active');
  world.clock.advanceMs(12 * dayMs);
  expect(await keepAgreementsCurrent(world.buyerContext)).toEqual({ lapse: 1 });
  expect(await stateOf(agreementId)).toBe('expired');
  world.clock.advanceMs(12 * dayMs);
  expect(await keepAgreementsCurrent(world.buyerContext)).toEqual({ expire: 1 });
  expect(await stateOf(forgotten.agreementId)).toBe('expired');
  world.clock.advanceMs(began - world.clock.now().getTime());
});

test('items that come to the catalog later fall under the agreement by themselves, and its start is kept as a baseline', async () => {
  const offer = await propose(milkOnly('Growing'));
  const { agreementId, agreementVersionId } = offer;
  await world.seller.agreements.accept({ agreementVersionId, contentHash: contentHash(milkOnly('Growing')) });
  const countOf = async () =>
    (await world.seller.agreements.list()).rows.find((row) => row.agreementId === agreementId)
      ?.itemLocationCount;
  expect(await countOf()).toBe(6);
  const { buyerContext: context } = world;
  const locationId = world.itemLocations[0]?.locationId;
  await context.db.transaction(async (tx) => {
    const { idsByNumber } = await recordItems(context, tx, [{ itemNumber: 'A-NEW', category: 'Milk' }]);
    const itemId = [...idsByNumber.values()][0];
    if (itemId === undefined || locationId === undefined) throw new Error('no item or place');
    await recordItemLocations(context, tx, [{ itemId, locationId, supplierId: world.supplierId }]);
  });
  await world.app.runPending();
  expect(await countOf()).toBe(7);
  const baselines = await world.sellerContext.db.read<{ code: string }>(
    'select metric_code as code from agreement_baselines where agreement_id = $1 order by 1',
    [agreementId],
  );
  expect(baselines.map(({ code }) => code)).toEqual(['in-stock', 'naive-error', 'sales', 'stock']);
});
