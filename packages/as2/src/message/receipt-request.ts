import { type Digest, readDigestName } from '../cms/algorithms.ts';
import { type HeaderList, headerOf } from '../mime/headers.ts';
import { readFieldValue } from '../mime/parameters.ts';

/** What kind of receipt the sender of a message wants. */
export type RequestedReceipt = {
  isSigned: boolean;
  /** The first digest in his list that we know, and how he spells it. */
  digest: { digest: Digest; label: string } | undefined;
  asynchronousUrl: string | undefined;
};

/** Reads Disposition-Notification-To, -Options and Receipt-Delivery-Option (RFC 4130, 7.3); undefined: none wanted. */
export function readReceiptRequest(headers: HeaderList): RequestedReceipt | undefined {
  if (headerOf(headers, 'disposition-notification-to') === undefined) return undefined;
  const { parameters } = readFieldValue(`;${headerOf(headers, 'disposition-notification-options') ?? ''}`);
  const values = (name: string): string[] =>
    (parameters.get(name) ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter((text) => !/^(required|optional)?$/i.test(text));
  const known = values('signed-receipt-micalg').flatMap((label) => {
    const digest = readDigestName(label);
    return digest === undefined ? [] : [{ digest, label }];
  });
  return {
    isSigned: values('signed-receipt-protocol').some((text) => /pkcs7-signature/i.test(text)),
    digest: known[0],
    asynchronousUrl: headerOf(headers, 'receipt-delivery-option')?.trim() || undefined,
  };
}
