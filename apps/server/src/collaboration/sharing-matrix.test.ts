import type { Side } from '@coplan/collaboration';
import { type IdPool, inputsFor, readIdPool } from '@coplan/testkit';
import { read, utils } from '@e965/xlsx';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, type Target, targets } from '../cross-tenant/attack.ts';
import { exportPlan } from './answers/export-plan.ts';
import { type CollaborationWorld, openCollaborationWorld } from './collaboration-world.ts';
import { type Canary, canaries, foundIn, releaseCanaries } from './sharing-canaries.ts';

let world: CollaborationWorld;
let pool: IdPool;
let planIds: string[];
let client: pg.Client;
let relations: string[];

beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 3, locationCount: 1 });
  await releaseCanaries(world);
  pool = await readIdPool(world.app.database, [world.buyerId, world.supplierId]);
  const { asOwner } = world.app.database;
  planIds = (await asOwner<{ id: string }>('select id from forecast_plans')).map(({ id }) => id);
  client = new pg.Client({ connectionString: world.app.database.urlFor('coplan_app') });
  await client.connect();
  relations = (
    await asOwner<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm') and n.nspname = 'public'
         and has_any_column_privilege('coplan_app', c.oid, 'select') order by 1`,
    )
  ).map(({ name }) => name);
});
afterAll(async () => {
  await client?.end();
  await world?.app.remove();
});

const readerOf = (owner: Side) =>
  owner === 'buyer'
    ? { actor: world.sellerPlanner, caller: world.seller, partnerId: world.buyerId }
    : { actor: world.buyerPlanner, caller: world.buyer, partnerId: world.supplierId };
const ownerOf = (owner: Side) => (owner === 'buyer' ? world.buyer : world.seller);

type Entries = { _zod: { def: { shape?: Record<string, Entries>; entries?: object; innerType?: Entries } } };

const enumOf = (schema: Entries): unknown[] => {
  const { entries, innerType } = schema._zod.def;
  return entries === undefined ? (innerType === undefined ? [] : enumOf(innerType)) : Object.values(entries);
};

/** Every value of every closed list, every plan by its id, and a search that finds the item. */
function variantsFor(target: Target, partnerId: string): unknown[] {
  const own: Readonly<Record<string, string>> = {
    ownerId: partnerId,
    partnerId,
    agreementId: world.agreementId,
    itemLocationId: world.itemLocations[0]?.itemLocationId ?? '',
    itemId: world.itemLocations[0]?.itemId ?? '',
    locationId: world.itemLocations[0]?.locationId ?? '',
  };
  const inputs = inputsFor(target, { idFor: (field) => own[field] ?? pool.idFor(field) });
  const shape = (target.inputs[0] as unknown as Entries | undefined)?._zod.def.shape ?? {};
  const minimal = inputs.at(-1) as object;
  const choices = Object.entries(shape).flatMap(([field, schema]) => [
    ...enumOf(schema).map((value) => ({ ...minimal, [field]: value })),
    ...(field === 'search' ? [{ ...minimal, search: world.itemLocations[0]?.itemNumber }] : []),
    ...(field === 'planId' ? planIds.map((planId) => ({ ...minimal, planId })) : []),
    ...(field === 'limit' ? [{ ...minimal, limit: 100 }] : []),
  ]);
  return [...inputs, ...choices];
}

/** Which canaries any read of the partner tells: rows, exports, counts by search, subscriptions, and texts of refusals. */
async function seenByProcedures(owner: Side): Promise<Map<Canary, Set<string>>> {
  const { actor, partnerId } = readerOf(owner);
  const seen = new Map<Canary, Set<string>>();
  for (const target of targets().filter(({ type }) => type !== 'mutation')) {
    for (const input of variantsFor(target, partnerId)) {
      const { text } = await call(world.app, actor, target, input);
      for (const one of canaries.filter((known) => known.owner === owner))
        if (foundIn(text, one)) seen.set(one, (seen.get(one) ?? new Set()).add(target.path));
    }
  }
  return seen;
}

/** The same without any of the application's code: every readable table and view, whole, as the partner. */
async function seenByDatabase(owner: Side): Promise<Map<Canary, Set<string>>> {
  const seen = new Map<Canary, Set<string>>();
  for (const relation of relations) {
    await client.query('begin');
    await client.query(`select set_config('app.org', $1, true)`, [readerOf(owner).actor.organisationId]);
    const { rows } = await client.query<{ text: string | null }>(
      `select string_agg(to_jsonb(t)::text, ' ') as text from ${relation} t`,
    );
    await client.query('rollback');
    for (const one of canaries.filter((known) => known.owner === owner))
      if (foundIn(rows[0]?.text ?? '', one)) seen.set(one, (seen.get(one) ?? new Set()).add(relation));
  }
  return seen;
}

const textsOf = (seen: ReadonlyMap<Canary, unknown>): string[] =>
  [...seen.keys()].map(({ text }) => text).sort();
const expected = (owner: Side, closed?: Canary['measure']): string[] =>
  canaries
    .filter((one) => one.owner === owner && one.measure !== closed)
    .map(({ text }) => text)
    .sort();

async function ruleIdOf({ owner, measure }: Pick<Canary, 'owner' | 'measure'>): Promise<string> {
  const { measures } = await ownerOf(owner).sharing.matrix({ agreementId: world.agreementId });
  return measures.find((row) => row.measure === measure)?.mine?.ruleId ?? '';
}

test.each(['buyer', 'seller'] as const)(
  'while every rule is open, the partner reads all of the %s',
  async (owner) => {
    const seen = await seenByProcedures(owner);
    expect(textsOf(seen)).toEqual(expected(owner));
    expect(textsOf(await seenByDatabase(owner))).toEqual(expected(owner));
  },
);

const cases = [...new Map(canaries.map((one) => [`${one.owner} ${one.measure}`, one])).values()];

test.each(cases)(
  'when the $owner closes $measure, no read of the partner tells it, and all else stays',
  async (one) => {
    const ruleId = await ruleIdOf(one);
    const { owner, measure } = one;
    await ownerOf(owner).sharing.close({ ruleId, reason: 'For the test' });
    try {
      expect(textsOf(await seenByProcedures(owner))).toEqual(expected(owner, measure));
      expect(textsOf(await seenByDatabase(owner))).toEqual(expected(owner, measure));
    } finally {
      await ownerOf(owner).sharing.reopen({ ruleId });
    }
  },
);

test('what the owner sees as its partner is what the partner gets, measure by measure', async () => {
  for (const { owner, measure } of cases) {
    const { caller, actor, partnerId } = readerOf(owner);
    const got = await caller.sharing.data({ ownerId: partnerId, measure });
    const viewed = await ownerOf(owner).sharing.viewAs({ partnerId: actor.organisationId, measure });
    expect(viewed, measure).toEqual(got);
    const { measures } = await ownerOf(owner).sharing.visibleTo({ partnerId: actor.organisationId });
    expect(measures.find((row) => row.measure === measure)?.rowsNow, measure).toBe(got.rows.length);
  }
});

test('a third company sees none of it, and an owner who looks through a partner’s eyes sees only its own', async () => {
  for (const relation of relations.filter((name) => name.includes('.shared_'))) {
    await client.query('begin');
    await client.query(`select set_config('app.org', $1, true)`, [world.rivalId]);
    expect((await client.query(`select 1 from ${relation}`)).rowCount, relation).toBe(0);
    await client.query(`select set_config('app.reader', $1, true)`, [world.supplierId]);
    expect((await client.query(`select 1 from ${relation}`)).rowCount, relation).toBe(0);
    await client.query(`select set_config('app.org', $1, true)`, [world.buyerId]);
    const { rows } = await client.query<{ owner: string }>(
      `select distinct owner_id as owner from ${relation}`,
    );
    expect(new Set(rows.map(({ owner }) => owner)).size, relation).toBeLessThanOrEqual(1);
    expect(
      rows.every(({ owner }) => owner === world.buyerId),
      relation,
    ).toBe(true);
    await client.query('rollback');
  }
});

test('a workbook of the partner holds sales and statistics only while their rules are open', async () => {
  const asked = { agreementId: world.agreementId, purpose: 'sales', pastBucketCount: 26 } as const;
  const isIn = async (sought: Canary): Promise<boolean> => {
    const { bytes } = await exportPlan(world.sellerContext, asked);
    const sheets = Object.values(read(bytes).Sheets).map((sheet) =>
      utils.sheet_to_json(sheet, { header: 1 }),
    );
    return foundIn(JSON.stringify(sheets), sought);
  };
  // The published plan is another matter: the seller's own first plan is a copy of it, which nobody takes away again.
  for (const sought of canaries.filter(({ text }) => text === '71111137' || text === '75555537')) {
    expect(await isIn(sought), sought.measure).toBe(true);
    const ruleId = await ruleIdOf(sought);
    await world.buyer.sharing.close({ ruleId, reason: 'For the test' });
    expect(await isIn(sought), sought.measure).toBe(false);
    await world.buyer.sharing.reopen({ ruleId });
  }
});
