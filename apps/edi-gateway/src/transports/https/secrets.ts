import { DomainError } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type { KeyBox } from '../../agreements/key-box.ts';
import type { GatewayDatabase } from '../../database.ts';
import { makeSecret, readSecret } from './signature.ts';

export type SecretPurpose = 'upload' | 'webhook';
export type SecretRow = {
  secretId: string;
  purpose: SecretPurpose;
  recordedAt: Date;
  retiredAt: Date | null;
};

export type HttpSecrets = {
  /** Makes a secret, or keeps the given one. It comes out in this answer and never again. */
  add(
    agreementId: string,
    given: { purpose: SecretPurpose; secret?: string | undefined },
    now: Date,
  ): Promise<SecretRow & { secret: string }>;
  list(agreementId: string): Promise<SecretRow[]>;
  retire(agreementId: string, secretId: string, now: Date): Promise<void>;
  /** Those that are valid, newest first. */
  open(agreementId: string, purpose: SecretPurpose): Promise<string[]>;
};

const columns = 'secret_id as "secretId", purpose, recorded_at as "recordedAt", retired_at as "retiredAt"';

/** Secrets that we share with partners: encrypted, bound to their row. Several are valid at once, so that they can be changed. */
export function createHttpSecrets(database: GatewayDatabase, keyBox: KeyBox): HttpSecrets {
  return {
    async add(agreementId, { purpose, secret = makeSecret() }, now) {
      if (readSecret(secret) === undefined) {
        const text = 'A secret is whsec_ and 24 to 64 bytes in base64; leave it out and one is made.';
        throw new DomainError('invalid', 'gateway.secret-unusable', {}, text);
      }
      const secretId = newId();
      const [row] = await database.query<SecretRow>(
        `insert into http_secrets (secret_id, agreement_id, purpose, secret, recorded_at)
         values ($1, $2, $3, $4, $5) returning ${columns}`,
        [secretId, agreementId, purpose, keyBox.lock(secret, `http:${secretId}`), now],
      );
      return { ...(row as SecretRow), secret };
    },
    list: (agreementId) =>
      database.query<SecretRow>(
        `select ${columns} from http_secrets where agreement_id = $1 order by recorded_at desc, secret_id desc limit 200`,
        [agreementId],
      ),
    async retire(agreementId, secretId, now) {
      const rows = await database.query(
        'update http_secrets set retired_at = $3 where agreement_id = $1 and secret_id = $2 returning 1',
        [agreementId, secretId, now],
      );
      if (rows.length > 0) return;
      throw new DomainError('not-found', 'gateway.secret-not-found', {}, 'There is no such secret.');
    },
    async open(agreementId, purpose) {
      const rows = await database.query<{ secretId: string; secret: string }>(
        `select secret_id as "secretId", secret from http_secrets
         where agreement_id = $1 and purpose = $2 and retired_at is null order by recorded_at desc, secret_id desc limit 10`,
        [agreementId, purpose],
      );
      return rows.map(({ secretId, secret }) => keyBox.open(secret, `http:${secretId}`));
    },
  };
}
