import { type KeyObject, sign } from 'node:crypto';
import { der, integer, nothing, oid, sequence, setOf, tagged, time } from '../asn1/write-der.ts';
import { objectIds } from './object-ids.ts';

const sha256WithRsa = '1.2.840.113549.1.1.11';
const utf8String = 0x0c;

/**
 * A self-signed certificate (RFC 5280) for an RSA key, as AS2 partners exchange them by mail: what counts is that both
 * sides know it, not who issued it.
 */
export function makeCertificate({
  commonName,
  serial,
  validFrom,
  validUntil,
  publicKey,
  privateKey,
}: {
  commonName: string;
  /** At least eight random bytes. */
  serial: Uint8Array;
  validFrom: Date;
  validUntil: Date;
  publicKey: KeyObject;
  privateKey: KeyObject;
}): string {
  const algorithm = sequence(oid(sha256WithRsa), nothing());
  const name = sequence(setOf(sequence(oid(objectIds.commonName), der(utf8String, Buffer.from(commonName)))));
  const body = sequence(
    tagged(0, integer(2)),
    integer(serial),
    algorithm,
    name,
    sequence(time(validFrom), time(validUntil)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
