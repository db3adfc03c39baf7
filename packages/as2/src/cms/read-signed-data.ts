import { type BerNode, expectNode, readOid, stringOf, universal } from '../asn1/read-ber.ts';
import { Malformed } from '../malformed.ts';
import { type Digest, digestOf } from './algorithms.ts';
import { type Certificate, readCertificate } from './certificates.ts';
import { readContentInfo, readEncapsulated } from './content-info.ts';
import { objectIds } from './object-ids.ts';

/** One SignerInfo (RFC 5652, 5.3), taken apart. */
export type Signer = {
  isOf(certificate: Certificate): boolean;
  digest: Digest;
  /** The exact bytes that were signed, when the signature is over attributes and not over the content itself. */
  signedAttributes: Buffer | undefined;
  messageDigest: Buffer | undefined;
  signatureAlgorithm: BerNode;
  signature: Buffer;
};
export type SignedData = { content: Buffer | undefined; certificates: Certificate[]; signers: Signer[] };

const signersMax = 8;
const certificatesMax = 20;

function attributeValue(attributes: BerNode, id: string): BerNode | undefined {
  const found = attributes.children.filter(({ children }) => readOid(children[0]) === id);
  if (found.length > 1) throw new Malformed('a signed attribute occurs twice');
  return found[0]?.children[1]?.children[0];
}

function readAttributes(
  node: BerNode,
  contentType: string,
): Pick<Signer, 'signedAttributes' | 'messageDigest'> {
  const type = attributeValue(node, objectIds.contentType);
  if (readOid(type) !== contentType) throw new Malformed('the signed content type differs');
  const digest = attributeValue(node, objectIds.messageDigest);
  // Signed is the SET OF, not the [0] under which it is sent (RFC 5652, 5.4).
  const signedAttributes = Buffer.from(node.encoding);
  signedAttributes[0] = universal.set;
  return { signedAttributes, messageDigest: stringOf(expectNode(digest, universal.octetString, 'a digest')) };
}

function identifies(sid: BerNode, certificate: Certificate): boolean {
  if (sid.tag === universal.sequence) {
    const [issuer, serial] = sid.children;
    const isIssuer = issuer?.encoding.equals(certificate.issuerDer) === true;
    return isIssuer && serial?.encoding.equals(certificate.serialDer) === true;
  }
  return certificate.subjectKeyId?.equals(stringOf(sid)) === true;
}

function readSigner(node: BerNode, contentType: string): Signer {
  const [, sid, digestAlgorithm, ...rest] = expectNode(node, universal.sequence, 'a signer').children;
  if (sid === undefined) throw new Malformed('a signer has no name');
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined;
  const [signatureAlgorithm, signature] = rest;
  return {
    isOf: (certificate) => identifies(sid, certificate),
    digest: digestOf(readOid(digestAlgorithm?.children[0])),
    signedAttributes: undefined,
    messageDigest: undefined,
    ...(attributes === undefined ? {} : readAttributes(attributes, contentType)),
    signatureAlgorithm: expectNode(signatureAlgorithm, universal.sequence, 'the signature algorithm'),
    signature: stringOf(expectNode(signature, universal.octetString, 'the signature')),
  };
}

/** Certificates that came along; what cannot be read is left out, because trust never comes from here. */
function readCertificates(node: BerNode): Certificate[] {
  return node.children.slice(0, certificatesMax).flatMap(({ encoding }) => {
    try {
      return [readCertificate(encoding)];
    } catch {
      return [];
    }
  });
}

/** Takes SignedData apart (RFC 5652, 5.1) without verifying anything. Throws `Malformed`. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const { type, body } = readContentInfo(bytes);
  if (type !== objectIds.signedData) throw new Malformed('this is no signed data');
  const [, , encapsulatedNode, ...rest] = body.children;
  const { type: contentType, content } = readEncapsulated(encapsulatedNode);
  const certificates = rest.find(({ tag }) => tag === 0xa0);
  const signers = expectNode(rest.at(-1), universal.set, 'the list of signers').children;
  if (signers.length === 0 || signers.length > signersMax)
    throw new Malformed('the number of signers is wrong');
  return {
    content,
    certificates: certificates === undefined ? [] : readCertificates(certificates),
    signers: signers.map((signer) => readSigner(signer, contentType)),
  };
}
