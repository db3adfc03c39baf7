import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createTenantPool, type TenantPool } from './tenant-pool.ts';

const north = '019a0000-0000-7000-8000-00000000000a';
const south = '019a0000-0000-7000-8000-00000000000b';
const log = createLog({ name: 'test', level: 'silent' });

const migrations = [
  {
    name: 'test-0001-notes',
    sql: `
      create table notes (id bigint generated always as identity primary key, org_id uuid not null, body text not null);
      alter table notes enable row level security;
      alter table notes force row level security;
      create policy own on notes using (org_id = (select current_setting('app.org')::uuid))
        with check (org_id = (select current_setting('app.org')::uuid));
      grant select, insert, update, delete on notes to coplan_app;
      insert into notes (org_id, body) select '${north}', 'north ' || n from generate_series(1, 20) n;
      insert into notes (org_id, body) select '${south}', 'south ' || n from generate_series(1, 30) n;`,
  },
];

let database: TestDatabase;
let pool: TenantPool;
beforeAll(async () => {
  database = await createTestDatabase({ migrations, roles: ['coplan_app', 'coplan_system'] });
  pool = await createTenantPool({
    connectionString: database.urlFor('coplan_app'),
    applicationName: 'test',
    max: 4,
    log,
  });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const countOf = async (organisationId: string): Promise<number> =>
  (await pool.read<{ count: number }>(organisationId, 'select count(*) as count from notes'))[0]?.count ?? -1;

test('each organisation reads its own rows only, on the same connections', async () => {
  const counts = await Promise.all(
    Array.from({ length: 40 }, (_, index) => countOf(index % 2 === 0 ? north : south)),
  );
  expect(new Set(counts.filter((_, index) => index % 2 === 0))).toEqual(new Set([20]));
  expect(new Set(counts.filter((_, index) => index % 2 === 1))).toEqual(new Set([30]));
});

test('a query needs an organisation that is a UUID', async () => {
  await expect(pool.read('', 'select 1')).rejects.toThrow('needs the id of the organisation');
  await expect(pool.read("x'; drop table notes; --", 'select 1')).rejects.toThrow();
});

test('reading cannot change anything', async () => {
  await expect(pool.read(north, 'delete from notes')).rejects.toThrow('read-only transaction');
  expect(await countOf(north)).toBe(20);
});

test('two statements in one text are refused', async () => {
  await expect(pool.read(north, 'select 1; select 2')).rejects.toThrow('multiple commands');
  const twice = pool.transaction(north, (client) => client.query('select 1; select 2'));
  await expect(twice).rejects.toThrow('multiple commands');
});

test('a row for another organisation is refused by the database itself', async () => {
  const foreign = pool.write(north, 'insert into notes (org_id, body) values ($1, $2)', [south, 'planted']);
  await expect(foreign).rejects.toThrow('row-level security');
});

test('a transaction that throws leaves nothing behind', async () => {
  const failing = pool.transaction(north, async (client) => {
    await client.query('insert into notes (org_id, body) values ($1, $2)', [north, 'half']);
    throw new Error('changed its mind');
  });
  await expect(failing).rejects.toThrow('changed its mind');
  expect(await countOf(north)).toBe(20);
});

test('a swallowed error inside a transaction is no success', async () => {
  const swallowing = pool.transaction(north, async (client) => {
    await client.query('insert into notes (org_id, body) values ($1, $2)', [north, 'lost']);
    await client.query('select 1 / 0').catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow('swallowed');
  expect(await countOf(north)).toBe(20);
});

test('after a smuggled COMMIT the rest of a transaction sees nothing instead of everything', async () => {
  const smuggling = pool.transaction(north, async (client) => {
    await client.query('commit');
    return client.query('select * from notes');
  });
  await expect(smuggling).rejects.toThrow(/uuid|app\.org/);
  await expect(pool.write(north, 'begin')).resolves.toEqual([]);
  expect(await countOf(south)).toBe(30);
});

test('whole numbers, days and lists of them come back as they are meant', async () => {
  const [row] = await pool.read(
    north,
    `select 9007199254740991::bigint as large, '{1,null,3}'::bigint[] as list, '2026-11-22'::date as day,
       '{2026-11-22,2026-12-24}'::date[] as days, '2026-11-22T08:00:00Z'::timestamptz as instant, '{"a":1}'::jsonb as json`,
  );
  expect(row).toEqual({
    large: 9_007_199_254_740_991,
    list: [1, null, 3],
    day: '2026-11-22',
    days: ['2026-11-22', '2026-12-24'],
    instant: new Date('2026-11-22T08:00:00Z'),
    json: { a: 1 },
  });
  await expect(pool.read(north, 'select 9007199254740993::bigint as n')).rejects.toThrow('whole number');
});

test('a table that was changed under a running app is read in its new form', async () => {
  const columns = async (): Promise<string[]> =>
    Object.keys((await pool.read<object>(north, 'select * from notes limit 1'))[0] ?? {});
  const everyConnection = () => Promise.all(Array.from({ length: 8 }, columns));
  await everyConnection();
  await database.asOwner("alter table notes add column colour text default 'red'");
  for (const names of await everyConnection()) expect(names).toEqual(['id', 'org_id', 'body', 'colour']);
  await database.asOwner('alter table notes drop column colour');
});

test('the owner of the tables is refused as the user of the app', async () => {
  const asOwner = createTenantPool({ connectionString: database.ownerUrl, applicationName: 'test', log });
  await expect(asOwner).rejects.toThrow('may pass row-level security by');
});

test('errors, foreign organisations and killed connections never show a foreign row', async () => {
  const organisations = [north, south];
  let seed = 20_261_122;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const killer = async (): Promise<void> => {
    for (let kill = 0; kill < 12; kill++) {
      await database.asOwner(
        `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
           where usename = 'coplan_app' and datname = current_database() order by random() limit 1) one`,
      );
    }
  };
  let readCount = 0;
  const worker = async (): Promise<void> => {
    for (let turn = 0; turn < 150; turn++) {
      const own = organisations[random() < 0.5 ? 0 : 1] ?? north;
      const choice = random();
      try {
        if (choice < 0.2) await pool.read(own, 'select 1 / 0');
        else if (choice < 0.3) await pool.transaction(own, (client) => client.query('select 1 / 0'));
        else if (choice < 0.6) {
          const rows = await pool.transaction(own, (client) =>
            client.query<{ org_id: string }>('select * from notes'),
          );
          expect(new Set(rows.map(({ org_id }) => org_id))).toEqual(new Set([own]));
          readCount += 1;
        } else {
          const rows = await pool.read<{ org_id: string }>(own, 'select * from notes');
          expect(rows).toHaveLength(own === north ? 20 : 30);
          expect(new Set(rows.map(({ org_id }) => org_id))).toEqual(new Set([own]));
          readCount += 1;
        }
      } catch (error) {
        expect(String(error)).toMatch(/division by zero|terminat|ECONNRESET|not queryable/i);
      }
    }
  };
  await Promise.all([killer(), ...Array.from({ length: 8 }, worker)]);
  expect(readCount).toBeGreaterThan(500);
  expect(await countOf(north)).toBe(20);
});
