import { sign } from 'node:crypto';
import { der, integer, nothing, octetString, oid, sequence, setOf, tagged, time } from '../asn1/write-der.ts';
import { type Digest, digestId, hash, hashName } from './algorithms.ts';
import type { Identity } from './certificates.ts';
import { contentInfo, encapsulated } from './content-info.ts';
import { objectIds } from './object-ids.ts';

const attribute = (id: string, value: Uint8Array): Buffer => sequence(oid(id), setOf(value));

/**
 * A detached signature (RFC 5652, 5; RFC 5751, 2.5) over the exact bytes of `content`, with the signer's certificate.
 * RSA with PKCS #1 v1.5, which every AS2 product reads.
 */
export function signData(
  content: Uint8Array,
  { identity, digest, signingTime }: { identity: Identity; digest: Digest; signingTime: Date },
): Buffer {
  const { certificate, privateKey } = identity;
  const attributes = [
    attribute(objectIds.contentType, oid(objectIds.data)),
    attribute(objectIds.signingTime, time(signingTime)),
    attribute(objectIds.messageDigest, octetString(hash(digest, content))),
  ];
  const digestAlgorithm = sequence(oid(digestId(digest)), nothing());
  const signedAttributes = setOf(...attributes);
  const signer = sequence(
    integer(1),
    sequence(certificate.issuerDer, certificate.serialDer),
    digestAlgorithm,
    // [0] IMPLICIT: the same contents under another tag.
    tagged(0, ...[...attributes].sort(Buffer.compare)),
    sequence(oid(objectIds.rsaEncryption), nothing()),
    octetString(sign(hashName(digest), signedAttributes, privateKey)),
  );
  const body = sequence(
    integer(1),
    setOf(digestAlgorithm),
    encapsulated(),
    tagged(0, certificate.der),
    der(0x31, signer),
  );
  return contentInfo(objectIds.signedData, body);
}
