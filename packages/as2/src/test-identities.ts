import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Identity, readIdentity } from './cms/certificates.ts';
import { makeCertificate } from './cms/make-certificate.ts';

/** For tests only: a key and its certificate. Keys cost time, so that a test file makes few and makes them once. */
export type TestIdentity = { identity: Identity; certificatePem: string; privateKeyPem: string };

export function makeTestIdentity(
  commonName: string,
  { validFrom = '2020-01-01', validUntil = '2060-01-01' }: { validFrom?: string; validUntil?: string } = {},
): TestIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const certificatePem = makeCertificate({
    ...{ commonName, serial: randomBytes(8), publicKey, privateKey },
    validFrom: new Date(validFrom),
    validUntil: new Date(validUntil),
  });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { identity: readIdentity({ certificatePem, privateKeyPem }), certificatePem, privateKeyPem };
}
