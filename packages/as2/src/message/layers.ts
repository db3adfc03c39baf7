import { readContentInfo } from '../cms/content-info.ts';
import { objectIds } from '../cms/object-ids.ts';
import type { Entity } from '../mime/entity.ts';
import { decodeCms } from '../mime/transfer-encoding.ts';

/** What an entity is: a wrapping of S/MIME with its CMS bytes, a signed pair, or the file itself. */
export type Layer =
  | { kind: 'encrypted' | 'compressed' | 'opaque-signed'; cms: Buffer }
  | { kind: 'signed' }
  | { kind: 'payload' };

const kinds: Record<string, 'encrypted' | 'compressed' | 'opaque-signed'> = {
  [objectIds.envelopedData]: 'encrypted',
  [objectIds.authEnvelopedData]: 'encrypted',
  [objectIds.compressedData]: 'compressed',
  [objectIds.signedData]: 'opaque-signed',
};

/**
 * Tells what an entity is. Of CMS bodies the content decides, not `smime-type`: it is optional, and partners get it
 * wrong. Throws `Malformed`.
 */
export function layerOf({ contentType, body, transferEncoding }: Entity): Layer {
  const { value } = contentType;
  if (value === 'multipart/signed') return { kind: 'signed' };
  if (!/^application\/(x-)?pkcs7-mime$/.test(value)) return { kind: 'payload' };
  const cms = decodeCms(body, transferEncoding);
  const kind = kinds[readContentInfo(cms).type];
  return kind === undefined ? { kind: 'payload' } : { kind, cms };
}
