import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUntouched, type DecidedItem } from './counterfactual.ts';

const weekCount = 8;
const startsOn = Array.from({ length: weekCount }, (_, week) => addDays(localDate('2026-09-28'), week * 7));
const quantity = fc.integer({ min: 0, max: 500_000 });

/** An item whose proposals people decided; `touch` says what they made of each. */
const item = (touch: (proposed: number, other: number) => number): fc.Arbitrary<DecidedItem> =>
  fc.record({
    key: fc.string(),
    openingMilli: quantity,
    unitPriceMicros: fc.integer({ min: 0, max: 9_000_000 }),
    demandMilli: fc.array(quantity, { minLength: weekCount, maxLength: weekCount }),
    otherMilli: fc.array(quantity, { minLength: weekCount, maxLength: weekCount }),
    proposals: fc
      .array(
        fc.record({
          decidedWeek: fc.integer({ min: 0, max: weekCount - 1 }),
          leadWeeks: fc.integer({ min: 0, max: 3 }),
          proposedMilli: quantity,
          other: quantity,
        }),
        { maxLength: 6 },
      )
      .map((proposals) =>
        proposals
          .sort((a, b) => a.decidedWeek - b.decidedWeek)
          .map(({ decidedWeek, leadWeeks, proposedMilli, other }) => ({
            decidedWeek,
            arrivalWeek: decidedWeek + leadWeeks,
            proposedMilli,
            decidedMilli: touch(proposedMilli, other),
          })),
      ),
  });

test('where nobody changed a proposal, what was and what would have been are the same', () => {
  fc.assert(
    fc.property(
      fc.array(
        item((proposed) => proposed),
        { maxLength: 5 },
      ),
      (items) => {
        for (const week of compareUntouched(items, startsOn)) {
          expect(week.untouched).toEqual(week.actual);
          expect(week.touchedCount).toBe(0);
        }
      },
    ),
  );
});

test('the actual world does not depend on what the machine proposed', () => {
  fc.assert(
    fc.property(
      item((_, other) => other),
      (one) => {
        const doubled = {
          ...one,
          proposals: one.proposals.map((made) => ({ ...made, proposedMilli: made.proposedMilli * 2 })),
        };
        const actuals = (of: DecidedItem) => compareUntouched([of], startsOn).map(({ actual }) => actual);
        expect(actuals(doubled)).toEqual(actuals(one));
      },
    ),
  );
});

test('nobody is served more than he wanted, nor more than was there', () => {
  fc.assert(
    fc.property(
      item((_, other) => other),
      (one) => {
        for (const which of ['actual', 'untouched'] as const) {
          const weeks = compareUntouched([one], startsOn).map((week) => week[which]);
          const came = one.openingMilli + one.otherMilli.reduce((sum, other) => sum + other, 0);
          const sums = (of: 'servedMilli' | 'orderedMilli') => weeks.reduce((sum, week) => sum + week[of], 0);
          expect(sums('servedMilli')).toBeLessThanOrEqual(came + sums('orderedMilli'));
          for (const { servedMilli, demandMilli } of weeks)
            expect(servedMilli).toBeLessThanOrEqual(demandMilli);
        }
      },
    ),
  );
});

const steady = (proposals: DecidedItem['proposals']): DecidedItem => ({
  key: 'oats',
  openingMilli: 10_000,
  unitPriceMicros: 1_000_000,
  demandMilli: startsOn.map(() => 10_000),
  otherMilli: startsOn.map(() => 0),
  proposals,
});

test('rejecting a proposal that was needed shows as demand that was not served', () => {
  const weeks = compareUntouched(
    [steady([{ decidedWeek: 0, arrivalWeek: 1, proposedMilli: 20_000, decidedMilli: 0 }])],
    startsOn,
  );
  expect(weeks.map(({ actual }) => actual.servedMilli)).toEqual([10_000, 0, 0, 0, 0, 0, 0, 0]);
  expect(weeks.map(({ untouched }) => untouched.servedMilli)).toEqual([
    10_000, 10_000, 10_000, 0, 0, 0, 0, 0,
  ]);
  expect(weeks[0]).toMatchObject({ decidedCount: 1, touchedCount: 1 });
});

test('a proposal that only makes good what was refused before is not counted twice', () => {
  const weeks = compareUntouched(
    [
      steady([
        { decidedWeek: 0, arrivalWeek: 1, proposedMilli: 20_000, decidedMilli: 0 },
        { decidedWeek: 1, arrivalWeek: 2, proposedMilli: 20_000, decidedMilli: 20_000 },
      ]),
    ],
    startsOn,
  );
  expect(weeks.map(({ untouched }) => untouched.orderedMilli).slice(0, 3)).toEqual([20_000, 0, 0]);
  expect(weeks.map(({ actual }) => actual.orderedMilli).slice(0, 3)).toEqual([0, 20_000, 0]);
});
