import { ciphers, digests, isAs2Name, keyTransports } from '@coplan/as2';
import { z } from 'zod';

const as2Name = z
  .string()
  .refine(isAs2Name, 'an AS2 name has 1 to 128 printable ASCII characters and no space at its ends');

export const isHttp = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};
export const httpUrl = z
  .string()
  .max(500)
  .refine(isHttp, 'an address looks like https://partner.example/as2');
const origin = httpUrl
  .refine((text) => isHttp(text) && new URL(text).pathname === '/', 'an origin has no path')
  .transform((text) => new URL(text).origin);

const receiving = z.object({
  signature: z.enum(['required', 'optional']).default('required'),
  encryption: z.enum(['required', 'optional']).default('optional'),
  /** Origins to which asynchronous receipts may go, beside the one of `url`. */
  receiptOrigins: z.array(origin).max(10).default([]),
});

const sending = z
  .object({
    signature: z.enum(['none', ...digests]).default('sha-256'),
    encryption: z.enum(['none', ...ciphers]).default('aes-256-cbc'),
    keyTransport: z.enum(keyTransports).default('pkcs1'),
    compression: z.enum(['none', 'before-signing', 'after-signing']).default('none'),
    /** How S/MIME bodies travel. */
    transferEncoding: z.enum(['binary', 'base64']).default('binary'),
    /** Of the file; by its first letters where it is not given (RFC 1767). */
    contentType: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+$/)
      .max(100)
      .optional(),
    receipt: z.enum(['none', 'synchronous', 'asynchronous']).default('synchronous'),
    isReceiptSigned: z.boolean().default(true),
    /** Our own address as the partner reaches it; asynchronous receipts come there. */
    receiptUrl: httpUrl.optional(),
    receiptDueMinutes: z.int().min(1).max(10_000).default(60),
    attemptsMax: z.int().min(1).max(50).default(10),
    timeoutSeconds: z.int().min(1).max(300).default(60),
  })
  .refine(
    ({ receipt, receiptUrl }) => receipt !== 'asynchronous' || receiptUrl !== undefined,
    'asynchronous receipts need receiptUrl, our address as the partner reaches it',
  );

/** What two companies agreed on about AS2 (RFC 4130). Their certificates are kept beside it. */
export const as2Settings = z.object({
  localName: as2Name,
  partnerName: as2Name,
  /** Where the partner receives; needed for sending only. */
  url: httpUrl.optional(),
  /** Loopback and private networks as addresses of this partner: for tests, and for partners behind a VPN. */
  allowPrivateAddresses: z.boolean().default(false),
  receive: receiving.prefault({}),
  send: sending.prefault({}),
});
export type As2Settings = z.output<typeof as2Settings>;
