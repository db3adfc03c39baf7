import type { Client, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import type { SftpSettings } from '../../agreements/transport-settings.ts';
import { resolveHost } from '../addresses.ts';
import { isPlainFileName } from '../file-name.ts';
import { fingerprintOf } from '../sftp-server/host-keys.ts';
import type { SftpLogin } from './login.ts';

export type RemoteFile = { name: string; size: number; mtime: number };

/** A partner's SFTP server during one visit. */
export type Remote = {
  /** Regular files of a folder; names that are no plain names are left out. */
  list(folder: string): Promise<RemoteFile[]>;
  /** Undefined when there is no such file. */
  stat(path: string): Promise<Pick<RemoteFile, 'size' | 'mtime'> | undefined>;
  read(path: string, size: number): Promise<Buffer>;
  /** Writes over a file of this name. */
  write(path: string, bytes: Buffer): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  close(): void;
};

const { STATUS_CODE } = ssh2.utils.sftp;
const regularFile = 0o100_000;
const typeMask = 0o170_000;

export const inFolder = (folder: string, name: string): string =>
  folder === '/' ? `/${name}` : `${folder}/${name}`;

const isMissing = (error: unknown): boolean =>
  (error as { code?: unknown }).code === STATUS_CODE.NO_SUCH_FILE;

/** Connects to the address that was checked, and to a server with a pinned key only; else throws, with the reason. */
async function connect(settings: SftpSettings, login: SftpLogin): Promise<Client> {
  const { host, port, userName: username, hostKeys, timeoutSeconds } = settings;
  const target = await resolveHost(host, settings);
  const client = new ssh2.Client();
  let strangeKey: string | undefined;
  return await new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client));
    client.on('error', (error) => {
      const why = `${host} shows the key ${strangeKey}, which the agreement does not name; nothing was sent.`;
      reject(strangeKey === undefined ? error : new Error(why));
    });
    client.once('close', () => reject(new Error('the connection was closed')));
    client.connect({
      ...{ host: target.address, port, username },
      ...(login.password === undefined ? {} : { password: login.password }),
      ...(login.privateKey === undefined ? {} : { privateKey: login.privateKey }),
      readyTimeout: Math.min(30, timeoutSeconds) * 1_000,
      hostVerifier: (key: Buffer) => {
        const fingerprint = fingerprintOf(key);
        const isPinned = hostKeys.includes(fingerprint);
        if (!isPinned) strangeKey = fingerprint;
        return isPinned;
      },
    });
  });
}

function openChannel(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => (error === undefined || error === null ? resolve(sftp) : reject(error)));
  });
}

type Done<Answer> = (error: Error | null | undefined, answer: Answer) => void;

/** Opens a visit that ends, whatever happens, when the agreed time is up. */
export async function openRemote(settings: SftpSettings, login: SftpLogin): Promise<Remote> {
  const client = await connect(settings, login);
  const ended = new Promise<never>((_, reject) => {
    client.once('close', () => reject(new Error('the connection was closed')));
    client.once('end', () => reject(new Error('the connection ended')));
  });
  ended.catch(() => undefined);
  const timer = setTimeout(() => client.destroy(), settings.timeoutSeconds * 1_000);
  const ask = <Answer>(work: (done: Done<Answer>) => void): Promise<Answer> =>
    Promise.race([
      ended,
      new Promise<Answer>((resolve, reject) => {
        work((error, answer) => (error === undefined || error === null ? resolve(answer) : reject(error)));
      }),
    ]);
  let sftp: SFTPWrapper;
  try {
    sftp = await Promise.race([openChannel(client), ended]);
  } catch (error) {
    clearTimeout(timer);
    client.end();
    throw error;
  }
  return {
    async list(folder) {
      const entries = await ask<ssh2.FileEntryWithStats[]>((done) => sftp.readdir(folder, done));
      return entries
        .filter(({ filename, attrs }) => isPlainFileName(filename) && (attrs.mode & typeMask) === regularFile)
        .map(({ filename, attrs: { size, mtime } }) => ({ name: filename, size, mtime }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    },
    async stat(path) {
      try {
        const { size, mtime } = await ask<ssh2.Stats>((done) => sftp.lstat(path, done));
        return { size, mtime };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async read(path, size) {
      const bytes = await ask<Buffer>((done) => sftp.readFile(path, done as Done<Buffer>));
      if (bytes.length !== size) throw new Error(`${path} changed while it was read`);
      return bytes;
    },
    write: (path, bytes) => ask<void>((done) => sftp.writeFile(path, bytes, done as Done<void>)),
    rename: (from, to) => ask<void>((done) => sftp.rename(from, to, done as Done<void>)),
    remove: (path) => ask<void>((done) => sftp.unlink(path, done as Done<void>)),
    close() {
      clearTimeout(timer);
      client.end();
    },
  };
}
