import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@coplan/platform';
import { hasSshd, makeSshKey, runSftp, type Sshd, type SshKey, startSshd, until } from '@coplan/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  agreement,
  agreementId,
  confirmationsFromPartner,
  envelopeOf,
  orderOf,
  readOurs,
} from '../test-gateway.ts';
import { call, createHouses, type House, type Running } from '../test-process.ts';
import { sign } from './https/signature.ts';

const { openHouse, start, end } = createHouses();
afterEach(end);
const withSshd = test.skipIf(!hasSshd);
if (!hasSshd) test.skip('this machine has no OpenSSH server', () => undefined);

const folder = mkdtempSync(join(tmpdir(), 'coplan-kill-'));
const theirs = { out: join(folder, 'out'), in: join(folder, 'in') };
let sshd: Sshd;
let key: SshKey;
beforeAll(async () => {
  if (!hasSshd) return;
  key = makeSshKey(folder, 'ours');
  sshd = await startSshd(folder, key);
});
afterAll(async () => {
  await sshd?.close();
  rmSync(folder, { recursive: true, force: true });
});
const long = { timeoutMs: 60_000 };

/** A house with the agreement, set up by a gateway that ended in peace. */
async function openPartner(
  changes: Record<string, unknown>,
  setUp: (running: Running) => Promise<void> = async () => undefined,
): Promise<House> {
  const house = await openHouse({ GATEWAY_SFTP_PORT: '0' });
  const first = await start(house);
  const put = await call(first.url, 'PUT', `/agreements/${agreementId}`, { ...agreement, ...changes });
  expect(put.status, await put.clone().text()).toBe(201);
  await setUp(first);
  first.child.kill('SIGTERM');
  await first.ended;
  return house;
}
const confirmed = (house: House): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
const reports = (house: House): string[] =>
  house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'delivery-report' ? [body.status] : [],
  );

const openSftpPartner = (): Promise<House> => {
  for (const path of Object.values(theirs)) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
  }
  const sftp = {
    ...{ host: '127.0.0.1', port: sshd.port, userName: sshd.user, hostKeys: [sshd.hostKey.fingerprint] },
    ...{ receiveFrom: theirs.out, sendTo: theirs.in, settleSeconds: 0.05, pollSeconds: 5 },
    // A gateway that died holds its turn until this time is up.
    ...{ timeoutSeconds: 1, allowPrivateAddresses: true },
  };
  return openPartner({ sendBy: 'sftp', sftp }, async ({ url }) => {
    const path = `/agreements/${agreementId}/sftp-login`;
    expect((await call(url, 'PUT', path, { privateKey: key.privateKey })).status).toBe(200);
  });
};

withSshd.each(['sftp.put', 'sftp.renamed'] as const)(
  'killed at %s, an order still stands once on the partner’s server, complete and under its name',
  async (killAt) => {
    const house = await openSftpPartner();
    const doomed = await start(house, killAt);
    await call(doomed.url, 'POST', '/documents', envelopeOf(orderOf('PO-1'), newId()));
    await doomed.ended;
    // A quick partner takes what he sees; that must not make the gateway put it there again.
    const taken = readdirSync(theirs.in).filter((name) => name.endsWith('.x12'));
    for (const name of taken) rmSync(join(theirs.in, name));
    await start(house);
    await until('the delivery is reported', () => reports(house).length > 0, long);
    const left = readdirSync(theirs.in);
    expect([...taken, ...left]).toEqual(['850-000000001.x12']);
    for (const name of left) {
      expect(readOurs(readFileSync(join(theirs.in, name))).orders).toEqual([orderOf('PO-1')]);
    }
    expect(reports(house)).toEqual(['delivered']);
  },
);

withSshd('killed when a file is fetched but still lies on the partner’s server, it counts once', async () => {
  const house = await openSftpPartner();
  writeFileSync(join(theirs.out, 'a.x12'), confirmationsFromPartner(1, 'PO-1'));
  const doomed = await start(house, 'sftp.fetched');
  await doomed.ended;
  expect(readdirSync(theirs.out)).toEqual(['a.x12']);
  await start(house);
  await until('it is removed there', () => readdirSync(theirs.out).length === 0, long);
  await until('it arrived', () => confirmed(house).length > 0, long);
  const [archived] = await house.database.asOwner<{ count: number }>(
    "select count(*)::int as count from interchanges where direction = 'in'",
  );
  expect([archived?.count, confirmed(house)]).toEqual([1, ['PO-1']]);
});

withSshd(
  'killed when an upload is complete but not answered, the partner sends again, and it counts once',
  async () => {
    let hostKey = '';
    const house = await openPartner({}, async ({ url }) => {
      const account = { userName: 'mill', publicKeys: [key.publicKey] };
      expect((await call(url, 'PUT', `/agreements/${agreementId}/sftp-account`, account)).status).toBe(200);
      const rows = await hostKeysOf(url);
      hostKey = rows.find(({ publicKey }) => publicKey.startsWith('ssh-ed25519'))?.publicKey ?? '';
    });
    const file = join(folder, 'upload.x12');
    writeFileSync(file, confirmationsFromPartner(1, 'PO-1'));
    const put = ({ sftpPort = 0 }: Running) =>
      runSftp({
        ...{ port: sftpPort, user: 'mill', hostKey, keyPath: key.path },
        commands: [`put ${file} /inbox/`],
      });
    const doomed = await start(house, 'sftp.uploaded');
    expect((await put(doomed)).status).not.toBe(0);
    await doomed.ended;
    const revived = await start(house);
    expect(await put(revived)).toMatchObject({ status: 0 });
    await until('both copies are read', async () => {
      const rows = await house.database.asOwner(
        "select 1 from interchanges where direction = 'in' and state in ('read', 'duplicate')",
      );
      return rows.length === 2;
    });
    await until('it arrived', () => confirmed(house).length > 0);
    expect(confirmed(house)).toEqual(['PO-1']);
  },
);

async function hostKeysOf(url: string): Promise<{ publicKey: string }[]> {
  const answer = await fetch(`${url}/api/v1/sftp/host-keys`, {
    headers: { authorization: 'Bearer shared-key-for-tests-only' },
  });
  return ((await answer.json()) as { rows: { publicKey: string }[] }).rows;
}

test('killed when an upload over HTTPS is archived but not answered, it counts once and is answered alike', async () => {
  let secret = '';
  const house = await openPartner({}, async ({ url }) => {
    const made = await call(url, 'POST', `/agreements/${agreementId}/http-secrets`, { purpose: 'upload' });
    secret = ((await made.json()) as { secret: string }).secret;
  });
  const body = Buffer.from(confirmationsFromPartner(1, 'PO-1'));
  const send = ({ url }: Running): Promise<Response> => {
    const timestamp = Math.floor(performance.timeOrigin / 1_000 + performance.now() / 1_000);
    const parts = { id: 'upload-1', timestamp, body };
    const headers = {
      ...{ 'webhook-id': parts.id, 'webhook-timestamp': String(timestamp) },
      'webhook-signature': sign([secret], parts),
    };
    return fetch(`${url}/upload/${agreementId}`, { method: 'POST', headers, body });
  };
  const doomed = await start(house, 'https.archived');
  await expect(send(doomed)).rejects.toThrow();
  await doomed.ended;
  const revived = await start(house);
  const answers = [await send(revived), await send(revived)];
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(await answers[0]?.text()).toBe(await answers[1]?.text());
  await until('it arrived', () => confirmed(house).length > 0);
  expect(confirmed(house)).toEqual(['PO-1']);
});

test('killed when a webhook is posted but not recorded, the partner gets the same file under the same id', async () => {
  const arrived: { id: string; body: Buffer }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(chunks) });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const webhook = { url, allowPrivateAddresses: true, timeoutSeconds: 1 };
    const house = await openPartner({ sendBy: 'webhook', webhook }, async (running) => {
      await call(running.url, 'POST', `/agreements/${agreementId}/http-secrets`, { purpose: 'webhook' });
    });
    const doomed = await start(house, 'webhook.posted');
    await call(doomed.url, 'POST', '/documents', envelopeOf(orderOf('PO-1'), newId()));
    await doomed.ended;
    await start(house);
    await until('the delivery is reported', () => reports(house).length > 0, long);
    expect(reports(house)).toEqual(['delivered']);
    expect(arrived.length).toBeGreaterThan(1);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    expect(readOurs(arrived[0]?.body ?? Buffer.alloc(0)).orders).toEqual([orderOf('PO-1')]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
