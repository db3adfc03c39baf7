import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { headerOf } from '@coplan/as2';
import { assert } from '@coplan/kernel';
import { openssl } from '@coplan/testkit';
import type { TestIdentity } from './test-partner.ts';
import {
  isSealedBy,
  isSignedBy,
  type Peer,
  type PeerCipher,
  type PeerDigest,
  splitEntity,
  wholeOf,
} from './test-peer.ts';

const cipherOptions: Record<PeerCipher, string> = {
  '3des': '-des3',
  'aes-128-cbc': '-aes128',
  'aes-256-cbc': '-aes256',
  'aes-128-gcm': '-aes-128-gcm',
  'aes-192-gcm': '-aes-192-gcm',
  'aes-256-gcm': '-aes-256-gcm',
};

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = Buffer.alloc(5, 0x84);
  length.writeUInt32BE(content.length, 1);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

/** CompressedData (RFC 3274) without openssl, which Debian builds without zlib. Lengths are longer than DER wants. */
function compress(entity: Buffer): Buffer {
  const content = der(0x30, oid('2a864886f70d010701'), der(0xa0, der(0x04, deflateSync(entity))));
  const algorithm = der(0x30, oid('2a864886f70d0109100308'));
  const compressed = der(0x30, der(0x02, Buffer.from([0])), algorithm, content);
  const head = 'Content-Type: application/pkcs7-mime; smime-type=compressed-data\r\n\r\n';
  return Buffer.concat([Buffer.from(head), der(0x30, oid('2a864886f70d0109100109'), der(0xa0, compressed))]);
}

/** openssl tells where the octets of the compressed content lie; Node's zlib does the rest. */
function decompress(cms: Buffer): Buffer {
  const lines = openssl(['asn1parse', '-inform', 'DER', '-in', 'compressed'], { compressed: cms })
    .toString()
    .split('\n');
  const octets = lines.find((line) => line.includes('OCTET STRING')) ?? '';
  const [, offset = '', head = '', length = ''] = /^ *(\d+):d=\d+ +hl=(\d+) +l= *(\d+)/.exec(octets) ?? [];
  const start = Number(offset) + Number(head);
  return inflateSync(cms.subarray(start, start + Number(length)));
}

type Commands = Record<'verify' | 'decrypt', (bytes: Buffer) => Buffer> & {
  sign(content: Buffer, digest: string): Buffer;
  encrypt(message: Buffer, cipher: PeerCipher): Buffer;
};

function commandsOf({ north, mill }: { north: TestIdentity; mill: TestIdentity }): Commands {
  const files = {
    'north.pem': north.certificatePem,
    'mill.pem': mill.certificatePem,
    'mill.key': mill.privateKeyPem,
  };
  const run = (line: string, more: Record<string, Buffer>): Buffer =>
    openssl(line.split(' '), { ...files, ...more });
  return {
    sign: (content, digest) =>
      run(
        `cms -sign -binary -in content -signer mill.pem -inkey mill.key -md ${digest.replace('-', '')} -crlfeol`,
        { content },
      ),
    verify(message) {
      const text = message.toString('latin1');
      const delimiter = ['--', /boundary="(.+?)"/.exec(text)?.[1]].join('');
      const [, part = '', last = ''] = text.split(`${delimiter}\r\n`);
      const content = Buffer.from(part.slice(0, -2), 'latin1');
      const [, base64 = ''] = (last.split(`${delimiter}--`)[0] ?? '').split('\r\n\r\n');
      const signature = Buffer.from(base64, 'base64');
      const line =
        'cms -verify -binary -inform DER -in signature -content content -CAfile north.pem -purpose any';
      return run(line, { content, signature });
    },
    encrypt: (message, cipher) =>
      run(`cms -encrypt -binary -in message ${cipherOptions[cipher]} -outform DER north.pem`, { message }),
    decrypt: (envelope) =>
      run('cms -decrypt -binary -inform DER -in envelope -recip mill.pem -inkey mill.key', { envelope }),
  };
}

/** A receipt as a simple program writes it: folded header, other case, no empty line at its end. */
function reportOf({
  messageId,
  checked,
  digest,
}: {
  messageId: string;
  checked: Buffer;
  digest: PeerDigest;
}): Buffer {
  const label = digest.replace('-', '');
  const mic = createHash(label).update(checked).digest('base64');
  const lines = [
    ...['Content-Type: multipart/report; Report-Type=disposition-notification;', '\tboundary="----=_b"', ''],
    ...['------=_b', 'Content-Type: text/plain', '', 'Received', '------=_b'],
    ...['Content-Type: message/disposition-notification', '', 'Reporting-UA: openssl'],
    ...['Final-Recipient: rfc822; "MILL FOODS"', `Original-Message-ID: ${messageId}`],
    'Disposition: automatic-action/MDN-sent-automatically; processed',
    ...[`Received-content-MIC: ${mic}, ${label}`, '', '------=_b--', ''],
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** `openssl cms` as a partner: signer, encrypter, verifier and decrypter. */
export function opensslPeer(identities: { north: TestIdentity; mill: TestIdentity }): Peer {
  const { sign, verify, encrypt, decrypt } = commandsOf(identities);
  return {
    transferEncoding: 'binary',
    async write(payload, wrap) {
      const head =
        'content-type: application/EDI-X12\r\ncontent-disposition: attachment; filename=855.x12\r\n\r\n';
      const entity = Buffer.concat([Buffer.from(head), payload]);
      let message = wrap.isCompressed ? compress(entity) : entity;
      let checked = wrap.wrapping === 'none' && !wrap.isCompressed ? payload : entity;
      if (isSignedBy(wrap)) {
        checked = message;
        message = sign(message, wrap.digest);
      }
      if (!isSealedBy(wrap)) return { ...splitEntity(message), checked };
      const body = encrypt(message, wrap.cipher);
      const type = wrap.cipher.endsWith('gcm') ? 'authEnveloped-data' : 'enveloped-data';
      return {
        headers: [['content-type', `application/pkcs7-mime; smime-type="${type}"`]],
        body,
        checked,
      };
    },
    async read(arrived, wrap) {
      let entity = wholeOf(arrived);
      if (isSealedBy(wrap)) entity = decrypt(arrived.body);
      let checked = entity;
      if (isSignedBy(wrap)) {
        checked = verify(entity);
        entity = checked;
      }
      if (wrap.isCompressed) entity = decompress(splitEntity(entity).body);
      if (!isSignedBy(wrap))
        checked = wrap.wrapping === 'none' && !wrap.isCompressed ? splitEntity(entity).body : entity;
      const messageId = headerOf(arrived.headers, 'message-id') ?? '';
      const report = reportOf({ messageId, checked, digest: wrap.digest });
      return {
        payload: splitEntity(entity).body,
        receipt: async (isSigned) => splitEntity(isSigned ? sign(report, wrap.digest) : report),
      };
    },
    async readReceipt(answer, isSigned) {
      const whole = wholeOf(answer);
      assert(
        /multipart\/signed/i.test(whole.toString('latin1')) === isSigned,
        'the receipt is signed if asked for',
      );
      const text = (isSigned ? verify(whole) : whole).toString('latin1');
      return {
        isProcessed: text.includes('MDN-sent-automatically; processed\r\n'),
        messageId: /^Original-Message-ID: (.+)\r$/m.exec(text)?.[1] ?? '',
        mic: /^Received-Content-MIC: (\S+),/m.exec(text)?.[1],
      };
    },
  };
}
