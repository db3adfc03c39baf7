import { randomBytes } from 'node:crypto';
import {
  type Disposition,
  type Identity,
  type Mics,
  type RequestedReceipt,
  type Security,
  writeReceipt,
} from '@coplan/as2';
import { newId } from '@coplan/platform';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import type { Evidence } from './as2-archive.ts';

const words = {
  processed: 'The message was received. This says nothing about whether its content can be used.',
  refused: 'The message was not taken. The disposition below says why, as far as it may be told.',
};

/** A new Message-ID of ours. */
export const newMessageId = (): string => `<${newId()}@coplan.as2>`;

/**
 * The receipt that a partner asked for (RFC 4130, 7.3 and 7.4): the check under the digest of his signature, else under
 * the one that he asked for, else SHA-1; signed if he wants that and we have a key.
 */
export function makeReceipt(
  { localName, partnerName }: As2Settings,
  about: {
    wanted: RequestedReceipt;
    messageId: string;
    disposition: Disposition;
    mics?: Mics;
    security?: Security;
    identity: Identity | undefined;
    now: Date;
  },
): Evidence {
  const { wanted, mics, security, identity, disposition } = about;
  const digest = security?.digest ?? wanted.digest?.digest ?? 'sha-1';
  const label = wanted.digest?.digest === digest ? wanted.digest.label : digest;
  const signingDigest = wanted.digest?.digest ?? 'sha-1';
  return writeReceipt({
    ...{ from: localName, to: partnerName, messageId: newMessageId(), date: about.now, disposition },
    originalMessageId: about.messageId,
    text: words[disposition.outcome === 'processed' ? 'processed' : 'refused'],
    ...(mics === undefined ? {} : { mic: { value: mics[digest], label } }),
    ...(wanted.isSigned && identity !== undefined ? { signing: { identity, digest: signingDigest } } : {}),
    random: randomBytes,
  });
}
