import { type BerNode, expectNode, readBer, readOid, stringOf, universal } from '../asn1/read-ber.ts';
import { octetString, oid, sequence, tagged } from '../asn1/write-der.ts';
import { objectIds } from './object-ids.ts';

/** The outer shell of every CMS message (RFC 5652, 3): what it is, and its body. Throws `Malformed`. */
export function readContentInfo(bytes: Uint8Array): { type: string; body: BerNode } {
  const [type, explicit] = expectNode(readBer(bytes), universal.sequence, 'the CMS message').children;
  const body = expectNode(explicit, 0xa0, 'the body of the CMS message').children[0];
  return { type: readOid(type), body: expectNode(body, universal.sequence, 'the body of the CMS message') };
}

export const contentInfo = (type: string, body: Uint8Array): Buffer => sequence(oid(type), tagged(0, body));

/** EncapsulatedContentInfo (RFC 5652, 5.2); without `content` the signature is detached. */
export const encapsulated = (content?: Uint8Array): Buffer =>
  content === undefined
    ? sequence(oid(objectIds.data))
    : sequence(oid(objectIds.data), tagged(0, octetString(content)));

export function readEncapsulated(node: BerNode | undefined): { type: string; content: Buffer | undefined } {
  const [type, explicit] = expectNode(node, universal.sequence, 'the content').children;
  const holder = explicit?.children[0];
  return { type: readOid(type), content: holder === undefined ? undefined : stringOf(holder) };
}
