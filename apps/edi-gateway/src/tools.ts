import { randomInt } from 'node:crypto';
import type { Clock } from '@coplan/kernel';
import type { Log, Metrics, TenantPool } from '@coplan/platform';
import type { AgreementStore } from './agreements/agreement-store.ts';
import type { GatewayDatabase } from './database.ts';
import type { As2Keys } from './transports/as2/as2-keys.ts';
import type { HttpSecrets } from './transports/https/secrets.ts';
import type { SftpLogins } from './transports/sftp-client/login.ts';

/** What every part of the gateway works with. */
export type Tools = {
  database: GatewayDatabase;
  /** The same database as people see it: rows of their own organisation only. */
  desk: TenantPool;
  agreements: AgreementStore;
  as2Keys: As2Keys;
  sftpLogins: SftpLogins;
  httpSecrets: HttpSecrets;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  dataFolder: string;
  serverUrl: string;
  /** Room for recording after a partner's time is up, before another gateway may try. */
  leaseMarginMs: number;
};

/** Waiting before the next try: 1 s, 2 s, 4 s … at most five minutes, with a spread against thundering herds. */
export function retryAt(now: Date, attemptCount: number): Date {
  const waitMs = Math.min(300_000, 1_000 * 2 ** Math.min(attemptCount, 20));
  return new Date(now.getTime() + waitMs * (0.75 + randomInt(500) / 1_000));
}

/** Unexpected failures are tried this often before a person has to look. */
export const attemptsMax = 5;
