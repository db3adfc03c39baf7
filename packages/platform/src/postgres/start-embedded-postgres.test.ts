import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@coplan/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { clusterPlace } from './places.ts';
import { commandLine, isAlive } from './processes.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

const log = createLog({ name: 'test', level: 'silent' });
let folder: string;
const supervisors: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coplan-embedded-'));
  chmodSync(folder, 0o755);
});
afterAll(() => {
  for (const supervisor of supervisors) supervisor.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** A supervisor in a process of its own; prints the address, then waits to be killed. */
function startSupervisor(dataFolder: string): { child: ChildProcess; ownerUrl: Promise<string> } {
  const module = new URL('./start-embedded-postgres.ts', import.meta.url).href;
  const logModule = new URL('../log.ts', import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import('${module}');
    const { createLog } = await import('${logModule}');
    const started = await startEmbeddedPostgres({
      dataFolder: ${JSON.stringify(dataFolder)}, isDurable: true, log: createLog({ name: 'x', level: 'silent' }) });
    console.log(started.ownerUrl);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  supervisors.push(child);
  const ownerUrl = new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', () => reject(new Error('the supervisor ended early')));
  });
  return { child, ownerUrl };
}

const serverPid = (dataFolder: string): number =>
  Number(readFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

test('what was written survives a stop, and the same password holds', async () => {
  const dataFolder = join(folder, 'kept');
  const first = await startEmbeddedPostgres({ dataFolder, log });
  await ask(first.ownerUrl, 'create table kept (id int); insert into kept values (7)');
  await first.stop();
  await first.exited;
  const second = await startEmbeddedPostgres({ dataFolder, log });
  expect(await ask(second.ownerUrl, 'select id from kept')).toEqual([{ id: 7 }]);
  const facts = await ask<{ encoding: string; sync: string; provider: string; locale: string }>(
    second.ownerUrl,
    `select pg_encoding_to_char(encoding) as encoding, current_setting('synchronous_commit') as sync,
       datlocprovider::text as provider, datlocale as locale from pg_database where datname = 'postgres'`,
  );
  expect(facts).toEqual([{ encoding: 'UTF8', sync: 'on', provider: 'b', locale: 'C.UTF-8' }]);
  await second.stop();
});

test('without the right password nobody gets in', async () => {
  const running = await startEmbeddedPostgres({ dataFolder: join(folder, 'kept'), log });
  const wrong = new URL(running.ownerUrl);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  await running.stop();
});

test('when its supervisor is killed the database ends by itself, and what was committed is there afterwards', async () => {
  const dataFolder = join(folder, 'killed');
  const { child, ownerUrl } = startSupervisor(dataFolder);
  await ask(await ownerUrl, 'create table kept (id int); insert into kept values (1)');
  const pid = serverPid(dataFolder);
  child.kill('SIGKILL');
  await until('the database server is gone', () => !isAlive(pid) || commandLine(pid) === '');
  const next = await startEmbeddedPostgres({ dataFolder, log });
  expect(await ask(next.ownerUrl, 'select id from kept')).toEqual([{ id: 1 }]);
  await next.stop();
});

test('a server that was left behind is ended before the next one starts', async () => {
  const dataFolder = join(folder, 'killed');
  const { child, ownerUrl } = startSupervisor(dataFolder);
  await ownerUrl;
  const pid = serverPid(dataFolder);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const next = await startEmbeddedPostgres({ dataFolder, log });
  expect(serverPid(dataFolder)).not.toBe(pid);
  expect(await ask(next.ownerUrl, 'select id from kept')).toEqual([{ id: 1 }]);
  await next.stop();
});

test('a killed database server comes back with all that was committed', async () => {
  const dataFolder = join(folder, 'killed');
  const running = await startEmbeddedPostgres({ dataFolder, log });
  await ask(running.ownerUrl, 'insert into kept values (2)');
  process.kill(serverPid(dataFolder), 'SIGKILL');
  await running.exited;
  const next = await startEmbeddedPostgres({ dataFolder, log });
  expect(await ask(next.ownerUrl, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  await next.stop();
});

test('a second Coplan on the same data folder is refused while the first one runs', async () => {
  const dataFolder = join(folder, 'killed');
  const { child, ownerUrl } = startSupervisor(dataFolder);
  const url = await ownerUrl;
  await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(/Another Coplan \(process \d+\)/);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const pid = serverPid(dataFolder);
  child.kill('SIGKILL');
  await until('the database server is gone', () => !isAlive(pid) || commandLine(pid) === '');
});

test('a pid file that names another program is no hindrance', async () => {
  const dataFolder = join(folder, 'kept');
  writeFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), `${process.pid}\n${dataFolder}/cluster\n`);
  const running = await startEmbeddedPostgres({ dataFolder, log });
  expect(await ask(running.ownerUrl, 'select id from kept')).toEqual([{ id: 7 }]);
  await running.stop();
});

test('a data folder of a newer version, or of another PostgreSQL, is refused in one sentence', async () => {
  const dataFolder = join(folder, 'kept');
  const versionFile = join(dataFolder, 'version.json');
  writeFileSync(versionFile, JSON.stringify({ dataFolderVersion: 99 }));
  await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
    'written by a newer version of Coplan',
  );
  rmSync(versionFile);
  const majorFile = join(dataFolder, 'cluster', 'PG_VERSION');
  const major = readFileSync(majorFile, 'utf8');
  writeFileSync(majorFile, '99\n');
  await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow('belong to PostgreSQL 99');
  writeFileSync(majorFile, major);
});

test('a port that is taken ends the start with one sentence, not with silence', async () => {
  const dataFolder = join(folder, 'kept');
  const { createServer } = await import('node:net');
  const taken = createServer((socket) => socket.resume());
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
  });
  await expect(startEmbeddedPostgres({ dataFolder, log, port })).rejects.toThrow(
    /Port \d+, meant for the database, is already in use/,
  );
  await new Promise((resolve) => taken.close(resolve));
});

test.skipIf(process.getuid?.() !== 0)(
  'as root a data folder that was made for its owner only lets the database in and shows it nothing else',
  async () => {
    const dataFolder = join(folder, 'strict');
    mkdirSync(dataFolder, { mode: 0o700 });
    const running = await startEmbeddedPostgres({ dataFolder, log });
    const places = await ask<{ data_directory: string }>(running.ownerUrl, 'show data_directory');
    await running.stop();
    expect(places).toEqual([{ data_directory: join(dataFolder, 'cluster') }]);
    expect(statSync(dataFolder).mode & 0o777).toBe(0o710);
  },
);

test.skipIf(process.getuid?.() !== 0)(
  'as root in a folder that nobody else may enter, the database lies elsewhere and a note says where',
  async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(closed, 0o700);
    const dataFolder = join(closed, 'data');
    const running = await startEmbeddedPostgres({ dataFolder, log });
    await ask(running.ownerUrl, 'create table kept (id int)');
    const { data_directory: place } =
      (await ask<{ data_directory: string }>(running.ownerUrl, 'show data_directory'))[0] ?? {};
    await running.stop();
    expect(place?.startsWith(closed)).toBe(false);
    expect(readFileSync(join(dataFolder, 'WHERE-THE-DATABASE-IS.txt'), 'utf8')).toContain(place);
    expect(existsSync(join(place ?? '', 'PG_VERSION'))).toBe(true);
    expect(clusterPlace(dataFolder, { uid: 65_534, gid: 65_534 })).toBe(place);
    rmSync(join(place ?? '', '..'), { recursive: true });
  },
);
