import { afterAll, beforeAll, expect, test } from 'vitest';
import { libas2Peer } from './test-libas2-peer.ts';
import { peerSends, receiptWishes, weSend } from './test-matrix.ts';
import { type As2House, openAs2House } from './test-partner.ts';
import { type Wrapping, wrapsOf } from './test-peer.ts';

const timeoutMs = 300_000;

let as2: As2House;
beforeAll(async () => {
  as2 = await openAs2House();
  await as2.agree({ receive: { signature: 'optional' } });
});
afterAll(() => as2.close());

/** libas2 does not compress; openssl-matrix.test.ts does that part. */
const plainWrapsOf = (wrapping: Wrapping) => wrapsOf(wrapping).filter(({ isCompressed }) => !isCompressed);
const exchanges = (['none', 'sign', 'encrypt', 'both'] as const).map((wrapping) => ({
  wrapping,
  count: plainWrapsOf(wrapping).length * receiptWishes.length,
}));

test.each(exchanges)(
  '$count messages of libas2 to us, wrapped: $wrapping',
  async ({ wrapping, count }) => {
    let done = 0;
    for (const wrap of plainWrapsOf(wrapping)) {
      for (const wish of receiptWishes) {
        await peerSends(as2, libas2Peer(as2), wrap, wish);
        done += 1;
      }
    }
    expect(done).toBe(count);
  },
  timeoutMs,
);

test.each(exchanges)(
  '$count messages from us to libas2, wrapped: $wrapping',
  async ({ wrapping, count }) => {
    let done = 0;
    for (const wrap of plainWrapsOf(wrapping)) {
      for (const wish of receiptWishes) {
        await weSend(as2, libas2Peer(as2), wrap, wish);
        done += 1;
      }
    }
    expect(done).toBe(count);
  },
  timeoutMs,
);
