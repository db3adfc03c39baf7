import { Malformed } from '../malformed.ts';

const base64Line = 76;

/** Lines of base64 with CRLF (RFC 2045, 6.8). */
export function encodeBase64(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += base64Line) lines.push(text.slice(at, at + base64Line));
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
}

/** RFC 2045, 6.7, line by line, so that no input takes more than its length. */
function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const text = lines.map((line, index) => {
    const isBroken = index < lines.length - 1;
    const lineBreak = !isBroken ? '' : line.endsWith('\r') ? '\r\n' : '\n';
    const trimmed = line.trimEnd();
    const kept = trimmed.endsWith('=') ? trimmed.slice(0, -1) : trimmed + lineBreak;
    return kept.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  });
  return Buffer.from(text.join(''), 'latin1');
}

/** Undoes a Content-Transfer-Encoding; an absent one is binary, as HTTP carries it. Throws `Malformed`. */
export function decodeTransfer(bytes: Buffer, encoding: string | undefined): Buffer {
  switch (encoding?.trim().toLowerCase() || 'binary') {
    case '7bit':
    case '8bit':
    case 'binary':
      return bytes;
    case 'base64':
      return Buffer.from(bytes.toString('latin1'), 'base64');
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    default:
      throw new Malformed('the Content-Transfer-Encoding is unknown');
  }
}

const base64Text = /^[A-Za-z0-9+/=\s]+$/;

/** The DER of a CMS body: some partners send base64 without saying so, others say so and send DER. */
export function decodeCms(bytes: Buffer, encoding: string | undefined): Buffer {
  const isText = base64Text.test(bytes.subarray(0, 200).toString('latin1'));
  if (isText) return Buffer.from(bytes.toString('latin1'), 'base64');
  return bytes[0] === 0x30 ? bytes : decodeTransfer(bytes, encoding);
}

/** CRLF for every line break, as RFC 5751, 3.1.1 wants text before it is signed. */
export function canonicalText(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}
