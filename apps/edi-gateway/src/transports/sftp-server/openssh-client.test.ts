import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSshKey, opensshVersion, runSftp, startSftp, until } from '@coplan/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  agreementId,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  type TestGateway,
} from '../../test-gateway.ts';

beforeEach(({ skip }) => skip(opensshVersion === undefined, 'this machine has no OpenSSH client'));

let partner: TestGateway;
const folder = mkdtempSync(join(tmpdir(), 'coplan-openssh-'));
const local = (name: string, content: string | Uint8Array = ''): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const [key, strange] = ['mill', 'strange'].map((name) =>
  opensshVersion === undefined ? undefined : makeSshKey(folder, name),
);
const password = 'correct horse battery';
let hostKey = '';

const account = async (changes: Record<string, unknown> = {}): Promise<void> => {
  const body = { userName: 'mill', publicKeys: [key?.publicKey], afterPickUp: 'archive', ...changes };
  const answer = await partner.call('PUT', `/agreements/${agreementId}/sftp-account`, body);
  expect(answer.status, await answer.clone().text()).toBe(200);
};
beforeAll(async () => {
  partner = await openTestGateway({}, { sftpPort: 0 });
  if (opensshVersion === undefined) return;
  const { rows } = (await (await partner.call('GET', '/sftp/host-keys')).json()) as {
    rows: { publicKey: string }[];
  };
  hostKey = rows.find(({ publicKey }) => publicKey.startsWith('ssh-ed25519'))?.publicKey ?? '';
  await account({ password });
});
afterAll(async () => {
  await partner.close();
  rmSync(folder, { recursive: true, force: true });
});

const about = (commands: string[], changes: Partial<Parameters<typeof runSftp>[0]> = {}) => ({
  ...{ port: partner.gateway.sftpPort ?? 0, user: 'mill', hostKey, commands },
  ...(key === undefined ? {} : { keyPath: key.path }),
  ...changes,
});
const sftp = (commands: string[], changes: Partial<Parameters<typeof runSftp>[0]> = {}) =>
  runSftp(about(commands, changes));
const arrived = (): string[] =>
  partner.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );

test('a partner puts a file with his key, and it counts once', async () => {
  const file = local('first.x12', confirmationsFromPartner(1, 'PO-1'));
  const run = await sftp([`put ${file} /inbox/first.x12`]);
  expect(run, run.output).toMatchObject({ status: 0 });
  await until('the confirmation arrived', () => arrived().length > 0);
  expect(arrived()).toEqual(['PO-1']);
});

test('a file that is put under a temporary name is taken when it is renamed, and not before', async () => {
  const file = local('second.x12', confirmationsFromPartner(2, 'PO-2'));
  expect((await sftp([`put ${file} /inbox/second.x12.tmp`])).status).toBe(0);
  const listed = await sftp(['ls -1 /inbox']);
  expect(listed.output).toContain('second.x12.tmp');
  expect(arrived()).not.toContain('PO-2');
  const run = await sftp(['rename /inbox/second.x12.tmp /inbox/second.x12']);
  expect(run, run.output).toMatchObject({ status: 0 });
  await until('the confirmation arrived', () => arrived().includes('PO-2'));
});

test('a password opens as well, a wrong one or a strange key does not, and nobody learns which was wrong', async () => {
  const { keyPath: _, ...withoutKey } = about(['ls /']);
  expect((await runSftp({ ...withoutKey, password })).status).toBe(0);
  const refusals = [
    await runSftp({ ...withoutKey, password: 'wrong horse battery' }),
    await runSftp({ ...withoutKey, user: 'nobody', password }),
    await sftp(['ls /'], { keyPath: strange?.path ?? '' }),
  ];
  for (const { status, output } of refusals) {
    expect(status).not.toBe(0);
    expect(output).toContain('Permission denied (publickey,password)');
  }
  await account({ isOpen: false });
  expect((await sftp(['ls /'])).status).not.toBe(0);
  await account();
  expect((await sftp(['ls /'])).status).toBe(0);
});

test('a client that pinned another host key does not sign in', async () => {
  const run = await sftp(['ls /'], { hostKey: strange?.publicKey ?? '' });
  expect(run.status).not.toBe(0);
  expect(run.output).toMatch(/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/);
});

test('a file of ours is listed, fetched as it was written, and then out of the way', async () => {
  await partner.send(orderOf('PO-3'));
  const [name = ''] = await partner.sent('850');
  const bytes = partner.read('outbox', name);
  const target = join(folder, 'fetched.x12');
  const run = await sftp(['ls -l /outbox', `get /outbox/${name} ${target}`]);
  expect(run.output).toContain(name);
  expect(readFileSync(target)).toEqual(bytes);
  await until('it is out of the way', () => !partner.files('outbox').includes(name));
  expect(readFileSync(join(partner.config.dataFolder, 'edi/mill/picked-up', name))).toEqual(bytes);
  const [row] = await partner.database.asOwner<{ picked: boolean }>(
    `select picked_up_at is not null as picked from interchanges where file_name = '${name}'`,
  );
  expect(row).toEqual({ picked: true });
});

test('what a partner does not read to its end stays, and what he removes is gone', async () => {
  await account({ afterPickUp: 'keep' });
  writeFileSync(join(partner.folder('outbox'), 'own.txt'), 'x'.repeat(100_000));
  expect((await sftp([`get /outbox/own.txt ${join(folder, 'own.txt')}`])).status).toBe(0);
  expect(partner.files('outbox')).toContain('own.txt');
  expect((await sftp(['rm /outbox/own.txt'])).status).toBe(0);
  expect(partner.files('outbox')).not.toContain('own.txt');
});

test('nobody leaves his two folders: not by dots, not by links, not by making any', async () => {
  symlinkSync('/etc/passwd', join(partner.folder('outbox'), 'link.txt'));
  symlinkSync('/etc', join(partner.folder('outbox'), 'etc'));
  const target = join(folder, 'stolen');
  const tries = [
    `get /etc/passwd ${target}`,
    `get ../../../../etc/passwd ${target}`,
    `get /outbox/../../../etc/passwd ${target}`,
    `get /outbox/link.txt ${target}`,
    `get /outbox/etc/passwd ${target}`,
    `put ${local('evil', 'x')} /evil`,
    `put ${local('evil', 'x')} ../../evil`,
    `put ${local('evil', 'x')} /outbox/evil`,
    `put ${local('evil', 'x')} /inbox/sub/evil`,
    'ln -s /etc/passwd /inbox/passwd',
    'mkdir /inbox/sub',
    'rmdir /outbox',
    'rename /inbox/first.x12 /outbox/first.x12',
    'cd /etc',
    'ls ../archive',
  ];
  // With the dash the client goes on after a failure; it repeats each command before what comes of it.
  const { output } = await sftp(tries.map((one) => `-${one}`));
  const answers = output.split('sftp> -').slice(1);
  expect(answers).toHaveLength(tries.length);
  for (const answer of answers)
    expect(answer).toMatch(/not found|denied|unsupported|No such file|folder|not/i);
  expect(partner.files('inbox')).toEqual([]);
  expect(() => readFileSync(target)).toThrow();
  expect((await sftp(['ls -1 /outbox'])).output).not.toMatch(/link|etc$/m);
  rmSync(join(partner.folder('outbox'), 'link.txt'));
  rmSync(join(partner.folder('outbox'), 'etc'));
});

test('an upload that breaks off in the middle never was', async () => {
  const big = local('big.x12', Buffer.alloc(60_000_000, 0x41));
  const session = startSftp(about([`put ${big} /inbox/big.x12`]));
  const inbox = partner.folder('inbox');
  const growing = () =>
    readdirSync(inbox).some((name) => /^\.coplan-/.test(name) && statSync(join(inbox, name)).size > 100_000);
  await until('a part has arrived', growing, { everyMs: 2 });
  session.child.kill('SIGKILL');
  await session.ended;
  await until('nothing is left of it', () => readdirSync(inbox).length === 0);
  expect(partner.files('archive').some((name) => name.endsWith('big.x12'))).toBe(false);
});

test('two files of one name are both kept, and the same file twice counts once', async () => {
  const [third, fourth] = [3, 4].map((number) =>
    local(`${number}.x12`, confirmationsFromPartner(number, `PO-${number}0`)),
  );
  const run = await sftp([
    `put ${third} /inbox/same.x12`,
    `put ${fourth} /inbox/same.x12`,
    `put ${third} /inbox/same.x12`,
  ]);
  expect(run, run.output).toMatchObject({ status: 0 });
  await until('both arrived', () => arrived().includes('PO-30') && arrived().includes('PO-40'));
  await until(
    'all three are archived',
    () => partner.files('archive').filter((name) => name.includes('same')).length === 3,
  );
  expect(arrived().filter((poNumber) => poNumber === 'PO-30')).toHaveLength(1);
});
