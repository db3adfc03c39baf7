import { newId } from '@coplan/platform';
import { createFakeClock } from '@coplan/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addThreeNetworks, type ThreeNetworks } from './cross-tenant/three-networks.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
let networks: ThreeNetworks;

beforeAll(async () => {
  app = await startTestApp({ clock: createFakeClock('2026-11-23T08:00:00Z') });
  networks = await addThreeNetworks(app);
});
afterAll(() => app?.remove());

const asOwner = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.database.asOwner<Row>(sql, values);

/** Runs `sql` as the application in that organisation and takes it back; the refusal as text where there is one. */
async function tryAs(organisationId: string, sql: string, values: unknown[] = []): Promise<string | number> {
  const client = new pg.Client({ connectionString: app.database.urlFor('coplan_app') });
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

const isRefused = (outcome: string | number): boolean =>
  outcome === 0 ||
  /row-level security|permission denied|begins as a draft|only the very content/.test(String(outcome));

type Policy = { table: string; policy: string; command: string; using: string | null; check: string | null };

const readPolicies = () =>
  asOwner<Policy>(`
    select schemaname || '.' || tablename as "table", policyname as policy, cmd as command, qual as using,
      with_check as "check"
    from pg_policies where permissive = 'PERMISSIVE' and roles && array['coplan_app', 'public']::name[]
    order by 1, 2`);

const namesTenant = (expression: string | null): boolean =>
  expression !== null && /current_setting\('app\.org'::text\)/.test(expression);

test('every table of ours that the application touches in any way is under forced row-level security', async () => {
  const open = await asOwner<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
      and (has_any_column_privilege('coplan_app', c.oid, 'select, insert, update, references')
        or has_table_privilege('coplan_app', c.oid, 'delete, truncate, trigger'))
      and not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(open).toEqual([]);
  const outside = await asOwner<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public' and not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(outside.map(({ name }) => name)).toEqual(['coplan_migrations']);
});

test('every policy asks for the organisation, before and after a change', async () => {
  const policies = await readPolicies();
  expect(policies.length).toBeGreaterThan(40);
  const loose = policies.filter(({ command, using, check }) => {
    const readsRows = command !== 'INSERT';
    const writesRows = ['INSERT', 'UPDATE', 'ALL'].includes(command);
    return (readsRows && !namesTenant(using)) || (writesRows && !namesTenant(check));
  });
  expect(loose).toEqual([]);
});

test('nobody empties, references or hangs triggers on a table as the application', async () => {
  const powers = await asOwner<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('public', 'platform', 'auth')
      and has_table_privilege('coplan_app', c.oid, 'truncate, references, trigger')`);
  expect(powers).toEqual([]);
});

test('roles of the apps inherit nothing, and none may pass row-level security by', async () => {
  const roles = await asOwner<{ rolname: string }>(`
    select rolname from pg_roles where rolname like 'coplan%' and (rolsuper or rolbypassrls or rolcreaterole
      or rolcreatedb or rolreplication or exists (select 1 from pg_auth_members where member = pg_roles.oid))`);
  expect(roles).toEqual([]);
});

test('views see what the asking organisation sees, and powerful functions cannot be misled or called by all', async () => {
  const views = await asOwner<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname in ('public', 'platform', 'auth')
      and not coalesce(c.reloptions @> array['security_invoker=true'], false)
      and not (pg_get_userbyid(c.relowner) = 'coplan_sharing'
        and coalesce(c.reloptions @> array['security_barrier=true'], false)) order by 1`);
  // Names and addresses of one's own people: the view itself asks for the organisation.
  expect(views.map(({ name }) => name)).toEqual(['platform.members']);
  const [members] = await asOwner<{ text: string }>(
    `select pg_get_viewdef('platform.members'::regclass) as text`,
  );
  expect(namesTenant(members?.text ?? null)).toBe(true);
  const functions = await asOwner<{ name: string; isPinned: boolean; isCallable: boolean }>(`
    select p.oid::regproc::text as name,
      exists (select 1 from unnest(p.proconfig) setting where setting like 'search_path=%') as "isPinned",
      p.prorettype <> 'trigger'::regtype and has_function_privilege('coplan_app', p.oid, 'execute') as "isCallable"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in ('public', 'platform', 'auth') order by 1`);
  expect(functions.filter(({ isPinned }) => !isPinned)).toEqual([]);
  expect(functions.filter(({ isCallable }) => isCallable).map(({ name }) => name)).toEqual([
    'platform.enqueue_job',
    'platform.recount_tables',
  ]);
});

test('keys between business tables carry the organisation, so that none tells of another’s rows', async () => {
  const keys = await asOwner<{ key: string }>(`
    select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) as key from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace
      and confrelid <> 'public.organisations'::regclass
      and not exists (select 1 from pg_attribute a where a.attrelid = confrelid and a.attnum = any (confkey)
        and a.attname in ('org_id', 'buyer_id'))`);
  expect(keys).toEqual([]);
  const unique = await asOwner<{ name: string }>(`
    select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relnamespace = 'public'::regnamespace and c.relname <> 'coplan_migrations'
      and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey)
        and (a.attname in ('org_id', 'buyer_id', 'owner_id') or a.atttypid = 'uuid'::regtype)) order by 1`);
  // A GLN names one party in the world; whoever claims another's is told that it is taken.
  expect(unique.map(({ name }) => name)).toEqual(['organisations_gln_key']);
});

type Writable = { table: string; owner: string; mayInsert: boolean; mayUpdate: boolean };

/** Tables that the application writes, with the column that says whose row it is. */
const readWritable = () =>
  asOwner<Writable>(`
    select c.oid::regclass::text as "table", a.attname as owner,
      has_any_column_privilege('coplan_app', c.oid, 'insert') as "mayInsert",
      has_any_column_privilege('coplan_app', c.oid, 'update') as "mayUpdate"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and n.nspname in ('public', 'platform') and c.relname <> 'organisations'
      and a.attname = (select own.attname from pg_attribute own where own.attrelid = c.oid
        and own.attname in ('org_id', 'owner_id', 'buyer_id')
        order by array_position(array['org_id', 'owner_id', 'buyer_id']::name[], own.attname) limit 1)
      and has_any_column_privilege('coplan_app', c.oid, 'insert, update') order by 1`);

const rowOf = async (table: string, owner: string, organisationId: string): Promise<unknown> =>
  (
    await asOwner<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t where ${owner} = $1 limit 1`, [
      organisationId,
    ])
  )[0]?.row;

/** The very row again, column by column, as far as a statement may name them. */
async function copyInto(table: string): Promise<string> {
  const [columns] = await asOwner<{ list: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return `insert into ${table} (${columns?.list}) overriding system value
    select ${columns?.list} from jsonb_populate_record(null::${table}, $1::jsonb)`;
}

test('no row can be written into another organisation, whatever the statement', async () => {
  const { attacker, victim, rivalId } = networks;
  const written: string[] = [];
  const tables = await readWritable();
  expect(tables.length).toBeGreaterThan(25);
  for (const { table, owner, mayInsert, mayUpdate } of tables) {
    const row = await rowOf(table, owner, victim.buyerId);
    if (mayInsert && row !== undefined) {
      const sql = await copyInto(table);
      for (const who of [attacker.buyerId, attacker.supplierId, rivalId]) {
        const outcome = await tryAs(who, sql, [JSON.stringify(row)]);
        if (!isRefused(outcome)) written.push(`insert into ${table}: ${outcome}`);
      }
    }
    if (mayUpdate) {
      const outcome = await tryAs(attacker.buyerId, `update ${table} set ${owner} = $1`, [victim.buyerId]);
      if (!isRefused(outcome)) written.push(`update ${table}: ${outcome}`);
    }
  }
  expect(written).toEqual([]);
});

test('the role behind the shared views signs in nowhere, owns nothing else, and sees nothing without a rule', async () => {
  const roles = await asOwner<{ canLogin: boolean }>(
    `select rolcanlogin as "canLogin" from pg_roles where rolname = 'coplan_sharing'`,
  );
  expect(roles).toEqual([{ canLogin: false }]);
  const owned = await asOwner<{ name: string; kind: string }>(
    `select relname as name, relkind::text as kind from pg_class where pg_get_userbyid(relowner) = 'coplan_sharing'`,
  );
  expect(owned.filter(({ name, kind }) => kind !== 'v' || !name.startsWith('shared_'))).toEqual([]);
  const loose = await asOwner<{ name: string }>(`
    select tablename || ': ' || policyname as name from pg_policies
    where 'coplan_sharing' = any (roles) and qual !~ 'sharing_rules|app\\.org|agreement_item_locations|forecast_plans'`);
  expect(loose).toEqual([]);
  const powers = await asOwner<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('public', 'platform', 'auth')
      and has_any_column_privilege('coplan_sharing', c.oid, 'insert, update, references')`);
  expect(powers).toEqual([]);
});

test('a third company hangs no row of its own on an agreement of two others', async () => {
  const { victim, rivalId } = networks;
  const tables = await asOwner<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public' and has_any_column_privilege('coplan_app', c.oid, 'insert')
      and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('buyer_id', 'supplier_id')) = 2
      -- What a party says of itself, which nobody else reads without a rule.
      and c.relname <> 'measure_series' order by 1`);
  expect(tables.length).toBeGreaterThan(10);
  const hung: string[] = [];
  for (const { name } of tables) {
    const row = (await rowOf(name, 'buyer_id', victim.buyerId)) as Record<string, unknown> | undefined;
    if (row === undefined) continue;
    const text = JSON.stringify('id' in row ? { ...row, id: newId() } : row);
    const copy = text.replaceAll(victim.supplierId, rivalId);
    const outcome = await tryAs(rivalId, await copyInto(name), [copy]);
    if (!isRefused(outcome) && !/foreign key|unique constraint/.test(String(outcome)))
      hung.push(`${name}: ${outcome}`);
  }
  expect(hung).toEqual([]);
});

test('these checks find a table without protection and a policy that lets rows be written into others', async () => {
  await asOwner(
    'create table forgotten (org_id uuid not null); grant select, insert on forgotten to coplan_app',
  );
  await asOwner('create policy opened on items for insert to coplan_app with check (true)');
  try {
    const [found] = await asOwner<{ count: number }>(`
      select count(*)::int as count from pg_class where relname = 'forgotten' and not relforcerowsecurity`);
    expect(found?.count).toBe(1);
    expect((await readPolicies()).filter(({ check }) => check === 'true')).toHaveLength(1);
    const row = await rowOf('items', 'org_id', networks.victim.buyerId);
    const copy = { ...(row as object), id: newId(), item_number: 'smuggled', gtin14: null };
    const sql = await copyInto('items');
    expect(await tryAs(networks.attacker.buyerId, sql, [JSON.stringify(copy)])).toBe(1);
  } finally {
    await asOwner('drop policy opened on items');
    await asOwner('drop table forgotten');
  }
});
