import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micsOf } from '../message/mic.ts';
import { quoteName, readName } from '../message/names.ts';
import { readReceiptRequest } from '../message/receipt-request.ts';
import { makeTestIdentity } from '../test-identities.ts';
import { readDisposition } from './disposition.ts';
import { findFault, isReceipt, readReceipt } from './read-receipt.ts';
import { type OutgoingReceipt, writeReceipt } from './write-receipt.ts';

const partner = makeTestIdentity('Mill Foods').identity;
const stranger = makeTestIdentity('Mill Foods').identity;
const now = new Date('2026-11-22T09:00:00Z');
const trust = { trusted: [partner.certificate], now };
const mics = micsOf(Buffer.from('the order'));
const sent = { messageId: '<1@north>', mics, isSignatureRequired: true, isMicRequired: true };

const receipt = (changes: Partial<OutgoingReceipt> = {}): ReturnType<typeof writeReceipt> =>
  writeReceipt({
    ...{ from: 'MILL FOODS', to: 'NORTH', messageId: '<2@mill>', originalMessageId: '<1@north>', date: now },
    ...{
      text: 'Received.',
      disposition: { outcome: 'processed' },
      mic: { value: mics['sha-256'], label: 'SHA256' },
    },
    ...{ signing: { identity: partner, digest: 'sha-256' }, random: randomBytes },
    ...changes,
  });
const faultOf = (written: ReturnType<typeof writeReceipt>): string | undefined => {
  const read = readReceipt(written, trust);
  return read.outcome === 'refused' ? read.why : findFault(read, sent);
};

test('a signed receipt with the check of what was sent proves the delivery', () => {
  expect(isReceipt(receipt())).toBe(true);
  expect(faultOf(receipt())).toBeUndefined();
  expect(faultOf(receipt({ mic: { value: mics['sha-1'], label: 'sha1' } }))).toBeUndefined();
  expect(
    faultOf(receipt({ disposition: { outcome: 'warning', text: 'duplicate-document' } })),
  ).toBeUndefined();
});

test('a receipt with another check, for another message, unsigned, from a stranger or with an error proves nothing', () => {
  const { signing: _, ...unsigned } = {
    ...{
      from: 'MILL',
      to: 'NORTH',
      messageId: '<2@mill>',
      originalMessageId: '<1@north>',
      date: now,
      text: '',
    },
    ...{ disposition: { outcome: 'processed' } as const, random: randomBytes, signing: undefined },
  };
  const faults = [
    [receipt({ mic: { value: micsOf(Buffer.from('other'))['sha-256'], label: 'sha-256' } }), 'differ'],
    [receipt({ originalMessageId: '<9@north>' }), 'not for <1@north>'],
    [writeReceipt(unsigned), 'not signed'],
    [receipt({ signing: { identity: stranger, digest: 'sha-256' } }), 'does not name'],
    [receipt({ disposition: { outcome: 'error', text: 'authentication-failed' } }), 'authentication-failed'],
  ] as const;
  for (const [written, why] of faults) expect(faultOf(written)).toContain(why);
  const read = readReceipt(receipt(), trust);
  const withoutMic = read.outcome === 'read' ? { ...read, mic: undefined } : undefined;
  expect(withoutMic && findFault(withoutMic, sent)).toContain('names no check');
});

test.each([
  ['automatic-action/MDN-sent-automatically; processed', 'processed'],
  ['automatic-action/mdn-sent-automatically;Processed', 'processed'],
  ['automatic-action/MDN-sent-automatically; processed/Warning: duplicate-document', 'warning'],
  ['automatic-action/MDN-sent-automatically; processed/error: decryption-failed', 'error'],
  ['automatic-action/MDN-sent-automatically; processed/Error, authentication-failed', 'error'],
  ['automatic-action/MDN-sent-automatically; failed/failure=Could not verify signature', 'failure'],
  ['automatic-action/MDN-sent-automatically; failed', 'failure'],
  ['nonsense', 'failure'],
])('the disposition %s means %s', (value, outcome) => {
  expect(readDisposition(value).outcome).toBe(outcome);
});

test.each([
  ['signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha-256', 'sha-256'],
  ['signed-receipt-protocol=required,pkcs7-signature; signed-receipt-micalg=required,sha1, md5', 'sha-1'],
  [
    'signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=optional, md5, SHA512',
    'sha-512',
  ],
])('a signed receipt is wanted by %s', (options, digest) => {
  const headers = [
    ['disposition-notification-to', 'mill@example.com'],
    ['DISPOSITION-NOTIFICATION-OPTIONS', options],
    ['Receipt-Delivery-Option', ' https://mill.example/as2 '],
  ] as const;
  expect(readReceiptRequest(headers)).toMatchObject({
    ...{ isSigned: true, digest: { digest }, asynchronousUrl: 'https://mill.example/as2' },
  });
});

test('without Disposition-Notification-To no receipt is wanted; without options an unsigned one', () => {
  expect(readReceiptRequest([])).toBeUndefined();
  expect(readReceiptRequest([['Disposition-Notification-To', 'x']])).toEqual({
    ...{ isSigned: false, digest: undefined, asynchronousUrl: undefined },
  });
});

test('every AS2 name is read as it was written', () => {
  const name = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 128,
  });
  fc.assert(
    fc.property(
      name.filter((text) => text.trim() === text),
      (text) => {
        expect(readName(quoteName(text))).toBe(text);
      },
    ),
  );
});
