import { type Digest, digests, hash } from '../cms/algorithms.ts';

/** The message integrity check (RFC 4130, 7.3.1) under every digest: partners answer with the one that they like. */
export type Mics = Record<Digest, string>;

/** Base64 digests of exactly these bytes. */
export const micsOf = (bytes: Uint8Array): Mics =>
  Object.fromEntries(digests.map((digest) => [digest, hash(digest, bytes).toString('base64')])) as Mics;
