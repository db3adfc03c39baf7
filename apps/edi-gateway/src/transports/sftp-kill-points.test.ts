import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@coplan/platform';
import { hasSshd, makeSshKey, runSftp, type Sshd, type SshKey, startSshd, until } from '@coplan/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { agreementId, confirmationsFromPartner, envelopeOf, orderOf, readOurs } from '../test-gateway.ts';
import { call, createHouses, type House, type Running } from '../test-process.ts';
import { confirmed, long, openPartner, reports } from './test-kills.ts';

const houses = createHouses();
const { start, end } = houses;
afterEach(end);
beforeEach(({ skip }) => skip(!hasSshd, 'this machine has no OpenSSH server'));

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
async function hostKeysOf(url: string): Promise<{ publicKey: string }[]> {
  const answer = await call(url, 'GET', '/sftp/host-keys', undefined);
  return ((await answer.json()) as { rows: { publicKey: string }[] }).rows;
}

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
  return openPartner(houses, { sendBy: 'sftp', sftp }, async ({ url }) => {
    const path = `/agreements/${agreementId}/sftp-login`;
    expect((await call(url, 'PUT', path, { privateKey: key.privateKey })).status).toBe(200);
  });
};

test.each(['sftp.put', 'sftp.renamed'] as const)(
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

test('killed when a file is fetched but still lies on the partner’s server, it counts once', async () => {
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

test('killed when an upload is complete but not answered, the partner sends again, and it counts once', async () => {
  let hostKey = '';
  const house = await openPartner(houses, {}, async ({ url }) => {
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
});
