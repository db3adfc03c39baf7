import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from './collaboration-world.ts';
import { everySharingRule } from './collaboration-world-content.ts';
import { canaries, foundIn, releaseCanaries } from './sharing-canaries.ts';

let world: CollaborationWorld;

beforeAll(async () => {
  const granularity = { place: 'all-locations', item: 'category', bucketDays: 7 } as const;
  world = await openCollaborationWorld({
    itemCount: 3,
    content: { sharing: everySharingRule.map((rule) => ({ ...rule, granularity })) },
  });
  await releaseCanaries(world);
});
afterAll(() => world?.app.remove());

/** Where a canary stands, over everything that the application's role may read as the supplier. */
async function relationsWith(sought: (typeof canaries)[number]): Promise<string[]> {
  const relations = await world.app.database.asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and relkind in ('r', 'p', 'v') and has_any_column_privilege('coplan_app', oid, 'select') order by 1`,
  );
  const client = new pg.Client({ connectionString: world.app.database.urlFor('coplan_app') });
  await client.connect();
  const found: string[] = [];
  try {
    await client.query('begin');
    await client.query(`select set_config('app.org', $1, true)`, [world.supplierId]);
    for (const { name } of relations) {
      const { rows } = await client.query<{ text: string | null }>(
        `select string_agg(to_jsonb(t)::text, ' ') as text from ${name} t`,
      );
      if (foundIn(rows[0]?.text ?? '', sought)) found.push(name);
    }
  } finally {
    await client.end();
  }
  return found;
}

const of = (measure: string) => canaries.filter((one) => one.owner === 'buyer' && one.measure === measure);

test('where only sums are shared, the single number stands nowhere that the partner may read', async () => {
  for (const sought of [...of('pos'), ...of('on-hand')]) expect(await relationsWith(sought)).toEqual([]);
  const { rows } = await world.seller.sharing.data({ ownerId: world.buyerId, measure: 'pos' });
  expect(rows.map(({ category, itemNumber, locationCode }) => [category, itemNumber, locationCode])).toEqual([
    ['Cheese', null, null],
    ['Milk', null, null],
  ]);
  const [own] = await world.buyerContext.db.read<{ sum: number }>(
    `select sum(sold_milli[100])::float8 as sum from sales_series join item_locations planned
       on planned.id = item_location_id join items on items.id = planned.item_id
     where items.category = 'Milk' and planned.supplier_id = $1`,
    [world.supplierId],
  );
  expect(rows[1]?.amounts[99]).toBe(own?.sum);
});

test('a published plan is read as sums of its numbers, never as the plan', async () => {
  for (const sought of of('forecast')) {
    const found = await relationsWith(sought);
    expect(found.filter((name) => !name.startsWith('shared_'))).toEqual([]);
  }
  const plans = await world.seller.plans.list({ agreementId: world.agreementId });
  expect(plans.rows.filter(({ partyId }) => partyId === world.buyerId)).toEqual([]);
});
