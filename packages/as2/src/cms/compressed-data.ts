import { deflateSync, inflateSync } from 'node:zlib';
import { expectNode, readOid, universal } from '../asn1/read-ber.ts';
import { integer, oid, sequence } from '../asn1/write-der.ts';
import { Malformed } from '../malformed.ts';
import { contentInfo, encapsulated, readContentInfo, readEncapsulated } from './content-info.ts';
import { objectIds } from './object-ids.ts';

/** What grows more than this is taken for a bomb; small messages may grow freely up to the floor. */
const ratioMax = 100;
const ratioFloorBytes = 1_000_000;

/** CompressedData (RFC 3274, 1.1) with zlib, as RFC 5402 wants it. */
export function writeCompressedData(content: Uint8Array): Buffer {
  const body = sequence(integer(0), sequence(oid(objectIds.zlib)), encapsulated(deflateSync(content)));
  return contentInfo(objectIds.compressedData, body);
}

/** Throws `Malformed` when it is no CompressedData, is damaged, or grows beyond `bytesMax` or a hundredfold. */
export function readCompressedData(bytes: Uint8Array, bytesMax: number): Buffer {
  const { type, body } = readContentInfo(bytes);
  if (type !== objectIds.compressedData) throw new Malformed('this is no compressed data');
  const [, algorithm, encapsulatedNode] = body.children;
  const [name] = expectNode(algorithm, universal.sequence, 'the compression algorithm').children;
  if (readOid(name) !== objectIds.zlib) throw new Malformed('the compression is not zlib');
  const { content } = readEncapsulated(encapsulatedNode);
  if (content === undefined) throw new Malformed('the compressed data is empty');
  const limit = Math.min(bytesMax, Math.max(ratioFloorBytes, content.length * ratioMax));
  try {
    return inflateSync(content, { maxOutputLength: limit });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Malformed(isTooLarge ? 'the decompressed data is too large' : 'the compressed data is damaged');
  }
}
