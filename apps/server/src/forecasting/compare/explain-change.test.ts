import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, fieldsCause, groupByCause, otherInput, partsOf, pathBetween } from './explain-change.ts';

type Input = { stock: number; demand: number[]; note?: string };
const causes = [fieldsCause<Input>('demand', ['demand']), fieldsCause<Input>('stock', ['stock'])];
const output = ({ stock, demand, note }: Input): number =>
  Math.max(0, demand.reduce((sum, value) => sum + value, 0) - stock) * (note === undefined ? 1 : 2);
const anyInput: fc.Arbitrary<Input> = fc.record(
  { stock: fc.nat(20), demand: fc.array(fc.nat(9), { maxLength: 3 }), note: fc.constantFrom('a', 'b') },
  { requiredKeys: ['stock', 'demand'] },
);

test('the parts of a change add up to it, and there is a part for everything of the input that changed', () => {
  fc.assert(
    fc.property(anyInput, anyInput, (before, after) => {
      const { codes, inputs } = pathBetween(before, after, causes);
      const parts = partsOf(codes, [before, ...inputs, after].map(output));
      expect(parts.reduce((sum, { changeMilli }) => sum + changeMilli, 0)).toBe(
        codes.length === 0 ? 0 : output(after) - output(before),
      );
      expect(codes.includes('stock')).toBe(before.stock !== after.stock);
      expect(codes.includes(otherInput)).toBe(before.note !== after.note);
      expect(codes.length === 0).toBe(canonical(before) === canonical(after));
    }),
  );
});

test('the order in which fields were written is no change', () => {
  expect(pathBetween({ stock: 1, demand: [2] }, { demand: [2], stock: 1 }, causes).codes).toEqual([]);
});

test('causes are told with what went up, what went down and its money; what nothing explains comes first', () => {
  const line = (
    beforeMilli: number,
    afterMilli: number,
    parts: [string, number][],
    valueMinor: number | null,
  ) => ({
    itemLocationId: 'il',
    beforeMilli,
    afterMilli,
    parts: parts.map(([code, changeMilli]) => ({ code, changeMilli })),
    valueMinor,
  });
  expect(
    groupByCause([
      line(
        10,
        40,
        [
          ['demand', 20],
          ['stock', 10],
        ],
        300,
      ),
      line(40, 30, [['demand', -10]], -100),
      line(5, 6, [['unexplained', 1]], null),
    ]),
  ).toEqual([
    { code: 'unexplained', itemCount: 1, increaseMilli: 1, decreaseMilli: 0, valueMinor: null },
    { code: 'demand', itemCount: 2, increaseMilli: 20, decreaseMilli: 10, valueMinor: 100 },
    { code: 'stock', itemCount: 1, increaseMilli: 10, decreaseMilli: 0, valueMinor: 100 },
  ]);
});
