import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeSshKey, runSftp, startSshd } from '@coplan/testkit';
import { sign } from '../../apps/edi-gateway/src/transports/https/signature.ts';
import { startAs2Partner } from './as2-partner.ts';
import { call, type GatewayProcess } from './gateway-process.ts';
import { agreementId } from './partner-files.ts';

export type Handed = { name: string; bytes: Buffer };
/** The partner's side of one way of exchange. */
export type Partner = {
  /** What the agreement says of it. */
  settings: Readonly<Record<string, unknown>>;
  environment: Readonly<Record<string, string>>;
  /** The steps of receiving and sending that this way has of its own. */
  steps: readonly string[];
  /** Certificates, keys and secrets, once the agreement is there. */
  setUp(gateway: GatewayProcess): Promise<void>;
  /** One try to hand a file over; true when the gateway has said that it has it. */
  give(gateway: GatewayProcess, file: Handed): Promise<boolean>;
  /** The files that count for him: what comes again under its own id is the same file. */
  received(): Buffer[];
  /** Complaints that only this way knows. */
  faults(): { lost: number; doubled: number };
  close(): Promise<void>;
};
export const ways = ['folder', 'as2', 'sftp', 'https'] as const;
export type Way = (typeof ways)[number];
type Place = { dataFolder: string; scratch: string };

const noFaults = () => ({ lost: 0, doubled: 0 });
const folderSteps = [
  ...['document.stored', '850.numbered', '850.file-written', '850.recorded'],
  ...['inbound.archived', 'inbound.parsed', 'inbound.posted', '997.written'],
];

function drop(folder: string, { name, bytes }: Handed): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.tmp`), bytes);
  renameSync(join(folder, `${name}.tmp`), join(folder, name));
}
const filesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.x12'));

async function folderPartner({ dataFolder }: Place): Promise<Partner> {
  const base = join(dataFolder, 'edi/mill');
  return {
    settings: {},
    environment: {},
    steps: folderSteps,
    setUp: async () => undefined,
    async give(_, file) {
      drop(join(base, 'inbox'), file);
      return true;
    },
    received: () => filesIn(join(base, 'outbox')).map((name) => readFileSync(join(base, 'outbox', name))),
    faults: noFaults,
    close: async () => undefined,
  };
}

/** He uploads every other file to our server; the others we fetch from his. What we put there he takes at once. */
async function sftpPartner({ scratch }: Place): Promise<Partner> {
  const key = makeSshKey(scratch, 'ours');
  const sshd = await startSshd(scratch, key);
  const theirs = { out: join(scratch, 'out'), in: join(scratch, 'in'), taken: join(scratch, 'taken') };
  for (const folder of Object.values(theirs)) mkdirSync(folder);
  let [hostKey, takenCount, givenCount] = ['', 0, 0];
  const take = (): void => {
    for (const name of filesIn(theirs.in)) {
      takenCount += 1;
      renameSync(join(theirs.in, name), join(theirs.taken, `${takenCount}-${name}`));
    }
  };
  const taking = setInterval(take, 50);
  const sftp = {
    ...{ host: '127.0.0.1', port: sshd.port, userName: sshd.user, hostKeys: [sshd.hostKey.fingerprint] },
    ...{ receiveFrom: theirs.out, sendTo: theirs.in, settleSeconds: 0.05, pollSeconds: 5 },
    ...{ timeoutSeconds: 5, attemptsMax: 50, allowPrivateAddresses: true },
  };
  return {
    settings: { sendBy: 'sftp', sftp },
    environment: { GATEWAY_SFTP_PORT: '0' },
    steps: ['sftp.put', 'sftp.renamed', 'sftp.uploaded', 'sftp.fetched'],
    async setUp({ url }) {
      await call(url, 'PUT', `/agreements/${agreementId}/sftp-login`, { privateKey: key.privateKey });
      const account = { userName: 'mill', publicKeys: [key.publicKey] };
      await call(url, 'PUT', `/agreements/${agreementId}/sftp-account`, account);
      const { rows } = (await (await call(url, 'GET', '/sftp/host-keys')).json()) as {
        rows: { publicKey: string }[];
      };
      hostKey = rows.find(({ publicKey }) => publicKey.startsWith('ssh-ed25519'))?.publicKey ?? '';
    },
    async give({ sftpPort: port }, file) {
      if (givenCount % 2 === 0) drop(theirs.out, file);
      else {
        writeFileSync(join(scratch, file.name), file.bytes);
        const commands = [
          `put ${join(scratch, file.name)} /inbox/${file.name}.tmp`,
          `rename /inbox/${file.name}.tmp /inbox/${file.name}`,
        ];
        const run = await runSftp({ port, user: 'mill', hostKey, keyPath: key.path, commands });
        if (run.status !== 0) return false;
      }
      givenCount += 1;
      return true;
    },
    received() {
      take();
      return readdirSync(theirs.taken).map((name) => readFileSync(join(theirs.taken, name)));
    },
    faults: noFaults,
    async close() {
      clearInterval(taking);
      await sshd.close();
    },
  };
}

async function httpsPartner(): Promise<Partner> {
  const arrived = new Map<string, Buffer>();
  let [differing, secret] = [0, ''];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [id, body] = [String(request.headers['webhook-id']), Buffer.concat(chunks)];
      if (arrived.get(id)?.equals(body) === false) differing += 1;
      arrived.set(id, body);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const webhook = { url, allowPrivateAddresses: true, timeoutSeconds: 1, attemptsMax: 50 };
  return {
    settings: { sendBy: 'webhook', webhook },
    environment: {},
    steps: ['https.archived', 'webhook.posted'],
    async setUp(gateway) {
      const path = `/agreements/${agreementId}/http-secrets`;
      const made = await call(gateway.url, 'POST', path, { purpose: 'upload' });
      secret = ((await made.json()) as { secret: string }).secret;
      await call(gateway.url, 'POST', path, { purpose: 'webhook' });
    },
    async give(gateway, { name, bytes: body }) {
      const timestamp = Math.floor(Date.now() / 1_000);
      const headers = {
        ...{ 'webhook-id': name, 'webhook-timestamp': String(timestamp) },
        'webhook-signature': sign([secret], { id: name, timestamp, body }),
      };
      const path = `${gateway.url}/upload/${agreementId}`;
      const signal = AbortSignal.timeout(5_000);
      const answer = await fetch(path, { method: 'POST', headers, body: new Uint8Array(body), signal });
      return answer.status === 202;
    },
    received: () => [...arrived.values()],
    faults: () => ({ lost: 0, doubled: differing }),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The partner's side of a way, ready to be set up. */
export function startPartner(way: Way, place: Place): Promise<Partner> {
  mkdirSync(place.scratch, { recursive: true });
  if (way === 'as2') return startAs2Partner();
  if (way === 'sftp') return sftpPartner(place);
  return way === 'https' ? httpsPartner() : folderPartner(place);
}
