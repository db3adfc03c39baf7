import type { HeaderList } from '@coplan/as2';
import type { Arrived } from './test-partner.ts';

/** For tests only: what a partner's own AS2 program does. Each peer is code that is not ours. */
export type Wrapping = 'none' | 'sign' | 'encrypt' | 'both';
export type PeerDigest = 'sha-1' | 'sha-256' | 'sha-512';
export type PeerCipher = '3des' | 'aes-128-cbc' | 'aes-256-cbc';
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
  /** What the receipt's check has to be over. */
  checked: Buffer;
};
export type Peer = {
  write(payload: Buffer, wrap: Wrap): Promise<PeerMessage>;
  /** Takes our message apart; throws where a signature or an envelope is not as it should be. */
  read(arrived: Arrived, wrap: Wrap): Promise<{ payload: Buffer; checked: Buffer }>;
  /** A receipt of the peer about a message of ours. */
  receipt(
    about: { messageId: string; checked: Buffer; digest: PeerDigest },
    isSigned: boolean,
  ): Promise<{ headers: HeaderList; body: Buffer }>;
  /** Our receipt: its text, after the peer has verified its signature where it has one. */
  readReceipt(answer: Arrived, isSigned: boolean): Promise<string>;
};

export const isSignedBy = ({ wrapping }: Wrap): boolean => wrapping === 'sign' || wrapping === 'both';
export const isSealedBy = ({ wrapping }: Wrap): boolean => wrapping === 'encrypt' || wrapping === 'both';

/** Every combination that differs: a digest counts only with a signature, a cipher only with an envelope. */
export function wrapsOf(wrapping: Wrapping): Wrap[] {
  const digests: PeerDigest[] = ['sha-1', 'sha-256', 'sha-512'];
  const ciphers: PeerCipher[] = ['3des', 'aes-128-cbc', 'aes-256-cbc'];
  const isSigned = wrapping === 'sign' || wrapping === 'both';
  const isSealed = wrapping === 'encrypt' || wrapping === 'both';
  return (isSigned ? digests : digests.slice(1, 2)).flatMap((digest) =>
    (isSealed ? ciphers : ciphers.slice(1, 2)).flatMap((cipher) =>
      [false, true].map((isCompressed) => ({ wrapping, digest, cipher, isCompressed })),
    ),
  );
}
