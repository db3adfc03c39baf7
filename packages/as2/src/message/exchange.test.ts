import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ciphers, type Digest, digests, type OutgoingMessage, writeMessage } from '../index.ts';
import { writeHeaders } from '../mime/headers.ts';
import { makeTestIdentity } from '../test-identities.ts';
import { type ReadingTerms, readMessage } from './read-message.ts';

const us = makeTestIdentity('North Retail').identity;
const usNext = makeTestIdentity('North Retail').identity;
const partner = makeTestIdentity('Mill Foods').identity;
const partnerNext = makeTestIdentity('Mill Foods', { validFrom: '2026-11-01' }).identity;
const partnerOld = makeTestIdentity('Mill Foods', { validUntil: '2026-11-01' }).identity;
const stranger = makeTestIdentity('Mill Foods').identity;
const now = new Date('2026-11-22T09:00:00Z');
const order = Buffer.from('ISA*00*          *00*\r\nBEG*00*SA*PO-1**20261122~\r\nIEA*1*000000001~\r\n');

const message = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ from: 'MILL', to: 'NORTH', messageId: '<1@mill>', subject: 'Confirmation', date: now },
  payload: { bytes: order, contentType: 'application/edi-x12', fileName: 'order "1".x12' },
  ...{ compression: 'none', transferEncoding: 'binary', random: randomBytes },
  ...changes,
});
const terms = (changes: Partial<ReadingTerms> = {}): ReadingTerms => ({
  ...{ trusted: [partner.certificate], identities: [us], now, random: randomBytes },
  ...{ isSignatureRequired: false, isEncryptionRequired: false, bytesMax: 1_000_000 },
  ...changes,
});
const exchange = (sent: Partial<OutgoingMessage>, agreed: Partial<ReadingTerms> = {}) =>
  readMessage(writeMessage(message(sent)), terms(agreed));
const signedBy = (identity: typeof us, digest: Digest = 'sha-256') => ({ signing: { identity, digest } });
const sealed = { encryption: { recipient: us.certificate, cipher: 'aes-128-cbc' } } as const;
const base64Sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

const wrappings = ['none', 'sign', 'encrypt', 'both'] as const;
const compressions = ['none', 'before-signing', 'after-signing'] as const;
const matrix = wrappings.flatMap((wrapping) =>
  compressions.flatMap((compression) =>
    digests.flatMap((digest) => ciphers.map((cipher) => ({ wrapping, compression, digest, cipher }))),
  ),
);

test('every combination of signature, encryption and compression arrives unchanged, and both sides name one check', () => {
  for (const { wrapping, compression, digest, cipher } of matrix) {
    const isSigned = wrapping === 'sign' || wrapping === 'both';
    const isSealed = wrapping === 'encrypt' || wrapping === 'both';
    const written = writeMessage(
      message({
        compression,
        ...(isSigned ? signedBy(partner, digest) : {}),
        ...(isSealed ? { encryption: { recipient: us.certificate, cipher } } : {}),
      }),
    );
    const read = readMessage(
      written,
      terms({ isSignatureRequired: isSigned, isEncryptionRequired: isSealed }),
    );
    const payload = { bytes: order, contentType: 'application/edi-x12', fileName: 'order _1_.x12' };
    const security = {
      isCompressed: compression !== 'none',
      ...(isSealed ? { cipher } : {}),
      ...(isSigned ? { digest } : {}),
    };
    expect(read).toMatchObject({ outcome: 'accepted', payload, security, mics: written.mics });
  }
  expect(matrix).toHaveLength(336);
});

test('the check is over the body of a plain message, the inner entity of an encrypted or compressed one, the signed part', () => {
  const header = 'Content-Type: application/edi-x12\r\nContent-Transfer-Encoding: binary\r\n\r\n';
  const entity = Buffer.concat([Buffer.from(header), order]);
  const payload = { bytes: order, contentType: 'application/edi-x12' };
  const mic = (changes: Partial<OutgoingMessage>): string =>
    writeMessage(message({ payload, ...changes })).mics['sha-256'];
  expect(mic({})).toBe(base64Sha256(order));
  expect(mic(sealed)).toBe(base64Sha256(entity));
  expect(mic({ compression: 'before-signing' })).toBe(base64Sha256(entity));
  expect(mic(signedBy(partner))).toBe(base64Sha256(entity));
  expect(mic({ ...signedBy(partner), ...sealed, compression: 'after-signing' })).toBe(base64Sha256(entity));
  expect(mic({ ...signedBy(partner), compression: 'before-signing' })).not.toBe(base64Sha256(entity));
});

test('while certificates overlap, the old and the new one both verify and both decrypt', () => {
  const trusted = [partner.certificate, partnerNext.certificate];
  for (const signer of [partner, partnerNext]) {
    for (const recipient of [us.certificate, usNext.certificate]) {
      const sent = { ...signedBy(signer), encryption: { recipient, cipher: 'aes-256-cbc' } } as const;
      const read = exchange(sent, { trusted, identities: [usNext, us], isSignatureRequired: true });
      expect(read).toMatchObject({ security: { signer: { fingerprint: signer.certificate.fingerprint } } });
    }
  }
});

test('a message that the agreement does not allow is refused and gives nothing of its content', () => {
  const required = { isSignatureRequired: true };
  const refusals = [
    [exchange({}, required), 'insufficient-message-security', 'not signed'],
    [
      exchange(signedBy(partner), { isEncryptionRequired: true }),
      'insufficient-message-security',
      'not encrypted',
    ],
    [exchange(signedBy(stranger), required), 'authentication-failed', 'does not name'],
    [exchange({ ...signedBy(stranger), ...sealed }, required), 'authentication-failed', 'does not name'],
    [exchange(signedBy(stranger)), 'authentication-failed', 'does not name'],
    [
      exchange(signedBy(partnerOld), { trusted: [partnerOld.certificate] }),
      'authentication-failed',
      'valid until',
    ],
    [exchange(sealed, { identities: [usNext] }), 'decryption-failed', 'none of our certificates'],
    [exchange({ ...sealed, ...signedBy(partner) }, { identities: [] }), 'decryption-failed', 'none of our'],
  ] as const;
  for (const [read, told, why] of refusals) {
    expect(read).toEqual({ outcome: 'refused', told, why: expect.stringContaining(why) });
  }
});

test('changed bytes of a signed message are refused as changed', () => {
  const { headers, body } = writeMessage(message(signedBy(partner)));
  const changed = Buffer.from(body.toString('latin1').replace('PO-1', 'PO-2'), 'latin1');
  expect(readMessage({ headers, body: changed }, terms())).toMatchObject({ told: 'integrity-check-failed' });
});

test('whatever is changed inside an envelope, the answer is always the same', () => {
  const required = terms({ isSignatureRequired: true });
  for (const cipher of ['3des', 'aes-256-cbc', 'aes-128-gcm'] as const) {
    const encryption = { recipient: us.certificate, cipher };
    const { headers, body } = writeMessage(
      message({ ...signedBy(partner), encryption, compression: 'after-signing' }),
    );
    const told = new Set<string>();
    const start = body.length - 700;
    for (let at = start; at < body.length; at += 3) {
      for (const mask of [1, 0x80]) {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ mask;
        const read = readMessage({ headers, body: changed }, required);
        told.add(read.outcome === 'refused' ? read.told : 'accepted');
      }
    }
    expect([...told]).toEqual(['decryption-failed']);
  }
});

test('inside an envelope a missing or broken signature is told as nothing but a failed decryption', () => {
  const inner = writeMessage(message(signedBy(partner)));
  const changed = Buffer.from(inner.body.toString('latin1').replace('PO-1', 'PO-2'), 'latin1');
  const contentType = inner.headers.find(([name]) => name === 'Content-Type')?.[1] ?? '';
  const payload = { bytes: changed, contentType };
  const broken = exchange({ payload, ...sealed });
  expect(broken).toMatchObject({ told: 'decryption-failed', why: expect.stringContaining('does not fit') });
  expect(exchange(sealed, { isSignatureRequired: true })).toMatchObject({
    ...{ told: 'decryption-failed', why: expect.stringContaining('not signed') },
  });
});

test('compressed data that would fill the memory is refused', () => {
  const bomb = Buffer.alloc(50_000_000);
  const payload = { bytes: bomb, contentType: 'application/octet-stream' };
  const read = exchange({ payload, compression: 'before-signing' }, { bytesMax: 100_000_000 });
  expect(read).toMatchObject({ told: 'decompression-failed', why: expect.stringContaining('too large') });
});

test('header case, bare line feeds, base64 without saying so and a missing header inside an envelope are understood', () => {
  const { headers, body } = writeMessage(message({ ...sealed, ...signedBy(partner) }));
  const shouting = headers.map(([name, value]) => [name.toUpperCase(), value] as const);
  expect(readMessage({ headers: shouting, body }, terms())).toMatchObject({ payload: { bytes: order } });
  const silent = headers.filter(([name]) => name !== 'Content-Transfer-Encoding');
  const base64 = Buffer.from(body.toString('base64'));
  expect(readMessage({ headers: silent, body: base64 }, terms())).toMatchObject({
    payload: { bytes: order },
  });
  const signed = writeMessage(message(signedBy(partner)));
  const lineFeeds = Buffer.from(signed.body.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  expect(readMessage({ headers: signed.headers, body: lineFeeds }, terms())).toMatchObject({
    ...{ payload: { bytes: order }, mics: signed.mics },
  });
});

test('whatever arrives, reading answers and never throws', () => {
  const samples = wrappings.map((wrapping) =>
    writeMessage(
      message({
        ...(wrapping === 'sign' || wrapping === 'both' ? signedBy(partner) : {}),
        ...(wrapping === 'encrypt' || wrapping === 'both' ? sealed : {}),
        ...(wrapping === 'none' ? { compression: 'before-signing' } : {}),
      }),
    ),
  );
  const change = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.nat(20));
  const changed = fc.tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(changed, ([{ headers, body }, changes]) => {
      let whole = Buffer.concat([writeHeaders(headers.slice(-4)), body]);
      for (const [at, bytes, skip] of changes) {
        const start = at % whole.length;
        whole = Buffer.concat([whole.subarray(0, start), bytes, whole.subarray(start + skip)]);
      }
      const read = readMessage(
        { headers: headers.slice(-4), body: whole.subarray(writeHeaders(headers.slice(-4)).length) },
        terms(),
      );
      expect(['accepted', 'refused']).toContain(read.outcome);
    }),
    { numRuns: 400, seed: 20_261_122 },
  );
});
