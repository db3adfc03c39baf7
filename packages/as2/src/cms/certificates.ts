import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type BerNode, expectNode, readBer, readOid, stringOf, universal } from '../asn1/read-ber.ts';
import { objectIds } from './object-ids.ts';

/** A certificate as far as AS2 needs it. The `…Der` fields are exact bytes, as CMS compares them. */
export type Certificate = {
  der: Buffer;
  pem: string;
  /** Lower-case hexadecimal SHA-256 of the whole certificate: its name in this product. */
  fingerprint: string;
  subject: string;
  issuer: string;
  /** Hexadecimal. */
  serialNumber: string;
  issuerDer: Buffer;
  serialDer: Buffer;
  subjectKeyId: Buffer | undefined;
  validFrom: Date;
  validUntil: Date;
  publicKey: KeyObject;
};
/** A certificate of our own with its private key. */
export type Identity = { certificate: Certificate; privateKey: KeyObject };

/** A certificate or key that cannot be used; the message says why, and repeats no secret. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

const rsaBitsMin = 1_024;
const ownRsaBitsMin = 2_048;
const extensionsTag = 0xa3;

function findSubjectKeyId(fields: readonly BerNode[]): Buffer | undefined {
  const list = fields.find(({ tag }) => tag === extensionsTag)?.children[0];
  const extension = list?.children.find(({ children }) => readOid(children[0]) === objectIds.subjectKeyId);
  const value = extension?.children.at(-1);
  return value === undefined ? undefined : stringOf(readBer(stringOf(value)));
}

function readFields(certificateDer: Buffer): Pick<Certificate, 'issuerDer' | 'serialDer' | 'subjectKeyId'> {
  const [tbs] = expectNode(readBer(certificateDer), universal.sequence, 'the certificate').children;
  const all = expectNode(tbs, universal.sequence, 'the body of the certificate').children;
  const fields = all[0]?.tag === 0xa0 ? all.slice(1) : all;
  const serial = expectNode(fields[0], universal.integer, 'the serial number');
  const issuer = expectNode(fields[2], universal.sequence, 'the issuer');
  return {
    serialDer: serial.encoding,
    issuerDer: issuer.encoding,
    subjectKeyId: findSubjectKeyId(fields.slice(6)),
  };
}

const isSized = (key: KeyObject, bitsMin: number): boolean =>
  key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) >= bitsMin;

/** Reads X.509 in PEM (the first one) or DER. Throws `CertificateError`. */
export function readCertificate(pemOrDer: string | Uint8Array): Certificate {
  try {
    const x509 = new X509Certificate(pemOrDer);
    if (!isSized(x509.publicKey, rsaBitsMin)) throw new Error(`its key has fewer than ${rsaBitsMin} bits`);
    return {
      ...readFields(x509.raw),
      der: x509.raw,
      pem: x509.toString(),
      fingerprint: createHash('sha256').update(x509.raw).digest('hex'),
      subject: x509.subject.replaceAll('\n', ', '),
      issuer: x509.issuer.replaceAll('\n', ', '),
      serialNumber: x509.serialNumber,
      validFrom: x509.validFromDate,
      validUntil: x509.validToDate,
      publicKey: x509.publicKey,
    };
  } catch (error) {
    throw new CertificateError(`This is no certificate that can be used: ${(error as Error).message}.`);
  }
}

/** Reads our own certificate with its private key in PEM. Throws `CertificateError` when they do not belong together. */
export function readIdentity({
  certificatePem,
  privateKeyPem,
}: {
  certificatePem: string;
  privateKeyPem: string;
}): Identity {
  const certificate = readCertificate(certificatePem);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(privateKeyPem);
  } catch {
    throw new CertificateError('This is no private key in PEM without a password.');
  }
  if (privateKey.asymmetricKeyType !== 'rsa' || !isSized(privateKey, ownRsaBitsMin)) {
    throw new CertificateError(`The private key is not RSA with at least ${ownRsaBitsMin} bits.`);
  }
  if (!new X509Certificate(certificate.der).checkPrivateKey(privateKey)) {
    throw new CertificateError('The private key does not belong to the certificate.');
  }
  return { certificate, privateKey };
}

export const isValidAt = ({ validFrom, validUntil }: Certificate, now: Date): boolean =>
  validFrom <= now && now <= validUntil;

/** During an overlap the certificate that became valid last, i.e. the one that stays; undefined when none is valid. */
export function newestValid<Held>(
  held: readonly Held[],
  certificateOf: (one: Held) => Certificate,
  now: Date,
): Held | undefined {
  const valid = held.filter((one) => isValidAt(certificateOf(one), now));
  return valid.reduce<Held | undefined>(
    (best, one) =>
      best === undefined || certificateOf(one).validFrom > certificateOf(best).validFrom ? one : best,
    undefined,
  );
}
