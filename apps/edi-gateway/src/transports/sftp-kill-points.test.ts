import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@coplan/platform';
import { hasSshd, makeSshKey, runSftp, type Sshd, type SshKey, startSshd, until } from '@coplan/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { agreementId, confirmationsFromPartner, envelopeOf, orderOf, readOurs } from '../test-gateway.ts';
import { call, createHouses } from '../test-process.ts';
import { confirmed, type KilledHouse, long, openKilledHouse, reports } from './test-kills.ts';

const houses = createHouses();
beforeEach(({ skip }) => skip(!hasSshd, 'this machine has no OpenSSH server'));

const folder = mkdtempSync(join(tmpdir(), 'coplan-kill-'));
const theirs = { out: join(folder, 'out'), in: join(folder, 'in') };
let sshd: Sshd;
let key: SshKey;
let held: KilledHouse;
let hostKey = '';
beforeAll(async () => {
  if (!hasSshd) return;
  for (const path of Object.values(theirs)) mkdirSync(path);
  key = makeSshKey(folder, 'ours');
  sshd = await startSshd(folder, key);
  held = await openKilledHouse(houses);
  const sftp = {
    ...{ host: '127.0.0.1', port: sshd.port, userName: sshd.user, hostKeys: [sshd.hostKey.fingerprint] },
    ...{ receiveFrom: theirs.out, sendTo: theirs.in, settleSeconds: 0.05, pollSeconds: 5 },
    // A gateway that died holds its turn until this time is up.
    ...{ timeoutSeconds: 2, attemptsMax: 50, allowPrivateAddresses: true },
  };
  await held.agree({ sendBy: 'sftp', sftp });
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(held.current.url, method, path, body);
    expect(answer.status).toBe(200);
    return answer.json();
  };
  await ask('PUT', `/agreements/${agreementId}/sftp-login`, { privateKey: key.privateKey });
  const account = { userName: 'mill', publicKeys: [key.publicKey] };
  await ask('PUT', `/agreements/${agreementId}/sftp-account`, account);
  const { rows } = (await ask('GET', '/sftp/host-keys')) as { rows: { publicKey: string }[] };
  hostKey = rows.find(({ publicKey }) => publicKey.startsWith('ssh-ed25519'))?.publicKey ?? '';
});
afterAll(async () => {
  await houses.end();
  await sshd?.close();
  rmSync(folder, { recursive: true, force: true });
});
const countReceived = async (states: string[]): Promise<number> => {
  const [row] = await held.house.database.asOwner<{ count: number }>(
    "select count(*)::int as count from interchanges where direction = 'in' and state = any($1)",
    [states],
  );
  return row?.count ?? 0;
};

test.each(['sftp.put', 'sftp.renamed'] as const)(
  'killed at %s, an order still stands once on the partner’s server, complete and under its name',
  async (killAt) => {
    await held.current.arm(killAt);
    const documentId = newId();
    await call(held.current.url, 'POST', '/documents', envelopeOf(orderOf('PO-1'), documentId));
    await held.current.ended;
    // A quick partner takes what he sees; that must not make the gateway put it there again.
    const taken = readdirSync(theirs.in).filter((name) => name.endsWith('.x12'));
    for (const name of taken) rmSync(join(theirs.in, name));
    await held.revive();
    await until('the delivery is reported', () => reports(held.house, documentId).length > 0, long);
    const left = readdirSync(theirs.in);
    expect([...taken, ...left]).toEqual([`850-00000000${killAt === 'sftp.put' ? 1 : 2}.x12`]);
    for (const name of left) {
      expect(readOurs(readFileSync(join(theirs.in, name))).orders).toEqual([orderOf('PO-1')]);
      rmSync(join(theirs.in, name));
    }
    expect(reports(held.house, documentId)).toEqual(['delivered']);
  },
);

test('killed when a file is fetched but still lies on the partner’s server, it counts once', async () => {
  await held.current.arm('sftp.fetched');
  writeFileSync(join(theirs.out, 'a.x12'), confirmationsFromPartner(1, 'PO-1'));
  await held.current.ended;
  expect(readdirSync(theirs.out)).toEqual(['a.x12']);
  await held.revive();
  await until('it is removed there', () => readdirSync(theirs.out).length === 0, long);
  await until('it arrived', () => confirmed(held.house).length > 0, long);
  expect([await countReceived(['read']), confirmed(held.house)]).toEqual([1, ['PO-1']]);
});

test('killed when an upload is complete but not answered, the partner sends again, and it counts once', async () => {
  const file = join(folder, 'upload.x12');
  writeFileSync(file, confirmationsFromPartner(2, 'PO-2'));
  const put = () =>
    runSftp({
      ...{ port: held.current.sftpPort ?? 0, user: 'mill', hostKey, keyPath: key.path },
      commands: [`put ${file} /inbox/`],
    });
  await held.current.arm('sftp.uploaded');
  expect((await put()).status).not.toBe(0);
  await held.revive();
  expect(await put()).toMatchObject({ status: 0 });
  await until('both copies are read', async () => (await countReceived(['read', 'duplicate'])) === 3, long);
  await until('it arrived', () => confirmed(held.house).length > 1);
  expect(confirmed(held.house)).toEqual(['PO-1', 'PO-2']);
});
