import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SpreadChild, spreadAggregate } from './spread-aggregate.ts';

const values = (children: SpreadChild[], totalMilli: number, method: 'proportional' | 'even' | 'last-year') =>
  spreadAggregate({ totalMilli, children, method });

test('the cells below always add up to the new total, by every method and step', () => {
  const child = fc.record({
    valueMilli: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
    lastYearMilli: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
    isLocked: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(child, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 30_000_000_000 }),
      fc.constantFrom('proportional' as const, 'even' as const, 'last-year' as const),
      fc.constantFrom(1, 10, 1_000),
      (children, totalMilli, method, stepMilli) => {
        const result = spreadAggregate({ totalMilli, children, method, stepMilli });
        const lockedMilli = children.reduce(
          (sum, { isLocked, valueMilli }) => sum + (isLocked ? (valueMilli ?? 0) : 0),
          0,
        );
        if ('problem' in result) {
          expect(lockedMilli > totalMilli || children.every(({ isLocked }) => isLocked)).toBe(true);
          return;
        }
        expect(result.valuesMilli.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(totalMilli);
        result.valuesMilli.forEach((value, index) => {
          if (children[index]!.isLocked) expect(value).toBe(children[index]!.valueMilli);
          else expect(value).toBeGreaterThanOrEqual(0);
        });
      },
    ),
  );
});

test('typing the same total again changes nothing', () => {
  const cells = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(cells, (cellsMilli) => {
      fc.pre(cellsMilli.some((cell) => cell > 0));
      const totalMilli = cellsMilli.reduce((sum, cell) => sum + cell, 0);
      const children = cellsMilli.map((valueMilli) => ({ valueMilli }));
      expect(values(children, totalMilli, 'proportional')).toEqual({
        valuesMilli: cellsMilli,
        methodUsed: 'proportional',
      });
    }),
  );
});

test('each method keeps the mix it is named after', () => {
  const children = [
    { valueMilli: 3_000, lastYearMilli: 0 },
    { valueMilli: 1_000, lastYearMilli: 2_000 },
    { valueMilli: null, lastYearMilli: 2_000 },
  ];
  expect(values(children, 8_000, 'proportional')).toMatchObject({ valuesMilli: [6_000, 2_000, 0] });
  expect(values(children, 6_000, 'even')).toMatchObject({ valuesMilli: [2_000, 2_000, 2_000] });
  expect(values(children, 6_000, 'last-year')).toMatchObject({ valuesMilli: [0, 3_000, 3_000] });
});

test('an unknown mix falls back to the next simpler method and says so', () => {
  const empty = [{ valueMilli: null }, { valueMilli: 0 }];
  expect(values(empty, 3_000, 'last-year')).toEqual({ valuesMilli: [1_500, 1_500], methodUsed: 'even' });
  expect(values([{ valueMilli: 2 }, { valueMilli: 1 }], 3_000, 'last-year')).toEqual({
    valuesMilli: [2_000, 1_000],
    methodUsed: 'proportional',
  });
});

test('whole units stay whole and what is left goes to the largest cell', () => {
  const children = [{ valueMilli: 1_000 }, { valueMilli: 5_000 }, { valueMilli: 1_000 }];
  expect(spreadAggregate({ totalMilli: 10_500, children, method: 'even', stepMilli: 1_000 })).toMatchObject({
    valuesMilli: [4_500, 3_000, 3_000],
  });
  expect(
    spreadAggregate({ totalMilli: 10_500, children, method: 'proportional', stepMilli: 1_000 }),
  ).toMatchObject({
    valuesMilli: [2_000, 7_500, 1_000],
  });
});

test('locked cells keep their value, and a total that they exceed is refused', () => {
  const children = [{ valueMilli: 4_000, isLocked: true }, { valueMilli: 1_000 }];
  expect(values(children, 10_000, 'even')).toMatchObject({ valuesMilli: [4_000, 6_000] });
  expect(values(children, 3_000, 'even')).toEqual({
    problem: 'The locked cells alone are more than this total.',
  });
  expect(values([children[0]!], 5_000, 'even')).toEqual({ problem: 'All cells below are locked.' });
});
