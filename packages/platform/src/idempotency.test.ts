import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenantPool, type TenantPool } from './database/tenant-pool.ts';
import { canonicalJson, idempotencyTableSql, once } from './idempotency.ts';
import { createLog } from './log.ts';

const org = '019a0000-0000-7000-8000-00000000000a';
const migrations = [
  {
    name: 'test-0001-answers',
    sql: `${idempotencyTableSql('answers')} create table effects (id int);
      grant select, insert on answers, effects to coplan_app;`,
  },
];

let database: TestDatabase;
let pool: TenantPool;
beforeAll(async () => {
  database = await createTestDatabase({ migrations, roles: ['coplan_app'] });
  const connectionString = database.urlFor('coplan_app');
  const log = createLog({ name: 'test', level: 'silent' });
  pool = await createTenantPool({ connectionString, applicationName: 'test', max: 20, log });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const place = (key: string, body: unknown) =>
  pool.transaction(org, (client) =>
    once(client, { table: 'answers', scope: org, key, body }, async () => {
      await client.query('insert into effects values (1)');
      await client.query('select pg_sleep(0.05)');
      return { placed: true };
    }),
  );
const effectCount = async (): Promise<number> =>
  (await database.asOwner<{ count: string }>('select count(*)::text from effects')).map(({ count }) =>
    Number(count),
  )[0] ?? -1;

test('the second time gives the first answer and changes nothing', async () => {
  expect(await place('a', { x: 1, y: 2 })).toEqual({ answer: { placed: true }, isReplay: false });
  expect(await place('a', { y: 2, x: 1 })).toEqual({ answer: { placed: true }, isReplay: true });
  expect(await effectCount()).toBe(1);
});

test('the same key with another body is a conflict', async () => {
  await expect(place('a', { x: 2 })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'idempotency.body-differs',
  });
});

test('of many copies at once exactly one has an effect', async () => {
  const before = await effectCount();
  const results = await Promise.allSettled(Array.from({ length: 16 }, () => place('b', { x: 1 })));
  const refused = results.filter((one) => one.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'idempotency.in-flight' });
  expect(results.length - refused.length).toBeGreaterThanOrEqual(1);
  expect(await effectCount()).toBe(before + 1);
});

test('work that fails may be tried again with the same key', async () => {
  const failing = pool.transaction(org, (client) =>
    once(client, { table: 'answers', scope: org, key: 'c', body: 1 }, () =>
      Promise.reject(new Error('no stock')),
    ),
  );
  await expect(failing).rejects.toThrow('no stock');
  expect((await place('c', 1)).isReplay).toBe(false);
});

test('the order of names never matters to the comparison of bodies', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const shuffled = (value: unknown): unknown =>
        Array.isArray(value)
          ? value.map(shuffled)
          : value !== null && typeof value === 'object'
            ? Object.fromEntries(
                Object.entries(value)
                  .reverse()
                  .map(([name, one]) => [name, shuffled(one)]),
              )
            : value;
      expect(canonicalJson(shuffled(JSON.parse(text)))).toBe(canonicalJson(JSON.parse(text)));
      expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text));
    }),
  );
});
