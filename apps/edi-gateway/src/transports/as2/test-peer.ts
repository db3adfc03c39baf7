import type { HeaderList } from '@coplan/as2';
import type { Arrived } from './test-partner.ts';

/** For tests only: what a partner's own AS2 program does. Each peer is code that is not ours. */
export type Wrapping = 'none' | 'sign' | 'encrypt' | 'both';
export type PeerDigest = 'sha-1' | 'sha-256' | 'sha-512';
export type CbcCipher = '3des' | 'aes-128-cbc' | 'aes-256-cbc';
export type GcmCipher = 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm';
export type PeerCipher = CbcCipher | GcmCipher;
export type Wrap = {
  wrapping: Wrapping;
  digest: PeerDigest;
  cipher: PeerCipher;
  isCompressed: boolean;
};
export type PeerMessage = {
  /** Content headers of the HTTP message. */
  headers: HeaderList;
  body: Buffer;
  /** What the receipt's check has to be over; undefined where the peer does not tell. */
  checked: Buffer | undefined;
};
/** What a receipt of ours says, as the peer reads it. */
export type PeerNotice = { isProcessed: boolean; messageId: string; mic: string | undefined };
export type Peer = {
  /** How it reads S/MIME bodies. */
  transferEncoding: 'binary' | 'base64';
  write(payload: Buffer, wrap: Wrap): Promise<PeerMessage>;
  /** Takes our message apart, and answers it; throws where a signature or an envelope is not as it should be. */
  read(
    arrived: Arrived,
    wrap: Wrap,
  ): Promise<{
    payload: Buffer;
    receipt(isSigned: boolean): Promise<{ headers: HeaderList; body: Buffer }>;
  }>;
  /** Reads our receipt after verifying its signature where it must have one; throws where it does not fit. */
  readReceipt(answer: Arrived, isSigned: boolean): Promise<PeerNotice>;
};

/** The whole message as one MIME entity. */
export const wholeOf = ({ headers, body }: Arrived): Buffer => {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${head}\r\n`), body]);
};

/** Splits at the first empty line, whichever line breaks there are. */
export function splitEntity(message: Buffer): { headers: HeaderList; body: Buffer } {
  const [head = ''] = /^[\s\S]*?\r?\n\r?\n/.exec(message.toString('latin1')) ?? [];
  const lines = head
    .trimEnd()
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { headers, body: message.subarray(head.length) };
}

export const isSignedBy = ({ wrapping }: Wrap): boolean => wrapping === 'sign' || wrapping === 'both';
export const isSealedBy = ({ wrapping }: Wrap): boolean => wrapping === 'encrypt' || wrapping === 'both';

/** Every combination that differs: a digest counts only with a signature, a cipher only with an envelope. */
export function wrapsOf(wrapping: Wrapping): Wrap[] {
  const digests: PeerDigest[] = ['sha-1', 'sha-256', 'sha-512'];
  const ciphers: CbcCipher[] = ['3des', 'aes-128-cbc', 'aes-256-cbc'];
  const isSigned = wrapping === 'sign' || wrapping === 'both';
  const isSealed = wrapping === 'encrypt' || wrapping === 'both';
  return (isSigned ? digests : digests.slice(1, 2)).flatMap((digest) =>
    (isSealed ? ciphers : ciphers.slice(1, 2)).flatMap((cipher) =>
      [false, true].map((isCompressed) => ({ wrapping, digest, cipher, isCompressed })),
    ),
  );
}

/** With AES-GCM (RFC 5083), sealed and signed or not; only some peers can. */
export const gcmWraps = (wrapping: 'encrypt' | 'both'): Wrap[] =>
  (['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm'] as const).flatMap((cipher) =>
    [false, true].map((isCompressed) => ({ wrapping, digest: 'sha-256' as const, cipher, isCompressed })),
  );
