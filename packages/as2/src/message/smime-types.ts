import type { HeaderList } from '../mime/headers.ts';

type Encoding = 'binary' | 'base64';

const smime = (type: string, name: string, encoding: Encoding): HeaderList => [
  ['Content-Type', `application/pkcs7-mime; smime-type=${type}; name="${name}"`],
  ['Content-Transfer-Encoding', encoding],
  ['Content-Disposition', `attachment; filename="${name}"`],
];

/** The headers of S/MIME entities (RFC 5751, 3.2; RFC 5402, 2). */
export const envelopedHeaders = (encoding: Encoding): HeaderList =>
  smime('enveloped-data', 'smime.p7m', encoding);
/** RFC 8551, 3.2.2: AuthEnvelopedData has a type of its own. */
export const authEnvelopedHeaders = (encoding: Encoding): HeaderList =>
  smime('authEnveloped-data', 'smime.p7m', encoding);
export const compressedHeaders = (encoding: Encoding): HeaderList =>
  smime('compressed-data', 'smime.p7z', encoding);
export const signatureHeaders: HeaderList = [
  ['Content-Type', 'application/pkcs7-signature; name="smime.p7s"'],
  ['Content-Transfer-Encoding', 'base64'],
  ['Content-Disposition', 'attachment; filename="smime.p7s"'],
];
