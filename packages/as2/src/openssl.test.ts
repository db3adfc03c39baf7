import { createHash, randomBytes } from 'node:crypto';
import { openssl, opensslVersion } from '@coplan/testkit';
import { describe, expect, test } from 'vitest';
import {
  ciphers,
  type Digest,
  digests,
  type OutgoingMessage,
  type ReadingTerms,
  readMessage,
  readReceipt,
  writeHeaders,
  writeMessage,
  writeReceipt,
} from './index.ts';
import { readHeaders } from './mime/headers.ts';
import { splitMultipart } from './mime/multipart.ts';
import { makeTestIdentity } from './test-identities.ts';

if (opensslVersion === undefined)
  console.log('skipped: AS2 against openssl, because there is no openssl here');
const given = describe.skipIf(opensslVersion === undefined);

const ours = makeTestIdentity('North Retail');
const theirs = makeTestIdentity('Mill Foods');
const now = new Date('2026-11-22T09:00:00Z');
const order = Buffer.from('ISA*00*          *00*\r\nBEG*00*SA*PO-1**20261122~\r\nIEA*1*000000001~\r\n');
const entity = Buffer.concat([
  Buffer.from('Content-Type: application/edi-x12\r\nContent-Transfer-Encoding: binary\r\n\r\n'),
  order,
]);
const files = {
  'our.pem': ours.certificatePem,
  'our.key': ours.privateKeyPem,
  'their.pem': theirs.certificatePem,
  'their.key': theirs.privateKeyPem,
};

const outgoing = (changes: Partial<OutgoingMessage>): OutgoingMessage => ({
  ...{ from: 'NORTH', to: 'MILL FOODS', messageId: '<1@north>', subject: 'Order', date: now },
  payload: { bytes: order, contentType: 'application/edi-x12', fileName: '850-000000001.x12' },
  ...{ compression: 'none', transferEncoding: 'base64', random: randomBytes },
  ...changes,
});
const terms: ReadingTerms = {
  ...{ trusted: [theirs.identity.certificate], identities: [ours.identity], now, random: randomBytes },
  ...{ isSignatureRequired: false, isEncryptionRequired: false, bytesMax: 1_000_000 },
};
const smimeFile = ({ headers, body }: ReturnType<typeof writeMessage>): Buffer =>
  Buffer.concat([writeHeaders(headers.filter(([name]) => /^(Content|MIME)-/i.test(name))), body]);
const sha = (digest: Digest, bytes: Buffer): string =>
  createHash(digest.replace('-', '')).update(bytes).digest('base64');

/** What openssl wrote, read as the message of a partner. */
function readTheirs(smime: Buffer, changes: Partial<ReadingTerms> = {}) {
  const { headers, bodyStart } = readHeaders(smime) ?? { headers: [], bodyStart: 0 };
  return readMessage({ headers, body: smime.subarray(bodyStart) }, { ...terms, ...changes });
}
const sign = (...more: string[]): Buffer =>
  openssl(
    ['cms', '-sign', '-binary', '-in', 'entity', '-signer', 'their.pem', '-inkey', 'their.key', ...more],
    { ...files, entity },
  );
const encrypt = (content: Buffer, ...more: string[]): Buffer =>
  openssl(['cms', '-encrypt', '-binary', '-in', 'entity', ...more, 'our.pem'], { ...files, entity: content });

/** Verifies a message with its header by openssl, twice: as S/MIME, and the part's exact bytes beside the signature. */
function verifyByOpenssl(smime: Buffer): Buffer {
  const trust = ['-CAfile', 'our.pem', '-purpose', 'any'];
  openssl(['cms', '-verify', '-in', 'message', ...trust], { ...files, message: smime });
  const boundary = /boundary="(.+?)"/.exec(smime.toString('latin1'))?.[1];
  const [, part = '', signature = ''] = smime.toString('latin1').split(`--${boundary}\r\n`);
  const content = Buffer.from(part.slice(0, -2), 'latin1');
  const [, base64 = ''] = (signature.split(`--${boundary}--`)[0] ?? '').split('\r\n\r\n');
  const detached = { content, signature: Buffer.from(base64, 'base64') };
  const exact = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'signature', '-content', 'content'];
  expect(openssl([...exact, ...trust], { ...files, ...detached })).toEqual(content);
  return content;
}

given('what we write, read by openssl', () => {
  test.each(digests)(
    'a signature with %s fits the very bytes of the part, which are what the MIC is over',
    (digest) => {
      const written = writeMessage(outgoing({ signing: { identity: ours.identity, digest } }));
      const content = verifyByOpenssl(smimeFile(written));
      expect(content.subarray(-order.length)).toEqual(order);
      expect(written.mics[digest]).toBe(sha(digest, content));
    },
  );

  test.each(ciphers)('an envelope with %s opens with the private key of the partner', (cipher) => {
    const encryption = { recipient: theirs.identity.certificate, cipher };
    const written = writeMessage(outgoing({ encryption }));
    // openssl 3.0 knows AuthEnvelopedData, but not the type that RFC 8551 gives it.
    const body = Buffer.from(written.body.toString('latin1'), 'base64');
    const decrypt = ['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'body', '-recip', 'their.pem'];
    const content = openssl([...decrypt, '-inkey', 'their.key'], { ...files, body });
    expect(content.subarray(-order.length)).toEqual(order);
    expect(written.mics['sha-256']).toBe(sha('sha-256', content));
  });

  test('a message that is signed and encrypted with OAEP is decrypted, then verified', () => {
    const encryption = {
      recipient: theirs.identity.certificate,
      cipher: 'aes-256-cbc',
      keyTransport: 'oaep',
    } as const;
    const signing = { identity: ours.identity, digest: 'sha-256' } as const;
    const written = writeMessage(outgoing({ signing, encryption }));
    const decrypt = [
      'cms',
      '-decrypt',
      '-binary',
      '-in',
      'message',
      '-recip',
      'their.pem',
      '-inkey',
      'their.key',
    ];
    const inner = openssl(decrypt, { ...files, message: smimeFile(written) });
    const content = verifyByOpenssl(inner);
    expect(written.mics['sha-256']).toBe(sha('sha-256', content));
  });

  test.each(digests)('a receipt signed with %s is verified', (digest) => {
    const receipt = writeReceipt({
      ...{
        from: 'NORTH',
        to: 'MILL FOODS',
        messageId: '<2@north>',
        originalMessageId: '<9@mill>',
        date: now,
      },
      ...{ text: 'Received.', disposition: { outcome: 'processed' }, mic: { value: 'x', label: 'sha1' } },
      ...{ signing: { identity: ours.identity, digest }, random: randomBytes },
    });
    const message = Buffer.concat([
      writeHeaders(receipt.headers.filter(([name]) => /^content/i.test(name))),
      receipt.body,
    ]);
    const verify = ['cms', '-verify', '-in', 'message', '-CAfile', 'our.pem', '-purpose', 'any'];
    expect(openssl(verify, { ...files, message }).toString()).toContain(
      'automatic-action/MDN-sent-automatically; processed',
    );
  });
});

const signatures: [string, string[]][] = [
  ['with sha1', ['-md', 'sha1']],
  ['with sha512', ['-md', 'sha512']],
  ['without attributes', ['-noattr']],
  ['without its certificate', ['-nocerts']],
  ['inside the CMS message', ['-nodetach']],
  ['with RSA-PSS', ['-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss']],
  ['in chunks of indefinite length', ['-stream', '-nodetach']],
  ['with CRLF in its header', ['-crlfeol']],
];
const report = Buffer.from(
  [
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Thank you',
    '--b',
    'Content-Type: message/disposition-notification',
    '',
    'Original-Message-ID: <1@north>',
    'Disposition: automatic-action/MDN-sent-automatically; processed',
    'Received-content-MIC: abc=, sha1',
    '--b--',
    '',
  ].join('\r\n'),
);

given('what openssl writes, read by us', () => {
  test.each(signatures)('a signature %s is verified', (_, more) => {
    const read = readTheirs(sign(...more), { isSignatureRequired: true });
    expect(read).toMatchObject({
      outcome: 'accepted',
      payload: { bytes: order, contentType: 'application/edi-x12' },
    });
    const digest = more.includes('sha1') ? 'sha-1' : more.includes('sha512') ? 'sha-512' : 'sha-256';
    expect(read).toMatchObject({ security: { digest }, mics: { [digest]: sha(digest, entity) } });
  });

  test.each([
    ['-des3', '3des'],
    ['-aes128', 'aes-128-cbc'],
    ['-aes192', 'aes-192-cbc'],
    ['-aes256', 'aes-256-cbc'],
    ['-aes-128-gcm', 'aes-128-gcm'],
    ['-aes-256-gcm', 'aes-256-gcm'],
  ])('an envelope with %s opens, signed inside or not, streamed or not', (option, cipher) => {
    for (const content of [entity, sign()]) {
      for (const more of [[], ['-stream']]) {
        const read = readTheirs(encrypt(content, option, ...more), { isEncryptionRequired: true });
        expect(read).toMatchObject({ outcome: 'accepted', payload: { bytes: order }, security: { cipher } });
        expect(read).toMatchObject({ mics: { 'sha-256': sha('sha-256', entity) } });
      }
    }
  });

  test('an envelope whose key is wrapped with OAEP opens', () => {
    const smime = openssl(
      [
        'cms',
        '-encrypt',
        '-binary',
        '-in',
        'entity',
        '-aes128',
        '-recip',
        'our.pem',
        '-keyopt',
        'rsa_padding_mode:oaep',
      ],
      { ...files, entity },
    );
    expect(readTheirs(smime)).toMatchObject({ outcome: 'accepted', payload: { bytes: order } });
  });

  test('a receipt that the partner signed is verified, and one that was changed is refused', () => {
    const signed = ['cms', '-sign', '-in', 'report', '-signer', 'their.pem', '-inkey', 'their.key'];
    const smime = openssl(signed, { ...files, report });
    const { headers, bodyStart } = readHeaders(smime) ?? { headers: [], bodyStart: 0 };
    const trust = { trusted: [theirs.identity.certificate], now };
    const body = smime.subarray(bodyStart);
    expect(readReceipt({ headers, body }, trust)).toMatchObject({
      ...{ outcome: 'read', originalMessageId: '<1@north>', disposition: { outcome: 'processed' } },
      ...{
        mic: { value: 'abc=', digest: 'sha-1' },
        signer: { fingerprint: theirs.identity.certificate.fingerprint },
      },
    });
    const changed = Buffer.from(body.toString('latin1').replace('abc=', 'abd='), 'latin1');
    expect(readReceipt({ headers, body: changed }, trust)).toMatchObject({ outcome: 'refused' });
  });

  test('the parts of what openssl signed are found byte for byte', () => {
    const smime = sign('-crlfeol');
    const { headers, bodyStart } = readHeaders(smime) ?? { headers: [], bodyStart: 0 };
    const boundary = /boundary="(.+?)"/.exec(headers.map(([, value]) => value).join(' '))?.[1];
    expect(splitMultipart(smime.subarray(bodyStart), boundary)[0]).toEqual(entity);
  });
});
