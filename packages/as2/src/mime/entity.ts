import { type HeaderList, headerOf, readHeaders } from './headers.ts';
import { type FieldValue, readFieldValue } from './parameters.ts';

/** A MIME entity: header and body as they stand in the message, nothing decoded. */
export type Entity = {
  headers: HeaderList;
  body: Buffer;
  contentType: FieldValue;
  transferEncoding: string | undefined;
};

/** An entity whose header came by another way, e.g. as HTTP fields. */
export const entityOf = (headers: HeaderList, body: Buffer): Entity => ({
  headers,
  body,
  contentType: readFieldValue(headerOf(headers, 'content-type') ?? 'application/octet-stream'),
  transferEncoding: headerOf(headers, 'content-transfer-encoding'),
});

/**
 * Reads an entity from bytes. Bytes without a header that names a content type are taken as a body, which is what some
 * partners encrypt.
 */
export function readEntity(bytes: Buffer): Entity {
  const read = readHeaders(bytes);
  if (read === undefined || headerOf(read.headers, 'content-type') === undefined) return entityOf([], bytes);
  return entityOf(read.headers, bytes.subarray(read.bodyStart));
}
