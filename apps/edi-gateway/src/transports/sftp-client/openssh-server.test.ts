import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@coplan/platform';
import { hasSshd, makeSshKey, type Sshd, startSshd, until } from '@coplan/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startGateway } from '../../app.ts';
import {
  agreement,
  agreementId,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  readOurs,
  type TestGateway,
} from '../../test-gateway.ts';

beforeEach(({ skip }) => skip(!hasSshd, 'this machine has no OpenSSH server'));

const folder = mkdtempSync(join(tmpdir(), 'coplan-sshd-'));
const theirs = { out: join(folder, 'out'), in: join(folder, 'in'), done: join(folder, 'done') };
for (const path of Object.values(theirs)) mkdirSync(path);
let partner: TestGateway;
let sshd: Sshd;

const settings = (changes: Record<string, unknown> = {}) => ({
  sendBy: 'sftp',
  sftp: {
    ...{ host: '127.0.0.1', port: sshd.port, userName: sshd.user, hostKeys: [sshd.hostKey.fingerprint] },
    ...{ receiveFrom: theirs.out, sendTo: theirs.in, settleSeconds: 0.05, pollSeconds: 5 },
    ...{ allowPrivateAddresses: true, ...changes },
  },
});
const agree = async (changes: Record<string, unknown> = {}): Promise<void> => {
  const body = { ...agreement, ...settings(changes) };
  expect((await partner.call('PUT', `/agreements/${agreementId}`, body)).status).toBe(200);
};
beforeAll(async () => {
  if (!hasSshd) return;
  const key = makeSshKey(folder, 'ours');
  sshd = await startSshd(folder, key);
  partner = await openTestGateway(settings());
  await partner.call('PUT', `/agreements/${agreementId}/sftp-login`, { privateKey: key.privateKey });
});
afterAll(async () => {
  await partner?.close();
  await sshd?.close();
  rmSync(folder, { recursive: true, force: true });
});

const arrived = (): string[] =>
  partner.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
const orders = (): string[] => readdirSync(theirs.in).filter((name) => /^850-.*x12$/.test(name));
/** Time passes, so that the next visit is due. */
const inTime = <Answer>(what: string, ask: () => Answer | undefined | false) =>
  until(
    what,
    () => {
      partner.clock.advanceMs(6_000);
      return ask();
    },
    { everyMs: 50 },
  );

/** A visit under the old agreement may be under way: the second one from now knows the new one. */
async function visited(): Promise<void> {
  type Told = { poll: { lastPollAt: string } | null };
  const last = async (): Promise<string | undefined> => {
    const told = await partner.call('GET', `/agreements/${agreementId}/sftp-login`);
    return ((await told.json()) as Told).poll?.lastPollAt;
  };
  for (let visit = 0; visit < 2; visit++) {
    const before = await last();
    await until('a visit ends', async () => {
      partner.clock.advanceMs(6_000);
      return (await last()) !== before;
    });
  }
}

test('a file of ours stands complete on the partner’s server under its own name, and is reported', async () => {
  const documentId = await partner.send(orderOf('PO-1'));
  await inTime('the delivery is reported', () => partner.reports(documentId).includes('delivered'));
  expect(readdirSync(theirs.in)).toEqual(['850-000000001.x12']);
  expect(readOurs(readFileSync(join(theirs.in, '850-000000001.x12'))).orders).toEqual([orderOf('PO-1')]);
});

test('files of the partner are fetched, then removed there; unfinished names and folders stay', async () => {
  writeFileSync(join(theirs.out, 'a.x12'), confirmationsFromPartner(1, 'PO-1'));
  writeFileSync(join(theirs.out, 'b.x12.tmp'), confirmationsFromPartner(2, 'PO-2'));
  mkdirSync(join(theirs.out, 'sub'));
  await inTime('it arrived', () => arrived().includes('PO-1'));
  await inTime('it is removed', () => !readdirSync(theirs.out).includes('a.x12'));
  expect(readdirSync(theirs.out).sort()).toEqual(['b.x12.tmp', 'sub']);
  expect(arrived()).toEqual(['PO-1']);
  rmSync(join(theirs.out, 'b.x12.tmp'));
});

test('where it is agreed, a fetched file is moved, and one of the same name is not written over', async () => {
  await agree({ afterReceipt: 'move', moveTo: theirs.done });
  await visited();
  for (const number of [3, 4]) {
    writeFileSync(join(theirs.out, 'same.x12'), confirmationsFromPartner(number, `PO-${number}`));
    await inTime('it arrived', () => arrived().includes(`PO-${number}`));
    await inTime('it is moved', () => !readdirSync(theirs.out).includes('same.x12'));
  }
  expect(readdirSync(theirs.done)).toHaveLength(2);
  await agree();
});

test('a file that still grows is left until it has stopped', async () => {
  await agree({ settleSeconds: 0.2 });
  const text = Buffer.from(confirmationsFromPartner(5, 'PO-5')).toString('latin1');
  const path = join(theirs.out, 'slow.x12');
  writeFileSync(path, text.slice(0, 50));
  for (let at = 50; at < text.length; at += 50) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    partner.clock.advanceMs(6_000);
    appendFileSync(path, text.slice(at, at + 50));
  }
  await inTime('it arrived', () => arrived().includes('PO-5'));
  expect(partner.files('quarantine')).toEqual([]);
  await agree();
});

test('a server with another key gets nothing, and the reason is told', async () => {
  const strange = makeSshKey(folder, 'strange');
  await agree({ hostKeys: [strange.fingerprint] });
  const count = (what: RegExp): number => (sshd.log().match(what) ?? []).length;
  const documentId = await partner.send(orderOf('PO-6'));
  type Told = { poll: { explanation: string; failingSince: string } | null };
  await until('the visit failed', async () => {
    partner.clock.advanceMs(6_000);
    const told = (await (await partner.call('GET', `/agreements/${agreementId}/sftp-login`)).json()) as Told;
    return told.poll?.explanation?.includes(`shows the key ${sshd.hostKey.fingerprint}`);
  });
  const before = { visits: count(/Connection from/g), accepted: count(/Accepted/g) };
  await inTime('it is visited again', () => count(/Connection from/g) > before.visits + 1);
  expect(count(/Accepted/g)).toBe(before.accepted);
  expect(orders()).toHaveLength(1);
  await agree();
  await inTime('it is delivered in the end', () => partner.reports(documentId).includes('delivered'));
});

test('a server that is away too often leaves the file for a person, who can send it again', async () => {
  await agree({ port: 9, attemptsMax: 2, receiveFrom: undefined });
  const documentId = await partner.send(orderOf('PO-7'));
  await until('a person has to look', async () => {
    partner.clock.advanceMs(60_000);
    return (await partner.messages()).some(
      ({ messageId, state }) => messageId === documentId && state === 'undelivered',
    );
  });
  await agree();
  expect((await partner.call('POST', `/messages/${documentId}/replay`)).status).toBe(200);
  await inTime('it is delivered', () => partner.reports(documentId).includes('delivered'));
});

test('addresses in our own house are not visited unless the agreement says so', async () => {
  await agree({ allowPrivateAddresses: false });
  await partner.send(orderOf('PO-8'));
  const tries = async (): Promise<number> => {
    partner.clock.advanceMs(60_000);
    const [row] = await partner.database.asOwner<{ count: number }>(
      "select max(attempt_count) as count from interchanges where explanation like '%private network%'",
    );
    return row?.count ?? 0;
  };
  const triesSoFar = await until('it was tried', async () => (await tries()) || undefined);
  // A visit that was under way when the agreement changed has ended by now.
  const visits = (sshd.log().match(/Connection from/g) ?? []).length;
  await until('it was tried again', async () => (await tries()) > triesSoFar);
  expect((sshd.log().match(/Connection from/g) ?? []).length).toBe(visits);
  await agree();
  await inTime('it is delivered', () => orders().length === 4);
});

test('two gateways that look at one folder take each file once', async () => {
  const log = createLog({ name: 'second', level: 'silent' });
  const second = await startGateway(partner.config, {
    ...{ log, clock: partner.clock, pace: { pauseMs: 10, quietMs: 30 } },
  });
  try {
    const poNumbers = Array.from({ length: 12 }, (_, index) => `PO-1${String(index).padStart(2, '0')}`);
    for (const [index, poNumber] of poNumbers.entries()) {
      writeFileSync(join(theirs.out, `${poNumber}.x12`), confirmationsFromPartner(100 + index, poNumber));
    }
    await inTime('all arrived', () => poNumbers.every((poNumber) => arrived().includes(poNumber)));
    await inTime('all are removed', () => readdirSync(theirs.out).length === 1);
    expect(arrived().filter((poNumber) => poNumbers.includes(poNumber))).toHaveLength(12);
    const archived = await partner.database.asOwner<{ count: number }>(
      "select count(*)::int as count from interchanges where direction = 'in' and file_name like '%PO-1__.x12'",
    );
    expect(archived[0]?.count).toBe(12);
  } finally {
    await second.shutdown.shutDown('end of test');
  }
});

test('the private key lies encrypted in the database and comes out nowhere', async () => {
  const [row] = await partner.database.asOwner('select sftp_logins::text as everything from sftp_logins');
  const told = await (await partner.call('GET', `/agreements/${agreementId}/sftp-login`)).text();
  for (const text of [JSON.stringify(row), told]) expect(text).not.toContain('PRIVATE KEY');
  expect(told).toContain('ssh-ed25519');
});
