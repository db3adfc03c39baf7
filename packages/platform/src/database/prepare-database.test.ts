import { createServer } from 'node:net';
import { testServerUrl } from '@coplan/testkit';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { prepareDatabase, refuseOldVersion } from './prepare-database.ts';
import { urlForDatabase, urlForRole } from './roles.ts';

const database = `prepared_${process.pid}`;
const roles = ['coplan_app', 'coplan_system'];
const first = {
  name: 'a-0001-first',
  sql: 'create table a (id int); create index on a (id); insert into a values (1)',
};
const second = { name: 'b-0001-second', sql: 'create table b (id int)' };

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

afterAll(() => ask(testServerUrl(), `drop database if exists ${database} with (force)`));

test('a new database gets every step once, also when several servers start together', async () => {
  const prepare = () =>
    prepareDatabase({ ownerUrl: testServerUrl(), database, migrations: [first, second], roles });
  const results = await Promise.all([prepare(), prepare(), prepare()]);
  expect(results.flatMap(({ migrated }) => migrated)).toEqual([first.name, second.name]);
  expect((await prepare()).migrated).toEqual([]);
});

test('a step that fails is undone and leaves the steps before it', async () => {
  const half = { name: 'c-0001-half', sql: 'create table c (id int); select 1 / 0' };
  const migrations = [first, second, half];
  const failing = prepareDatabase({ ownerUrl: testServerUrl(), database, migrations, roles });
  await expect(failing).rejects.toThrow('division by zero');
  const url = urlForDatabase(testServerUrl(), database);
  expect(await ask(url, "select to_regclass('c') as found")).toEqual([{ found: null }]);
  expect(await ask(url, 'select name from coplan_migrations order by id')).toEqual([
    { name: first.name },
    { name: second.name },
  ]);
});

test('a database of a newer version is refused in one sentence', async () => {
  const older = prepareDatabase({ ownerUrl: testServerUrl(), database, migrations: [first], roles });
  await expect(older).rejects.toThrow(
    'was written by a newer version of Coplan (it knows the step "b-0001-second")',
  );
});

test('the roles can sign in to this database and make no tables', async () => {
  const url = urlForRole(testServerUrl(), 'coplan_app', database);
  await expect(ask(url, 'create table mine (id int)')).rejects.toThrow('permission denied for schema public');
  expect(
    await ask(url, "select has_database_privilege('public', current_database(), 'connect') as open"),
  ).toEqual([{ open: false }]);
});

test('a database that the address names is made when it is missing, and found when it is there', async () => {
  const missing = `${database}_named`;
  const ownerUrl = urlForDatabase(testServerUrl(), missing);
  const prepare = () => prepareDatabase({ ownerUrl, migrations: [first], roles });
  try {
    expect((await prepare()).migrated).toEqual([first.name]);
    expect((await prepare()).migrated).toEqual([]);
  } finally {
    await ask(testServerUrl(), `drop database if exists ${missing} with (force)`);
  }
});

test('an unreachable server and a wrong password are explained in one sentence', async () => {
  const probe = createServer().listen(0);
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const nobody = prepareDatabase({
    ownerUrl: `postgres://postgres:x@127.0.0.1:${port}/postgres`,
    migrations: [],
    roles: [],
  });
  await expect(nobody).rejects.toThrow(
    /cannot be reached \(ECONNREFUSED\); check its address \(DATABASE_URL/,
  );

  const wrong = new URL(testServerUrl());
  wrong.password = 'wrong';
  const refused = prepareDatabase({ ownerUrl: wrong.href, migrations: [], roles: [] });
  await expect(refused).rejects.toThrow('refuses the user or the password');
});

test('PostgreSQL 14 is refused in one sentence, 15 and later ones are not', () => {
  expect(() => refuseOldVersion({ number: 140_019, version: '14.19' })).toThrow(
    'Coplan needs PostgreSQL 15 or newer, and this server is 14.19',
  );
  refuseOldVersion({ number: 150_000, version: '15.0' });
  refuseOldVersion({ number: 180_001, version: '18.1' });
});
