import { opensslVersion } from '@coplan/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peerSends, receiptWishes, weSend } from './test-matrix.ts';
import { opensslPeer } from './test-openssl-peer.ts';
import { type As2House, openAs2House } from './test-partner.ts';
import { gcmWraps, wrapsOf } from './test-peer.ts';

const timeoutMs = 300_000;

if (opensslVersion === undefined)
  console.log('skipped: AS2 with openssl as partner, because there is no openssl here');

describe.skipIf(opensslVersion === undefined)('with openssl as partner', () => {
  let as2: As2House;
  beforeAll(async () => {
    as2 = await openAs2House();
    await as2.agree({ receive: { signature: 'optional' } });
  });
  afterAll(() => as2.close());

  const exchanges = [
    ...(['none', 'sign', 'encrypt', 'both'] as const).map((wrapping) => ({
      ...{ wrapping: wrapping as string, wraps: wrapsOf(wrapping) },
      count: wrapsOf(wrapping).length * receiptWishes.length,
    })),
    // From OpenSSL 3.0 on.
    ...(/^OpenSSL [3-9]/.test(opensslVersion ?? '') ? (['encrypt', 'both'] as const) : []).map(
      (wrapping) => ({
        ...{ wrapping: `${wrapping}, AES-GCM`, wraps: gcmWraps(wrapping) },
        count: gcmWraps(wrapping).length * receiptWishes.length,
      }),
    ),
  ];

  test.each(exchanges)(
    '$count messages to us, wrapped: $wrapping',
    async ({ wraps, count }) => {
      let done = 0;
      for (const wrap of wraps) {
        for (const wish of receiptWishes) {
          await peerSends(as2, opensslPeer(as2), wrap, wish);
          done += 1;
        }
      }
      expect(done).toBe(count);
    },
    timeoutMs,
  );

  test.each(exchanges)(
    '$count messages from us, wrapped: $wrapping',
    async ({ wraps, count }) => {
      let done = 0;
      for (const wrap of wraps) {
        for (const wish of receiptWishes) {
          await weSend(as2, opensslPeer(as2), wrap, wish);
          done += 1;
        }
      }
      expect(done).toBe(count);
    },
    timeoutMs,
  );
});
