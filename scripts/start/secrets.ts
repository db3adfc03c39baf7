import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from './ask.ts';

/** Made at the first start, kept beside the data, readable by the owner alone. */
export type Secrets = {
  authSecret: string;
  gatewayKey: string;
  gatewayEncryptionKey: string;
  ticketKey: string;
};

const names: readonly (keyof Secrets)[] = ['authSecret', 'gatewayKey', 'gatewayEncryptionKey'];

const random = (): string => randomBytes(32).toString('base64');

function writeSecrets(file: string, secrets: Secrets): Secrets {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return secrets;
}

function readSecrets(file: string): Secrets {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
    if (names.every((name) => typeof found[name] === 'string')) {
      // A folder from before there were tickets gets its key now: nothing was ever sealed with another one.
      return found.ticketKey === undefined
        ? writeSecrets(file, { ...(found as Secrets), ticketKey: random() })
        : (found as Secrets);
    }
  } catch (error) {
    throw new StartRefusal(`${file} cannot be read (${(error as Error).message}): restore it from a backup.`);
  }
  throw new StartRefusal(`${file} lacks one of ${names.join(', ')}: restore it from a backup.`);
}

/** Reads the secrets of this data folder, or makes them. The write is atomic, so a crash leaves none or all. */
export function openSecrets(dataFolder: string): Secrets {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) return readSecrets(file);
  return writeSecrets(file, {
    authSecret: random(),
    gatewayKey: random(),
    gatewayEncryptionKey: random(),
    ticketKey: random(),
  });
}
