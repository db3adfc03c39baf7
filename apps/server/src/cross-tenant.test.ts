import { createFakeClock, inputsFor, leaksIn, type Owner, readIdPool, sampleValue } from '@coplan/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, type Forbidden, type Target, targets } from './cross-tenant/attack.ts';
import { changedTables, digestTables } from './cross-tenant/table-digests.ts';
import {
  addThreeNetworks,
  openCanary,
  secretCanary,
  type ThreeNetworks,
} from './cross-tenant/three-networks.ts';
import { roles } from './platform/index.ts';
import { restRoutes } from './rest-routes.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
let networks: ThreeNetworks;
let client: pg.Client;
let owner: Owner;
let pool: Awaited<ReturnType<typeof readIdPool>>;

beforeAll(async () => {
  app = await startTestApp({ clock: createFakeClock('2026-11-23T08:00:00Z') });
  networks = await addThreeNetworks(app);
  client = new pg.Client({ connectionString: app.database.ownerUrl });
  await client.connect();
  owner = { asOwner: async (sql, values = []) => (await client.query(sql, values)).rows };
  pool = await readIdPool(owner, victims());
});
afterAll(async () => {
  await client?.end();
  await app?.remove();
});

/** Thousands of attacks, and more with every procedure. */
const longMs = 400_000;

/** Tables in which the networks have no row: a new one must be filled in three-networks.ts, or named here. */
const tablesWithoutVictim: string[] = [];

const victims = (): string[] => {
  const { victim, users } = networks;
  return [victim.buyerId, victim.supplierId, ...Object.values(users)];
};
const strangers = () => [networks.attacker.buyerId, networks.attacker.supplierId];
const attackers = () => [...strangers(), networks.rivalId, networks.carrierId];

/** Those who trade with the victim may see its name, its places and their own relation to it. */
async function readForbidden(): Promise<Forbidden[]> {
  const { victim, rivalId, carrierId } = networks;
  const open = await owner.asOwner<{ id: string }>(
    `select id from locations where org_id = $1 union all select $1::uuid
     union all select id from trading_relations where partner_id = any ($2)`,
    [victim.buyerId, [rivalId, carrierId]],
  );
  const openIds = new Set(open.map(({ id }) => id));
  const own = new Set<string>(attackers());
  const ids = new Set([...pool.all].filter((id) => !own.has(id)));
  const secretIds = new Set([...ids].filter((id) => !openIds.has(id)));
  return [
    ...strangers().map((who) => ({ who, texts: [secretCanary, openCanary], ids })),
    ...[rivalId, carrierId].map((who) => ({ who, texts: [secretCanary], ids: secretIds })),
  ];
}

const digest = () => digestTables(owner, { victims: victims(), attackers: attackers() });

async function attack(target: Target, forbidden: readonly Forbidden[]) {
  const leaks: string[] = [];
  let caseCount = 0;
  for (const one of forbidden) {
    for (const role of roles) {
      for (const input of inputsFor(target, pool)) {
        const answer = await call(app, app.actorOf(one.who, role), target, input);
        caseCount += 1;
        for (const leak of leaksIn(answer, input, one)) leaks.push(`${target.path} as ${role} told ${leak}`);
      }
    }
  }
  return { leaks, caseCount };
}

test(
  'no procedure tells or changes anything of another organisation, whatever the role and whoever asks',
  async () => {
    const forbidden = await readForbidden();
    const leaks: string[] = [];
    const changes: string[] = [];
    let caseCount = 0;
    let before = await digest();
    for (const target of targets()) {
      const attacked = await attack(target, forbidden);
      leaks.push(...attacked.leaks);
      caseCount += attacked.caseCount;
      if (target.type === 'mutation') {
        const after = await digest();
        changes.push(...changedTables(before, after).map((table) => `${target.path} changed ${table}`));
        before = after;
      }
    }
    expect(changedTables(before, await digest())).toEqual([]);
    expect(changes).toEqual([]);
    expect(leaks).toEqual([]);
    console.info(
      `${caseCount} calls of ${targets().length} procedures: ${leaks.length} leaks, ${changes.length} changes`,
    );
    expect(caseCount).toBeGreaterThanOrEqual(targets().length * roles.length * attackers().length);
  },
  longMs,
);

test('every attack gets past the check of its input, so that it reaches the work behind', () => {
  const unfilled = targets().filter(
    (target) => !inputsFor(target, pool).every((input) => target.inputs[0]?.safeParse(input).success ?? true),
  );
  expect(unfilled.map(({ path }) => path)).toEqual([]);
});

test('the victim itself sees its canary in most queries, so that the attacks look in the right place', async () => {
  const seen: string[] = [];
  for (const target of targets().filter(({ type }) => type === 'query')) {
    for (const organisationId of [networks.victim.buyerId, networks.victim.supplierId]) {
      const actor = app.actorOf(organisationId, ...roles);
      for (const input of inputsFor(target, pool)) {
        const answer = await call(app, actor, target, input);
        if (answer.text.includes(secretCanary)) seen.push(target.path);
      }
    }
  }
  expect(new Set(seen).size).toBeGreaterThanOrEqual(8);
});

test('no REST route tells or changes anything of another organisation', async () => {
  const forbidden = await readForbidden();
  const before = await digest();
  const leaks: string[] = [];
  for (const one of forbidden) {
    for (const role of roles) {
      const { key } = await app.accounts.createApiKey({ organisationId: one.who, name: role, roles: [role] });
      for (const { method, path, request } of restRoutes) {
        const params =
          request.params === undefined
            ? {}
            : sampleValue(request.params, 'params', { pool, isMinimal: false });
        const address = Object.entries(params as object).reduce(
          (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
          path,
        );
        const body =
          request.body === 'stream'
            ? `item,location,date,quantity\n${secretCanary}-ITEM-0,${openCanary}-DC,2026-11-16,1\n`
            : JSON.stringify(request.body && sampleValue(request.body, 'body', { pool, isMinimal: false }));
        const response = await app.hono.request(`/api/v1${address}`, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          ...(method === 'get' ? {} : { body }),
        });
        const answer = { isRefused: !response.ok, text: await response.text() };
        const echo = [params, body];
        const texts = one.texts.filter((canary) => !JSON.stringify(echo).includes(canary));
        leaks.push(...leaksIn(answer, echo, { ...one, texts }));
      }
    }
  }
  expect(leaks).toEqual([]);
  expect(changedTables(before, await digest())).toEqual([]);
});

type Table = { name: string; columns: string[]; isForced: boolean; isReadable: boolean; isView: boolean };

const readTables = (): Promise<Table[]> =>
  owner.asOwner<Table>(`
    select n.nspname || '.' || c.relname as name, c.relkind in ('v', 'm') as "isView",
      c.relrowsecurity and c.relforcerowsecurity as "isForced",
      has_any_column_privilege('coplan_app', c.oid, 'select') as "isReadable",
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('public', 'platform', 'auth', 'graphile_worker')
    group by 1, 2, 3, 4 order by 1`);

test('every table that the application may read is under forced row-level security', async () => {
  // What views may show is looked at in row-security.test.ts.
  const readable = (await readTables()).filter(({ isReadable, isView }) => isReadable && !isView);
  expect(readable.length).toBeGreaterThan(20);
  expect(readable.filter(({ isForced }) => !isForced).map(({ name }) => name)).toEqual([]);
});

async function asApplication<Row>(
  organisationId: string | null,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const application = new pg.Client({ connectionString: app.database.urlFor('coplan_app') });
  await application.connect();
  try {
    await application.query('begin');
    if (organisationId !== null)
      await application.query(`select set_config('app.org', $1, true)`, [organisationId]);
    return (await application.query(sql, values)).rows;
  } finally {
    await application.end();
  }
}

test(
  'with the application’s filters taken away the database still shows and changes nothing of others',
  async () => {
    const mentions = victims().map((id) => `%${id}%`);
    const [stranger] = strangers();
    const found: string[] = [];
    const untried: string[] = [];
    for (const { name, columns, isReadable, isView } of await readTables()) {
      if (!isReadable) continue;
      const [held] = isView
        ? []
        : await owner.asOwner<{ isEmpty: boolean }>(
            `select not exists (select 1 from ${name} t where t::text like any ($1)) as "isEmpty"`,
            [mentions],
          );
      if (held?.isEmpty) untried.push(name);
      // Without an organisation a statement fails as soon as there is a row to judge.
      const unbound = asApplication(null, `select 1 from ${name}`).catch((error: Error) => error.message);
      expect(JSON.stringify(await unbound), name).toMatch(/^\[\]$|app\.org|uuid/);
      const column = columns[0] ?? '';
      const attempts = [
        `select 1 from ${name} t where t::text like any ($1)`,
        `update ${name} t set "${column}" = "${column}" where t::text like any ($1) returning 1`,
        `delete from ${name} t where t::text like any ($1) returning 1`,
      ];
      for (const sql of attempts) {
        const rows = await asApplication(stranger ?? '', sql, [mentions]).catch((error: Error) => {
          expect(error.message, sql).toMatch(
            /permission denied|row-level security|never changed|cannot (update|delete from) view/,
          );
          return [];
        });
        if (rows.length > 0) found.push(sql);
      }
    }
    expect(found).toEqual([]);
    expect(untried).toEqual(tablesWithoutVictim);
  },
  longMs,
);

test('a context whose own checks name one organisation while the database is bound to another tells nothing', async () => {
  const { victim, attacker } = networks;
  const forbidden = (await readForbidden()).filter(({ who }) => who === attacker.buyerId);
  const leaks: string[] = [];
  for (const target of targets().filter(({ type }) => type === 'query')) {
    for (const input of inputsFor(target, pool)) {
      const asked = app.actorOf(victim.buyerId, ...roles);
      const answer = await call(
        { ...app, createCaller: (actor) => app.createCallerOnDatabaseOf(actor, attacker.buyerId) },
        asked,
        target,
        input,
      );
      for (const one of forbidden)
        leaks.push(...leaksIn(answer, [input, victim.buyerId], one).map((leak) => `${target.path}: ${leak}`));
    }
  }
  // Sign-in's own tables are outside row-level security: what users.list shows follows the session alone.
  expect(leaks.filter((leak) => !leak.startsWith('users.'))).toEqual([]);
});

test('the attack itself finds a table that was opened by mistake', async () => {
  const forbidden = (await readForbidden()).filter(({ who }) => strangers().includes(who as never));
  const target = targets().find(({ path }) => path === 'partners.locations.list');
  expect(target).toBeDefined();
  await owner.asOwner('create policy opened_by_mistake on locations for select to coplan_app using (true)');
  await owner.asOwner(
    'create policy opened_by_mistake on organisations for select to coplan_app using (true)',
  );
  const { leaks } = await attack(target as Target, forbidden);
  await owner.asOwner('drop policy opened_by_mistake on locations');
  await owner.asOwner('drop policy opened_by_mistake on organisations');
  expect(leaks.length).toBeGreaterThan(0);
});
