import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import { defineEntity, p } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createTenantOrm, type TenantOrm } from './tenant-orm.ts';
import { createTenantPool, type TenantPool } from './tenant-pool.ts';

const north = '019a0000-0000-7000-8000-00000000000a';
const south = '019a0000-0000-7000-8000-00000000000b';

const Note = defineEntity({
  name: 'Note',
  tableName: 'notes',
  properties: {
    id: p.uuid().primary(),
    orgId: p.uuid().fieldName('org_id'),
    body: p.string(),
    dueOn: p.date().fieldName('due_on'),
    amountMilli: p.bigint('number').fieldName('amount_milli'),
    version: p.integer().version(),
  },
});

const migrations = [
  {
    name: 'test-0001-notes',
    sql: `
      create table notes (id uuid primary key, org_id uuid not null, body text not null, due_on date not null,
        amount_milli bigint not null, version int not null default 1);
      alter table notes enable row level security;
      alter table notes force row level security;
      create policy own on notes using (org_id = (select current_setting('app.org')::uuid));
      grant select, insert, update, delete on notes to coplan_app;`,
  },
];

let database: TestDatabase;
let pool: TenantPool;
let orm: TenantOrm;
beforeAll(async () => {
  database = await createTestDatabase({ migrations, roles: ['coplan_app'] });
  const connectionString = database.urlFor('coplan_app');
  const log = createLog({ name: 'test', level: 'silent' });
  pool = await createTenantPool({ connectionString, applicationName: 'test', max: 3, log });
  orm = await createTenantOrm({ pool, entities: [Note] });
});
afterAll(async () => {
  await orm.close();
  await pool.end();
  await database.drop();
});

const noteId = '019a0000-0000-7000-8000-000000000001';

test('entities and SQL share one transaction and one organisation', async () => {
  const counted = await orm.withTenantTransaction(north, async ({ em, client }) => {
    em.create(Note, {
      id: noteId,
      orgId: north,
      body: 'first',
      dueOn: '2026-11-22',
      amountMilli: 12_500,
      version: 1,
    });
    await em.flush();
    return client.query<{ body: string; amount_milli: number }>('select body, amount_milli from notes');
  });
  expect(counted).toEqual([{ body: 'first', amount_milli: 12_500 }]);

  const seen = await orm.withTenantTransaction(south, ({ em }) => em.find(Note, {}));
  expect(seen).toEqual([]);
});

test('an entity that was changed is written at the end, with its version raised', async () => {
  await orm.withTenantTransaction(north, async ({ em }) => {
    const note = await em.findOneOrFail(Note, { id: noteId });
    expect(note.dueOn).toBe('2026-11-22');
    expect(note.amountMilli).toBe(12_500);
    note.body = 'second';
  });
  const rows = await database.asOwner('select body, version from notes');
  expect(rows).toEqual([{ body: 'second', version: 2 }]);
});

test('an entity of another organisation is refused by the database itself', async () => {
  const planting = orm.withTenantTransaction(north, async ({ em }) => {
    em.create(Note, {
      id: '019a0000-0000-7000-8000-000000000002',
      orgId: south,
      body: 'planted',
      dueOn: '2026-11-22',
      amountMilli: 1,
      version: 1,
    });
  });
  await expect(planting).rejects.toThrow('row-level security');
});

test('work that throws leaves no entity behind, and a nested transaction undoes only itself', async () => {
  await orm.withTenantTransaction(north, async ({ em }) => {
    const failing = em.transactional(async (inner) => {
      const note = await inner.findOneOrFail(Note, { id: noteId });
      note.body = 'third';
      await inner.flush();
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
  });
  expect(await database.asOwner('select body from notes')).toEqual([{ body: 'second' }]);
});

test('many organisations at once never meet', async () => {
  const bodies = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      orm.withTenantTransaction(index % 2 === 0 ? north : south, async ({ em, client }) => {
        const byMapper = await em.find(Note, {});
        const bySql = await client.query('select 1 from notes');
        return byMapper.length + bySql.length;
      }),
    ),
  );
  expect(bodies.filter((_, index) => index % 2 === 0).every((count) => count === 2)).toBe(true);
  expect(bodies.filter((_, index) => index % 2 === 1).every((count) => count === 0)).toBe(true);
  expect(pool.counts().idle).toBe(pool.counts().total);
});
