import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLog, type EmbeddedPostgres, startEmbeddedPostgres } from '@coplan/platform';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPortal } from '../scripts/start/portal.ts';
import { freePort } from './harness/free-port.ts';
import { endAllStarted, npmStart, processesOf, root, type Started, systemNode } from './harness/npm-start.ts';
import { waitFor } from './harness/wait.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coplan-start-'));
  chmodSync(folder, 0o755);
  await buildPortal(root);
});
afterAll(async () => {
  endAllStarted();
  await waitFor('the end of all processes', () => processesOf(folder).length === 0);
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

const waitForNothingLeft = (dataFolder: string): Promise<boolean> =>
  waitFor('the end of all processes', () => processesOf(dataFolder).length === 0, 10_000);

/** It ends with one sentence on standard error, no stack, and a code that says so. */
async function expectRefusal(start: Started, sentence: RegExp): Promise<void> {
  expect(await start.ended).toBe(1);
  expect(start.errors()).toMatch(sentence);
  expect(start.errors().trim().split('\n')).toHaveLength(1);
  expect(start.output()).not.toContain('Ctrl-C ends it');
}

async function stop(start: Started): Promise<void> {
  start.child.kill('SIGTERM');
  expect(await start.ended).toBe(0);
  expect(start.errors()).toBe('');
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.status === 200;
}

describe.skipIf(process.platform !== 'linux')('a data folder from its first start to its last', () => {
  let dataFolder: string;
  let start: Started;
  beforeAll(async () => {
    dataFolder = join(folder, 'data');
    start = await npmStart({ dataFolder, options: { detached: true } });
    await start.ready;
  });

  /** The address of our PostgreSQL's superuser, from what lies in the data folder. */
  function ownerUrl(): string {
    const password = readFileSync(join(dataFolder, 'superuser-password'), 'utf8');
    const port = readFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3];
    return `postgres://postgres:${password}@127.0.0.1:${port}/coplan`;
  }
  const listOrganisations = (): Promise<{ name: string }[]> =>
    ask(ownerUrl(), 'select name from organisations');
  const supervisorPid = (): number =>
    (JSON.parse(readFileSync(join(dataFolder, 'supervisor.json'), 'utf8')) as { pid: number }).pid;

  test('the printed addresses answer, both apps are healthy and ready, and the sign-in page is served', async () => {
    expect(start.output()).toContain(start.portalUrl);
    expect(start.output()).toContain(start.gatewayUrl);
    expect(start.output()).toContain(dataFolder);
    for (const url of [start.portalUrl, start.gatewayUrl]) {
      for (const path of ['/healthz', '/readyz', '/metrics']) {
        expect(await answers(`${url}${path}`), `${url}${path}`).toBe(true);
      }
    }
    const page = await fetch(`${start.portalUrl}/sign-in`);
    expect(page.status).toBe(200);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    expect(await answers(`${start.portalUrl}${script}`)).toBe(true);
  });

  test('a second start on the same data folder is refused while the first one runs', async () => {
    const second = await npmStart({ dataFolder });
    await expectRefusal(second, /^Another Coplan \(process \d+\) already uses the data folder/);
    expect(await answers(`${start.portalUrl}/readyz`)).toBe(true);
  });

  test.each([
    ['server', 'apps/server/src/main.ts', () => start.portalUrl],
    ['gateway', 'apps/edi-gateway/src/main.ts', () => start.gatewayUrl],
  ])('a killed %s is started again', async (_name, script, url) => {
    const [killed] = processesOf(dataFolder, script);
    process.kill(killed ?? 0, 'SIGKILL');
    await waitFor('another process', () => processesOf(dataFolder, script).some((pid) => pid !== killed));
    await waitFor('a ready app', () => answers(`${url()}/readyz`));
  });

  test('a killed database is started again, and both apps find it', async () => {
    await ask(
      ownerUrl(),
      `insert into organisations (id, name, kind, currency, time_zone)
       values ('${randomUUID()}', 'Corner Shops', 'buyer', 'EUR', 'Europe/Berlin')`,
    );
    const killed = Number(readFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(killed, 'SIGKILL');
    await waitFor('the database', listOrganisations);
    await waitFor('a ready server', () => answers(`${start.portalUrl}/readyz`));
    await waitFor('a ready gateway', () => answers(`${start.gatewayUrl}/readyz`));
  });

  test('Ctrl-C ends all of it, and the next start finds data and secrets as they were', async () => {
    const secrets = readFileSync(join(dataFolder, 'secrets.json'), 'utf8');
    // A terminal tells every process of its group, and the one that was started tells the next one once more.
    process.kill(-(start.child.pid ?? 0), 'SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.errors()).toBe('');
    await waitForNothingLeft(dataFolder);
    start = await npmStart({ dataFolder });
    await start.ready;
    expect(await listOrganisations()).toEqual([{ name: 'Corner Shops' }]);
    expect(readFileSync(join(dataFolder, 'secrets.json'), 'utf8')).toBe(secrets);
  });

  test('after the supervisor was killed the next start works on the same ports', async () => {
    process.kill(supervisorPid(), 'SIGKILL');
    expect(await start.ended).not.toBe(0);
    const ports = {
      PORT: new URL(start.portalUrl).port,
      GATEWAY_PORT: new URL(start.gatewayUrl).port,
    };
    start = await npmStart({ dataFolder, environment: ports });
    await start.ready;
    expect(await listOrganisations()).toEqual([{ name: 'Corner Shops' }]);
  });

  test('when the command that a person started is killed, all of it ends', async () => {
    start.child.kill('SIGKILL');
    await waitForNothingLeft(dataFolder);
  });
});

describe.skipIf(process.platform !== 'linux')('a start that is interrupted', () => {
  const moments = [300, 900, 1_800, 2_700, 3_600].map((afterMs, index) => ({ afterMs, index }));
  test('ends within seconds and leaves no process, whenever the signal comes', async () => {
    await Promise.all(
      moments.map(async ({ afterMs, index }) => {
        const dataFolder = join(folder, `interrupted-${index}`);
        const start = await npmStart({ dataFolder });
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        start.child.kill(index % 2 === 0 ? 'SIGINT' : 'SIGTERM');
        // Before Node has read the first line of the script a signal ends it the hard way.
        expect([0, null]).toContain(await start.ended);
        expect(start.errors()).toBe('');
        await waitForNothingLeft(dataFolder);
      }),
    );
  });
});

test.skipIf(process.platform !== 'linux')(
  'a first start that is ended while it fills the demo network ends as well',
  async () => {
    const dataFolder = join(folder, 'demo');
    const start = await npmStart({ dataFolder, environment: { COPLAN_DEMO: '1' } });
    await waitFor('the demo network', () => start.output().includes('Demo network:'));
    await stop(start);
    expect(start.output()).not.toContain('Coplan is running.');
    await waitForNothingLeft(dataFolder);
  },
);

describe.concurrent('a start that cannot succeed says why in one sentence', () => {
  test.each([{ variable: 'PORT' }, { variable: 'GATEWAY_PORT' }])(
    '$variable is in use',
    async ({ variable }) => {
      const taken: Server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => taken.once('listening', resolve));
      const { port } = taken.address() as { port: number };
      const dataFolder = join(folder, variable);
      const start = await npmStart({ dataFolder, environment: { [variable]: String(port) } });
      await expectRefusal(
        start,
        new RegExp(`^Port ${port} is in use .* choose another with ${variable}=…$`, 'm'),
      );
      expect(existsSync(dataFolder)).toBe(false);
      await new Promise((resolve) => taken.close(resolve));
    },
  );

  test.each([
    [{ PORT: 'http' }, /^PORT is "http"/],
    [{ PORT: '4000', GATEWAY_PORT: '4000' }, /^PORT and GATEWAY_PORT are both 4000/],
    [
      { DATABASE_URL: 'mysql://root:root@localhost/shop' },
      /^DATABASE_URL is not the address of a PostgreSQL/,
    ],
    [{ DATABASE_URL: 'postgres://me@localhost/shop' }, /^DATABASE_URL has no password/],
    [{ GATEWAY_DATABASE_URL: 'postgres://me:x@localhost' }, /^GATEWAY_DATABASE_URL must name a database/],
  ])('the setting %o', async (environment, sentence) => {
    await expectRefusal(await npmStart({ dataFolder: join(folder, 'settings'), environment }), sentence);
  });

  test('the data folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const start = await npmStart({ dataFolder: join(file, 'data') });
    await expectRefusal(start, /^The data folder .* cannot be written .* COPLAN_DATA_DIR=…$/m);
  });

  test('the data folder was written by a newer version', async () => {
    const dataFolder = join(folder, 'newer');
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'version.json'), '{"dataFolderVersion":999,"postgresMajor":99}');
    await expectRefusal(await npmStart({ dataFolder }), /was written by a newer version of Coplan/);
  });

  const mountTest = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  if (mountTest.status !== 0) console.warn('Skipped the full disk: this user cannot mount a small one.');
  // 16 MB are too few for the database's files, 45 for the tables, 55 for its journal.
  test.skipIf(mountTest.status !== 0)('the disk is full, wherever it happens', async () => {
    await Promise.all(
      [16, 45, 55].map(async (sizeMb) => {
        const dataFolder = join(folder, `full-${sizeMb}`);
        mkdirSync(dataFolder);
        const script = `mount -t tmpfs -o size=${sizeMb}m tmpfs "$1" && exec "$2" scripts/run.mjs scripts/start.ts`;
        const command = ['unshare', '-m', 'sh', '-c', script, 'sh', dataFolder, systemNode];
        await expectRefusal(await npmStart({ dataFolder, command }), /^The disk .* is full/);
        await waitForNothingLeft(dataFolder);
      }),
    );
  });
});

describe('on a PostgreSQL of your own', () => {
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    const log = createLog({ name: 'test', level: 'silent' });
    postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'own'), log, isDurable: false });
    await ask(postgres.ownerUrl, "create role planner login createdb createrole password 'a-password'");
  });
  afterAll(() => postgres.stop());

  const at = (database: string, user = 'postgres', password?: string): string => {
    const url = new URL(postgres.ownerUrl);
    if (password !== undefined) Object.assign(url, { username: user, password });
    return Object.assign(url, { pathname: `/${database}` }).href;
  };

  test('nobody listens there, or the password is wrong', async () => {
    const nowhere = `postgres://me:secret-word@127.0.0.1:${await freePort()}/coplan`;
    const unreachable = await npmStart({
      dataFolder: join(folder, 'unreachable'),
      environment: { DATABASE_URL: nowhere },
    });
    const wrong = await npmStart({
      dataFolder: join(folder, 'wrong'),
      environment: { DATABASE_URL: at('coplan', 'postgres', 'secret-word') },
    });
    await expectRefusal(unreachable, /^The database at 127\.0\.0\.1:\d+ cannot be reached/);
    await expectRefusal(wrong, /^The database at 127\.0\.0\.1:\d+ refuses the user or the password/);
    for (const start of [unreachable, wrong]) expect(start.errors()).not.toContain('secret-word');
  });

  test.each([
    ['an owner who may create databases and roles', 'planner', 'a-password', 'planned'],
    ['a superuser', 'postgres', undefined, 'plans'],
  ])('%s starts it, and its own users have no such power', async (_who, user, password, database) => {
    const environment = {
      DATABASE_URL: at(database, user, password),
      GATEWAY_DATABASE_URL: at(`${database}_edi`, user, password),
    };
    const dataFolder = join(folder, database);
    const start = await npmStart({ dataFolder, environment });
    await start.ready;
    for (const url of [start.portalUrl, start.gatewayUrl]) expect(await answers(`${url}/readyz`)).toBe(true);
    expect(existsSync(join(dataFolder, 'cluster'))).toBe(false);
    const users = await ask(
      postgres.ownerUrl,
      `select usename, usesuper from pg_stat_activity join pg_user using (usename)
       where datname in ('${database}', '${database}_edi') group by 1, 2 order by 1`,
    );
    expect(users).toContainEqual({ usename: 'coplan_app', usesuper: false });
    expect(users).toContainEqual({ usename: 'coplan_gateway_app', usesuper: false });
    expect(users).not.toContainEqual(expect.objectContaining({ usesuper: true }));
    await stop(start);
  });

  test('a database that a newer version has changed is left alone', async () => {
    await ask(at('plans'), "insert into coplan_migrations (name) values ('orders-9999-of-tomorrow')");
    const start = await npmStart({
      dataFolder: join(folder, 'tomorrow'),
      environment: { DATABASE_URL: at('plans') },
    });
    await expectRefusal(
      start,
      /written by a newer version of Coplan \(it knows the step "orders-9999-of-tomorrow"\)/,
    );
  });
});

describe.skipIf(!isRoot)('whoever starts it', () => {
  const readable = spawnSync('/bin/sh', ['-c', 'test -r "$0"', join(root, 'scripts', 'run.mjs')], nobody);
  if (isRoot && readable.status !== 0) console.warn('Skipped: other users cannot read this tree.');

  test.skipIf(readable.status !== 0)(
    'an ordinary user needs no more than a folder of their own, and root may start it later',
    async () => {
      const dataFolder = join(folder, 'ordinary');
      mkdirSync(dataFolder, { mode: 0o700 });
      chownSync(dataFolder, nobody.uid, nobody.gid);
      const start = await npmStart({ dataFolder, options: nobody });
      await start.ready;
      await stop(start);
      const byRoot = await npmStart({ dataFolder });
      await byRoot.ready;
      await stop(byRoot);
      const notMine = join(folder, 'of-root');
      mkdirSync(notMine, { mode: 0o755 });
      const refused = await npmStart({ dataFolder: notMine, options: nobody });
      await expectRefusal(refused, /^The data folder .* cannot be written \(EACCES/);
    },
  );

  const canBind = spawnSync('unshare', ['-m', 'mount', '--bind', '/', '/mnt']).status === 0;
  test.skipIf(!canBind)('root may have cloned it into a folder that nobody else can enter', async () => {
    const closed = join(folder, 'closed');
    const clone = join(closed, 'clone');
    mkdirSync(clone, { recursive: true });
    chmodSync(closed, 0o700);
    const dataFolder = join(closed, 'data');
    const script = 'mount --bind "$1" "$2" && cd "$2" && exec "$3" scripts/run.mjs scripts/start.ts';
    const command = ['unshare', '-m', 'sh', '-c', script, 'sh', root, clone, systemNode];
    const start = await npmStart({ dataFolder, command });
    await start.ready;
    const note = readFileSync(join(dataFolder, 'WHERE-THE-DATABASE-IS.txt'), 'utf8');
    const cluster = /^The database files are in (.+)$/m.exec(note)?.[1] ?? '';
    expect(existsSync(join(cluster, 'PG_VERSION'))).toBe(true);
    await stop(start);
    rmSync(dirname(cluster), { recursive: true });
  });
});

describe('whatever Node starts it', () => {
  const version = spawnSync(systemNode, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const isOld = major < 22 || (major === 22 && minor < 18);

  /** The start script alone, as after a clone without an installation. */
  function cloneWithoutModules(): string {
    const clone = join(folder, 'bare');
    mkdirSync(join(clone, 'scripts'), { recursive: true });
    copyFileSync(join(root, 'scripts', 'run.mjs'), join(clone, 'scripts', 'run.mjs'));
    return join(clone, 'scripts', 'run.mjs');
  }
  const startBare = (node: string): Promise<Started> =>
    npmStart({
      dataFolder: join(folder, 'bare'),
      command: [node, cloneWithoutModules(), 'scripts/start.ts'],
    });

  if (!isOld) console.warn(`Skipped the old Node: ${systemNode} is ${version}.`);
  // The other tests of this file run under that same old Node where there is one, and find Node 24 in node_modules.
  test.skipIf(!isOld)('an old one without the one from npm is named, with the remedy', async () => {
    await expectRefusal(
      await startBare(systemNode),
      /^Coplan needs Node 22\.18 or newer and this is v\d+.*npm ci/,
    );
  });

  test('without an installation the remedy is named', async () => {
    await expectRefusal(
      await startBare(process.execPath),
      /^Coplan is not installed yet: run "npm ci" first\.$/m,
    );
  });
});
