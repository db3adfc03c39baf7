import { assert } from '@coplan/kernel';
import { AS2Crypto, AS2MimeNode, AS2Parser } from 'libas2';
import type { TestIdentity } from './test-partner.ts';
import { type CbcCipher, isSealedBy, isSignedBy, type Peer, splitEntity, wholeOf } from './test-peer.ts';

/** The names under which libas2 knows the ciphers; 3DES is one that its types leave out. */
const cipherNames: Record<CbcCipher, string> = {
  '3des': 'des-EDE3-CBC',
  'aes-128-cbc': 'aes128-CBC',
  'aes-256-cbc': 'aes256-CBC',
};
type Encryption = NonNullable<Parameters<AS2MimeNode['encrypt']>[0]>['encryption'];

/** What libas2 signed: the first part of what it wrote, without the line break that it does not count. */
function signedPart(message: Buffer): Buffer {
  const text = message.toString('latin1');
  const delimiter = ['--', /boundary="(.+?)"/.exec(text)?.[1]].join('');
  const part = text.split(`${delimiter}\r\n`)[1] ?? '';
  return Buffer.from(part.slice(0, -2), 'latin1');
}

/** npm's libas2 as a partner. It knows no compression, and names a check only of what is signed. */
export function libas2Peer({ north, mill }: { north: TestIdentity; mill: TestIdentity }): Peer {
  const own = { certificate: mill.certificatePem, privateKey: mill.privateKeyPem };
  const keyPair = { cert: mill.certificatePem, key: mill.privateKeyPem };
  const host = { name: 'Mill Foods', id: 'MILL FOODS', url: 'http://mill.example/as2', ...own };
  const partner = { name: 'North Retail', id: 'NORTH', url: 'http://north.example/as2', file: 'EDIX12' };
  return {
    transferEncoding: 'base64',
    async write(payload, wrap) {
      let node = new AS2MimeNode({
        contentType: 'application/edi-x12',
        filename: '855.x12',
        content: payload,
      });
      let checked = wrap.wrapping === 'none' ? splitEntity(await node.build()).body : undefined;
      if (isSignedBy(wrap)) {
        node = await node.sign({ ...keyPair, algorithm: wrap.digest });
        checked = signedPart(await node.build());
      }
      if (isSealedBy(wrap)) {
        const encryption = cipherNames[wrap.cipher as CbcCipher] as Encryption;
        node = await node.encrypt({ cert: north.certificatePem, encryption });
      }
      const { headers, body } = splitEntity(await node.build());
      return { headers: headers.filter(([name]) => /^content-/i.test(name)), body, checked };
    },
    async read(arrived, wrap) {
      let node = await AS2Parser.parse(wholeOf(arrived));
      if (isSealedBy(wrap)) node = await node.decrypt(keyPair);
      const signed = isSignedBy(wrap) ? await node.verify({ cert: north.certificatePem }) : node;
      assert(signed !== undefined, 'libas2 finds that the signature fits');
      const payload = Buffer.from(signed.content as Uint8Array);
      return {
        payload,
        async receipt(isSigned) {
          const { dispositionNode } = await (await AS2Parser.parse(wholeOf(arrived))).dispositionOut({
            agreement: {
              host: {
                ...host,
                decrypt: isSealedBy(wrap),
                sign: false,
                mdn: { async: false, signing: false },
              },
              partner: {
                ...{
                  ...partner,
                  certificate: north.certificatePem,
                  verify: isSignedBy(wrap),
                  encrypt: false,
                },
                mdn: { async: false, signing: isSigned ? wrap.digest : false },
              },
            },
          } as Parameters<AS2MimeNode['dispositionOut']>[0]);
          const { headers, body } = splitEntity(await dispositionNode.build());
          return { headers: headers.filter(([name]) => /^content-/i.test(name)), body };
        },
      };
    },
    async readReceipt(answer, isSigned) {
      const node = await AS2Parser.parse(wholeOf(answer));
      const verified = isSigned ? await AS2Crypto.verify(node, { cert: north.certificatePem }) : true;
      assert(verified === true, 'libas2 finds that the signature of the receipt fits');
      const { notification } = await node.dispositionIn(
        isSigned ? { cert: north.certificatePem } : undefined,
      );
      return {
        isProcessed: notification.disposition.processed && notification.disposition.description === undefined,
        messageId: notification.originalMessageId ?? '',
        mic: notification.receivedContentMic?.mic,
      };
    },
  };
}
