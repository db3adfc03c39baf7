import type { Cipher, Digest } from '../cms/algorithms.ts';
import type { Certificate, Identity } from '../cms/certificates.ts';
import { readCompressedData } from '../cms/compressed-data.ts';
import { openEnvelope } from '../cms/open-envelope.ts';
import { Malformed } from '../malformed.ts';
import { type Entity, entityOf, readEntity } from '../mime/entity.ts';
import { fileNameOf } from '../mime/file-name.ts';
import { type HeaderList, writeHeaders } from '../mime/headers.ts';
import { decodeTransfer } from '../mime/transfer-encoding.ts';
import { layerOf } from './layers.ts';
import { type Mics, micsOf } from './mic.ts';
import { type DispositionError, Refusal } from './refusal.ts';
import { type Trust, type VerifiedEntity, verifyOpaque, verifySigned } from './verify-entity.ts';

export type ReadingTerms = Trust & {
  /** Every identity that partners may still encrypt for. */
  identities: readonly Identity[];
  isSignatureRequired: boolean;
  isEncryptionRequired: boolean;
  /** Of the decompressed content. */
  bytesMax: number;
  random: (byteCount: number) => Buffer;
};
export type Security = { signer?: Certificate; digest?: Digest; cipher?: Cipher; isCompressed: boolean };
export type ReadMessage =
  | {
      outcome: 'accepted';
      payload: { bytes: Buffer; contentType: string; fileName: string | undefined };
      security: Security;
      mics: Mics;
    }
  | { outcome: 'refused'; told: DispositionError; why: string };

type State = {
  entity: Entity;
  /** The bytes of the entity as they stood inside; undefined while it is the HTTP message itself. */
  bytes: Buffer | undefined;
  signed: VerifiedEntity | undefined;
  cipher: Cipher | undefined;
  isCompressed: boolean;
  /** Encrypted without anything that proves who did it: until a signature is verified nothing may be told. */
  isSilent: boolean;
  isIntact: boolean;
};

/** Runs one step; errors get the disposition that the step stands for. */
function step<Answer>(told: DispositionError, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Malformed) throw new Refusal(told, `The message cannot be read: ${error.message}.`);
    throw error;
  }
}

const once = (isSeen: boolean, what: string): void => {
  if (isSeen) throw new Refusal('unexpected-processing-error', `The message is ${what} twice.`);
};

/** Takes one wrapping off; false when there is none left. */
function unwrap(state: State, terms: ReadingTerms): boolean {
  const layer = step('unexpected-processing-error', () => layerOf(state.entity));
  if (layer.kind === 'payload') return false;
  let inner: Buffer;
  if (layer.kind === 'encrypted') {
    once(state.cipher !== undefined, 'encrypted');
    const opened = step('decryption-failed', () => openEnvelope(layer.cms, terms));
    state.cipher = opened.cipher;
    state.isIntact = opened.isIntact;
    state.isSilent = !opened.isAuthenticated || !opened.isIntact;
    inner = opened.content;
  } else if (layer.kind === 'compressed') {
    once(state.isCompressed, 'compressed');
    inner = step('decompression-failed', () => readCompressedData(layer.cms, terms.bytesMax));
    state.isCompressed = true;
  } else {
    once(state.signed !== undefined, 'signed');
    const verify = (): VerifiedEntity =>
      layer.kind === 'signed' ? verifySigned(state.entity, terms) : verifyOpaque(layer.cms, terms);
    state.signed = step('integrity-check-failed', verify);
    // Only who made a sound signature learns more than that decryption failed.
    state.isSilent = !state.isIntact;
    inner = state.signed.content;
  }
  state.bytes = inner;
  state.entity = step('unexpected-processing-error', () => readEntity(inner));
  return true;
}

function checkSecurity({ signed, cipher, isIntact }: State, terms: ReadingTerms): void {
  if (!isIntact) throw new Refusal('decryption-failed', 'The message cannot be decrypted.');
  if (terms.isSignatureRequired && signed === undefined) {
    const why = 'The message is not signed, but the agreement requires a signature.';
    throw new Refusal('insufficient-message-security', why);
  }
  if (terms.isEncryptionRequired && cipher === undefined) {
    const why = 'The message is not encrypted, but the agreement requires encryption.';
    throw new Refusal('insufficient-message-security', why);
  }
}

/** RFC 4130, 7.3.1 and RFC 5402, 4: what was signed; else the inner entity; of a plain message its body alone. */
function micContent({ signed, bytes, entity }: State): Buffer {
  return signed?.content ?? bytes ?? entity.body;
}

function finish(state: State): ReadMessage {
  const { entity, signed, cipher, isCompressed } = state;
  if (entity.contentType.value.startsWith('multipart/')) {
    throw new Refusal(
      'unexpected-processing-error',
      `The message holds ${entity.contentType.value}, not a file.`,
    );
  }
  const bytes = step('unexpected-processing-error', () =>
    decodeTransfer(entity.body, entity.transferEncoding),
  );
  return {
    outcome: 'accepted',
    payload: { bytes, contentType: entity.contentType.value, fileName: fileNameOf(entity) },
    security: {
      ...(signed === undefined ? {} : { signer: signed.signer, digest: signed.digest }),
      ...(cipher === undefined ? {} : { cipher }),
      isCompressed,
    },
    mics: micsOf(micContent(state)),
  };
}

/** A signature by somebody whom the agreement does not name is whole in itself, and therefore may be told. */
const mayBeTold = (refusal: Refusal): boolean => refusal.told === 'authentication-failed';

/**
 * Reads an AS2 message (RFC 4130): takes off encryption, compression and signature in whatever order they were put on,
 * each at most once. Never throws because of what was sent. Inside an envelope that proves nothing by itself (CBC) every
 * fault is told as `decryption-failed`, and looked for along the same way, until a signature is verified.
 */
export function readMessage(
  { headers, body }: { headers: HeaderList; body: Buffer },
  terms: ReadingTerms,
): ReadMessage {
  const state: State = {
    entity: entityOf(headers, body),
    bytes: undefined,
    signed: undefined,
    cipher: undefined,
    isCompressed: false,
    isSilent: false,
    isIntact: true,
  };
  try {
    while (unwrap(state, terms));
    checkSecurity(state, terms);
    return finish(state);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isTold = !state.isSilent || (state.isIntact && mayBeTold(error));
    return { outcome: 'refused', told: isTold ? error.told : 'decryption-failed', why: error.message };
  }
}

/** The bytes of an HTTP message as one MIME entity, for keeping as evidence. */
export const wholeMessage = ({ headers, body }: { headers: HeaderList; body: Uint8Array }): Buffer =>
  Buffer.concat([writeHeaders(headers), body]);
