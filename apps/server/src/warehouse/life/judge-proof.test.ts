import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeProof, type LeftLine, type SignedLine } from './judge-proof.ts';

const left = (
  lineId: string,
  orderLineId: string,
  shippedMilli: number,
  packedMilli = shippedMilli,
): LeftLine => ({
  ...{ lineId, orderLineId, lineNumber: orderLineId, shippedMilli, packedMilli },
});
const signed = (orderLineId: string, part: Partial<SignedLine>): SignedLine => ({
  ...{ orderLineId, deliveredMilli: 0, damagedMilli: 0, refusedMilli: 0 },
  ...part,
});

test('what nobody speaks of arrived as it left; of the rest some was kept, some refused, and what is not said is missing', () => {
  const judged = judgeProof(
    [left('a', '1', 30_000), left('b', '1', 10_000), left('c', '2', 5_000)],
    [
      signed('1', {
        deliveredMilli: 32_000,
        damagedMilli: 2_000,
        refusedMilli: 5_000,
        refusedReason: 'damaged',
      }),
    ],
  );
  expect(judged).toMatchObject({
    isRefused: false,
    lines: [
      {
        orderLineId: '1',
        shippedMilli: 40_000,
        deliveredMilli: 32_000,
        refusedMilli: 5_000,
        shortMilli: 3_000,
      },
      { orderLineId: '2', shippedMilli: 5_000, deliveredMilli: 5_000, shortMilli: 0, refusedReason: null },
    ],
    moves: [
      { lineId: 'a', move: 'deliver', quantityMilli: 30_000 },
      { lineId: 'b', move: 'deliver', quantityMilli: 2_000 },
      { lineId: 'b', move: 'return-to-sender', quantityMilli: 5_000 },
      { lineId: 'b', move: 'lose-in-transit', quantityMilli: 3_000 },
      { lineId: 'c', move: 'deliver', quantityMilli: 5_000 },
    ],
  });
});

test.each([
  ['of another shipment', signed('9', {}), 'unknown-line'],
  ['more than left', signed('1', { deliveredMilli: 30_001 }), 'more-than-shipped'],
  ['more damaged than kept', signed('1', { deliveredMilli: 1, damagedMilli: 2 }), 'more-damaged-than-kept'],
  ['refused for no reason', signed('1', { refusedMilli: 1 }), 'refused-without-reason'],
])('a signature %s is refused', (_what, line, kind) => {
  expect(judgeProof([left('a', '1', 30_000)], [line])).toMatchObject({ fault: { kind } });
});

test('units with serial numbers go by their names, whichever lot they are of; a number that is missing is asked for', () => {
  const unit = (serialNumber: string) => ({ serialId: `id-${serialNumber}`, serialNumber });
  const lots = [
    { ...left('a', '1', 2_000), serials: [unit('S1'), unit('S2')] },
    { ...left('b', '1', 1_000), serials: [unit('S3')] },
  ];
  const said = { deliveredMilli: 2_000, refusedMilli: 1_000, refusedReason: 'other' as const };
  expect(judgeProof(lots, [signed('1', said)])).toMatchObject({ fault: { kind: 'serials-to-name' } });
  expect(judgeProof(lots, [signed('1', { ...said, refusedSerialNumbers: ['S1'] })])).toMatchObject({
    moves: [
      { lineId: 'a', move: 'deliver', quantityMilli: 1_000, serialIds: ['id-S2'] },
      { lineId: 'a', move: 'return-to-sender', quantityMilli: 1_000, serialIds: ['id-S1'] },
      { lineId: 'b', move: 'deliver', quantityMilli: 1_000, serialIds: ['id-S3'] },
    ],
  });
  expect(judgeProof(lots, [])).toMatchObject({
    moves: [{ serialIds: ['id-S1', 'id-S2'] }, { serialIds: ['id-S3'] }],
  });
});

test('everything refused is no delivery', () => {
  const said = [signed('1', { refusedMilli: 30_000, refusedReason: 'other' })];
  expect(judgeProof([left('a', '1', 30_000)], said)).toMatchObject({ isRefused: true });
});

test('shipped = kept + refused + missing for each line, and nothing of a lot stays on the road, whatever the pack', () => {
  const milli = fc.integer({ min: 1, max: 50_000 });
  const lots = fc.array(fc.record({ shipped: milli, packed: milli }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(lots, fc.nat(1_000), fc.nat(1_000), (parts, kept, back) => {
      const lines = parts.map(({ shipped, packed }, index) => left(`l${index}`, '1', shipped, packed));
      const total = parts.reduce((sum, { shipped }) => sum + shipped, 0);
      const deliveredMilli = Math.floor((total * kept) / 1_000);
      const refusedMilli = Math.floor(((total - deliveredMilli) * back) / 1_000);
      const judged = judgeProof(lines, [
        signed('1', { deliveredMilli, refusedMilli, refusedReason: 'other' }),
      ]);
      if ('fault' in judged) throw new Error(judged.fault.kind);
      const [line] = judged.lines;
      expect(deliveredMilli + refusedMilli + (line?.shortMilli ?? 0)).toBe(total);
      for (const { lineId, packedMilli } of lines) {
        const moved = judged.moves.filter((move) => move.lineId === lineId);
        expect(moved.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0)).toBe(packedMilli);
      }
    }),
  );
});
