import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { assert } from '@coplan/kernel';
import type { Connection } from 'ssh2';
import ssh2 from 'ssh2';
import type { Agreement } from '../../agreements/agreement.ts';
import type { KeyBox } from '../../agreements/key-box.ts';
import type { Tools } from '../../tools.ts';
import { ensurePlaces, placesOf } from '../folder/places.ts';
import type { SftpAccount } from './accounts.ts';
import { createGuessLimit, type GuessLimit } from './guess-limit.ts';
import { hostKeys } from './host-keys.ts';
import { createPartnerFiles } from './partner-files.ts';
import { sweepGrowing } from './real-files.ts';
import { serveFiles } from './session.ts';
import { judgeSignIn } from './sign-in.ts';

export type SftpServer = { port: number; close(): Promise<void> };

const connectionsMax = 200;
const connectionsPerAddressMax = 20;
const triesMax = 8;
const signInWithinMs = 30_000;
const channelsMax = 4;
const closeForMsMax = 2_000;

type House = { tools: Tools; guesses: GuessLimit; nudge: () => void };

type Partner = { account: SftpAccount; agreement: Agreement };

/** Everything that a session needs, before the client is told that it is signed in: it sends its requests at once. */
async function admit({ agreements, clock }: Tools, account: SftpAccount): Promise<Partner> {
  const agreement = await agreements.find(account.agreementId);
  assert(agreement !== undefined, 'an account belongs to an agreement');
  await ensurePlaces(placesOf(agreement.folder.inbox));
  await mkdir(agreement.folder.outbox, { recursive: true });
  await sweepGrowing(agreement.folder.inbox, clock.now().getTime());
  return { account, agreement };
}

/** Tries to sign in one after another; the partner once one has succeeded. */
function listenForSignIn(
  { tools, guesses }: House,
  connection: Connection,
  address: string,
): () => Partner | undefined {
  let partner: Partner | undefined;
  let tryCount = 0;
  let last: Promise<unknown> = Promise.resolve();
  connection.on('authentication', (context) => {
    last = last.then(async () => {
      tryCount += context.method === 'none' ? 0 : 1;
      if (tryCount > triesMax) return void connection.end();
      try {
        const answer = await judgeSignIn(tools, context, { address, guesses });
        if (answer.outcome === 'refused') return context.reject(['publickey', 'password']);
        if (answer.outcome === 'signed-in') partner = await admit(tools, answer.account);
        return context.accept();
      } catch (error) {
        tools.log.error({ err: error, address }, 'a sign-in could not be judged');
        connection.end();
      }
    });
  });
  return () => partner;
}

function serveConnection(house: House, connection: Connection, address: string): void {
  const { tools, nudge } = house;
  const { log } = tools;
  const signedIn = listenForSignIn(house, connection, address);
  const tooLate = setTimeout(() => connection.end(), signInWithinMs);
  let channelCount = 0;
  const ends: (() => Promise<void>)[] = [];
  connection.on('error', (error) => log.info({ address, why: error.message }, 'an SFTP connection broke'));
  connection.on('ready', () => {
    clearTimeout(tooLate);
    const partner = signedIn();
    if (partner === undefined) return void connection.end();
    const { account, agreement } = partner;
    log.info({ address, userName: account.userName }, 'a partner signed in by SFTP');
    connection.on('session', (acceptSession, rejectSession) => {
      channelCount += 1;
      if (channelCount > channelsMax) return void rejectSession();
      // Clients send their first request without waiting for the answer, so that nothing here may take a turn.
      acceptSession().on('sftp', (acceptSftp) => {
        const files = createPartnerFiles(tools, agreement, account);
        ends.push(serveFiles(acceptSftp(), { files, log, onUploaded: nudge }).end);
      });
    });
  });
  connection.on('close', () => {
    clearTimeout(tooLate);
    for (const end of ends.splice(0)) void end();
  });
}

/**
 * Our SFTP server: each partner sees the two folders of his agreement and nothing else. No shell, no forwarding, no
 * other subsystem: what has no listener is refused by the protocol. Port 0 takes a free one.
 */
export async function startSftpServer(
  tools: Tools,
  { keyBox, port, nudge }: { keyBox: KeyBox; port: number; nudge: () => void },
): Promise<SftpServer> {
  const keys = await hostKeys(tools.database, keyBox, tools.clock.now());
  const house: House = { tools, guesses: createGuessLimit(), nudge };
  const open = new Map<Connection, string>();
  const server = new ssh2.Server(
    {
      hostKeys: keys.map(({ privateKey }) => privateKey),
      ident: 'Coplan',
      ...{ keepaliveInterval: 60_000, keepaliveCountMax: 3 },
    },
    (connection, { ip }) => {
      const fromThere = [...open.values()].filter((address) => address === ip).length;
      if (open.size >= connectionsMax || fromThere >= connectionsPerAddressMax) {
        connection.on('error', () => undefined);
        connection.end();
        return;
      }
      open.set(connection, ip);
      connection.on('close', () => open.delete(connection));
      serveConnection(house, connection, ip);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error: Error) => tools.log.error({ err: error }, 'the SFTP server failed'));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => resolve(), closeForMsMax);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        for (const connection of open.keys()) connection.end();
      }),
  };
}
