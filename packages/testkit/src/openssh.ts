import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

/** The version of the machine's OpenSSH client; undefined where there is none. Tests that need it skip with a message. */
export const opensshVersion: string | undefined = (() => {
  const { status, stderr } = spawnSync('ssh', ['-V'], { encoding: 'utf8' });
  return status === 0 ? stderr.trim() : undefined;
})();

const sshdPath = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/lib/ssh/sshd'].find(existsSync);
/** False where there is no OpenSSH server, or a client without it; tests that need it skip with a message. */
export const hasSshd = sshdPath !== undefined && opensshVersion !== undefined;

export type SshKey = { path: string; privateKey: string; publicKey: string; fingerprint: string };

/** A fresh Ed25519 key made by ssh-keygen. */
export function makeSshKey(folder: string, name: string): SshKey {
  const path = join(folder, name);
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path]);
  const shown = spawnSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' }).stdout;
  return {
    path,
    privateKey: readFileSync(path, 'utf8'),
    publicKey: readFileSync(`${path}.pub`, 'utf8').trim(),
    fingerprint: shown.split(' ')[1] ?? '',
  };
}

export type SftpRun = { status: number | null; output: string };
export type SftpSession = { child: ChildProcess; ended: Promise<SftpRun> };

/**
 * Runs OpenSSH's `sftp` on a batch of commands. `hostKey` is the public key that the server has to show; the client
 * signs in with the key at `keyPath`, or with `password`.
 */
export function startSftp({
  port,
  user,
  hostKey,
  keyPath,
  password,
  commands,
}: {
  port: number;
  user: string;
  hostKey: string;
  keyPath?: string;
  password?: string;
  commands: readonly string[];
}): SftpSession {
  const folder = mkdtempSync(join(tmpdir(), 'coplan-sftp-'));
  const known = join(folder, 'known_hosts');
  writeFileSync(known, `[127.0.0.1]:${port} ${hostKey.split(' ').slice(0, 2).join(' ')}\n`);
  const batch = join(folder, 'batch');
  writeFileSync(batch, `${commands.join('\n')}\n`);
  const askPass = join(folder, 'ask-pass');
  writeFileSync(askPass, `#!/bin/sh\necho '${password ?? ''}'\n`);
  chmodSync(askPass, 0o700);
  const options = [
    ...[`UserKnownHostsFile=${known}`, 'GlobalKnownHostsFile=/dev/null', 'StrictHostKeyChecking=yes'],
    ...[
      'IdentitiesOnly=yes',
      'IdentityAgent=none',
      'UpdateHostKeys=no',
      'NumberOfPasswordPrompts=1',
      'BatchMode=no',
    ],
    ...(keyPath === undefined ? ['PubkeyAuthentication=no'] : [`IdentityFile=${keyPath}`]),
    ...(password === undefined ? ['PasswordAuthentication=no'] : []),
  ].flatMap((option) => ['-o', option]);
  const child = spawn(
    'sftp',
    ['-F', '/dev/null', ...options, '-b', batch, '-P', String(port), `${user}@127.0.0.1`],
    {
      env: { ...process.env, SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<SftpRun>((resolve) => {
    child.once('close', (status) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ status, output });
    });
  });
  return { child, ended };
}

export const runSftp = (about: Parameters<typeof startSftp>[0]): Promise<SftpRun> => startSftp(about).ended;

export type Sshd = {
  port: number;
  user: string;
  hostKey: SshKey;
  /** What it said so far. */
  log(): string;
  close(): Promise<void>;
};

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** OpenSSH's server with SFTP for this user, who signs in with `userKey`; it reaches the machine's files. */
export async function startSshd(folder: string, userKey: SshKey): Promise<Sshd> {
  const hostKey = makeSshKey(folder, 'host-key');
  const port = await freePort();
  const { username: user, uid } = userInfo();
  // As root it wants a folder of its own, which Debian makes when the service starts.
  if (uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, 'authorized_keys'), `${userKey.publicKey}\n`);
  const settings = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${hostKey.path}`, 'PidFile none'],
    ...[`AuthorizedKeysFile ${join(folder, 'authorized_keys')}`, 'StrictModes no', 'UsePAM no'],
    ...[
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'Subsystem sftp internal-sftp',
      'LogLevel VERBOSE',
    ],
    ...['MaxStartups 100'],
  ];
  writeFileSync(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
  const child = spawn(sshdPath ?? 'sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until('sshd listens', () => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${log}`);
    return log.includes('Server listening');
  });
  return {
    ...{ port, user, hostKey, log: () => log },
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
