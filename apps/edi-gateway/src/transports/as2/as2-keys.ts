import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  type Certificate,
  CertificateError,
  type Identity,
  isValidAt,
  makeCertificate,
  newestValid,
  readCertificate,
  readIdentity,
} from '@coplan/as2';
import { type Clock, DomainError } from '@coplan/kernel';
import type { KeyBox } from '../../agreements/key-box.ts';
import type { GatewayDatabase } from '../../database.ts';
import { derivedId } from '../../ids.ts';

export type Purpose = 'both' | 'signing' | 'encryption';
export type CertificateRow = {
  fingerprint: string;
  subject: string;
  certificatePem: string;
  validFrom: Date;
  validUntil: Date;
  recordedAt: Date;
  retiredAt: Date | null;
};
export type IdentityRow = CertificateRow & { identityId: string; localName: string; signFrom: Date };
export type PartnerCertificateRow = CertificateRow & { certificateId: string; purpose: Purpose };

type KeptRow = { certificate: string; recordedAt: Date; retiredAt: Date | null };
type KeptIdentity = KeptRow & { identityId: string; localName: string; privateKey: string; signFrom: Date };
type KeptCertificate = KeptRow & { certificateId: string; purpose: Purpose };

/** Our keys and partners' certificates. Several of each may be valid at a time: every look-up takes all of them. */
export type As2Keys = {
  /** Everything that partners may still encrypt for. */
  decrypting(localName: string): Promise<Identity[]>;
  /** The one with which we sign now; undefined when none is valid. */
  signing(localName: string): Promise<Identity | undefined>;
  /** Everything with which the partner may sign; expired ones too, so that the refusal can say so. */
  trusted(agreementId: string): Promise<Certificate[]>;
  /** The newest valid one for which we encrypt. */
  encrypting(agreementId: string): Promise<Certificate | undefined>;
  /** Keys of ours and certificates of partners that end within so many days, or have ended, and are not retired. */
  countEnding(days: number): Promise<number>;
  addIdentity(given: GivenIdentity): Promise<IdentityRow>;
  listIdentities(): Promise<IdentityRow[]>;
  retireIdentity(identityId: string): Promise<void>;
  addCertificate(given: GivenCertificate): Promise<PartnerCertificateRow>;
  listCertificates(agreementId: string): Promise<PartnerCertificateRow[]>;
  retireCertificate(agreementId: string, certificateId: string): Promise<void>;
};
export type GivenIdentity = { localName: string; signFrom?: Date | undefined } & (
  | { certificatePem: string; privateKeyPem: string }
  | { make: { commonName: string; validDays: number } }
);
export type GivenCertificate = { agreementId: string; certificatePem: string; purpose: Purpose };

const identityColumns = `identity_id as "identityId", local_name as "localName", certificate, private_key as "privateKey",
  sign_from as "signFrom", recorded_at as "recordedAt", retired_at as "retiredAt"`;
const certificateColumns = `certificate_id as "certificateId", certificate, purpose, recorded_at as "recordedAt",
  retired_at as "retiredAt"`;

/** Answers with the reason as a refusal that the caller can act on. */
function orRefuse<Answer>(read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new DomainError('invalid', 'gateway.certificate-unusable', {}, error.message);
  }
}

const notFound = (what: string): DomainError =>
  new DomainError('not-found', 'gateway.certificate-not-found', {}, `There is no such ${what}.`);

function shownRow({ certificate, recordedAt, retiredAt }: KeptRow): CertificateRow {
  const { fingerprint, subject, pem, validFrom, validUntil } = readCertificate(certificate);
  return { fingerprint, subject, certificatePem: pem, validFrom, validUntil, recordedAt, retiredAt };
}
const shownIdentity = (row: KeptIdentity): IdentityRow => ({
  ...{ identityId: row.identityId, localName: row.localName, signFrom: row.signFrom },
  ...shownRow(row),
});
const shownCertificate = (row: KeptCertificate): PartnerCertificateRow => ({
  ...{ certificateId: row.certificateId, purpose: row.purpose },
  ...shownRow(row),
});

const generate = promisify(generateKeyPair);

async function makePair(
  { commonName, validDays }: { commonName: string; validDays: number },
  now: Date,
): Promise<{ certificatePem: string; privateKeyPem: string }> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 3_072 });
  const certificatePem = makeCertificate({
    ...{ commonName, publicKey, privateKey, serial: randomBytes(16) },
    // Partners' clocks differ a little.
    validFrom: new Date(now.getTime() - 3_600_000),
    validUntil: new Date(now.getTime() + validDays * 86_400_000),
  });
  return { certificatePem, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

async function countEnding(database: GatewayDatabase, before: Date): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select (select count(*) from as2_identities where retired_at is null and valid_until < $1)::int
       + (select count(*) from as2_partner_certificates where retired_at is null and valid_until < $1)::int as count`,
    [before],
  );
  return row?.count ?? 0;
}

/** Private keys are encrypted with the gateway's key, which lies outside the database, and bound to their row. */
export function createAs2Keys({
  database,
  keyBox,
  clock,
}: {
  database: GatewayDatabase;
  keyBox: KeyBox;
  clock: Clock;
}): As2Keys {
  const open = (row: KeptIdentity): { identity: Identity; signFrom: Date } => ({
    identity: readIdentity({
      certificatePem: row.certificate,
      privateKeyPem: keyBox.open(row.privateKey, `as2:${row.identityId}`),
    }),
    signFrom: row.signFrom,
  });
  const identitiesOf = async (localName: string): Promise<{ identity: Identity; signFrom: Date }[]> => {
    const kept = await database.query<KeptIdentity>(
      `select ${identityColumns} from as2_identities where local_name = $1 and retired_at is null`,
      [localName],
    );
    return kept.map(open).filter(({ identity }) => isValidAt(identity.certificate, clock.now()));
  };
  const certificatesOf = async (agreementId: string, purpose: Purpose): Promise<Certificate[]> => {
    const kept = await database.query<KeptCertificate>(
      `select ${certificateColumns} from as2_partner_certificates
       where agreement_id = $1 and retired_at is null and purpose in ('both', $2)`,
      [agreementId, purpose],
    );
    return kept.map(({ certificate }) => readCertificate(certificate));
  };
  return {
    decrypting: async (localName) => (await identitiesOf(localName)).map(({ identity }) => identity),
    async signing(localName) {
      const now = clock.now();
      const usable = (await identitiesOf(localName)).filter(({ signFrom }) => signFrom <= now);
      return usable.sort((left, right) => right.signFrom.getTime() - left.signFrom.getTime())[0]?.identity;
    },
    trusted: (agreementId) => certificatesOf(agreementId, 'signing'),
    encrypting: async (agreementId) =>
      newestValid(await certificatesOf(agreementId, 'encryption'), (one) => one, clock.now()),
    countEnding: (days) => countEnding(database, new Date(clock.now().getTime() + days * 86_400_000)),
    async addIdentity(given) {
      const now = clock.now();
      const pair = 'make' in given ? await makePair(given.make, now) : given;
      const { certificate } = orRefuse(() => readIdentity(pair));
      const identityId = derivedId('as2-identity', given.localName, certificate.fingerprint);
      const plain = createPrivateKey(pair.privateKeyPem).export({ type: 'pkcs8', format: 'pem' }).toString();
      const [row] = await database.query<KeptIdentity>(
        `insert into as2_identities (identity_id, local_name, fingerprint, certificate, private_key, sign_from,
           valid_until, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (local_name, fingerprint) do update set sign_from = excluded.sign_from, retired_at = null
         returning ${identityColumns}`,
        [
          ...[identityId, given.localName, certificate.fingerprint, certificate.pem],
          ...[keyBox.lock(plain, `as2:${identityId}`), given.signFrom ?? now, certificate.validUntil, now],
        ],
      );
      return shownIdentity(row as KeptIdentity);
    },
    async listIdentities() {
      const sql = `select ${identityColumns} from as2_identities order by local_name, sign_from limit 500`;
      return (await database.query<KeptIdentity>(sql)).map(shownIdentity);
    },
    async retireIdentity(identityId) {
      const sql = 'update as2_identities set retired_at = $2 where identity_id = $1 returning 1';
      if ((await database.query(sql, [identityId, clock.now()])).length === 0) throw notFound('identity');
    },
    async addCertificate({ agreementId, certificatePem, purpose }) {
      const certificate = orRefuse(() => readCertificate(certificatePem));
      const certificateId = derivedId('as2-certificate', agreementId, certificate.fingerprint);
      const [row] = await database.query<KeptCertificate>(
        `insert into as2_partner_certificates (certificate_id, agreement_id, fingerprint, certificate, purpose,
           valid_until, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (agreement_id, fingerprint) do update set purpose = excluded.purpose, retired_at = null
         returning ${certificateColumns}`,
        [
          ...[certificateId, agreementId, certificate.fingerprint, certificate.pem, purpose],
          ...[certificate.validUntil, clock.now()],
        ],
      );
      return shownCertificate(row as KeptCertificate);
    },
    async listCertificates(agreementId) {
      const rows = await database.query<KeptCertificate>(
        `select ${certificateColumns} from as2_partner_certificates where agreement_id = $1
         order by recorded_at limit 500`,
        [agreementId],
      );
      return rows.map(shownCertificate);
    },
    async retireCertificate(agreementId, certificateId) {
      const sql = `update as2_partner_certificates set retired_at = $3
        where agreement_id = $1 and certificate_id = $2 returning 1`;
      const rows = await database.query(sql, [agreementId, certificateId, clock.now()]);
      if (rows.length === 0) throw notFound('certificate');
    },
  };
}
