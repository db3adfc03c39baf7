import { addDays, fraction, invertFraction, type LocalDate, localDate, localDateOfDay } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { totalMilliOf } from './bucketed-series.ts';
import { aggregateLevel, disaggregateLevel } from './change-level.ts';
import { convertUnits } from './convert-units.ts';
import { type PlanningCalendar, periodsBetween } from './planning-calendar.ts';
import { reconcile } from './reconcile.ts';
import { splitByDays, sumBySource, weekdayWeightsOf } from './split-by-days.ts';

const day = (text: string): LocalDate => localDate(text);
const iso: PlanningCalendar = { kind: 'iso-week', weekStartsOn: 1, yearStartsInMonth: 1 };
const sunday: PlanningCalendar = { ...iso, weekStartsOn: 7 };
const nrf: PlanningCalendar = { kind: '4-5-4', weekStartsOn: 7, yearStartsInMonth: 2 };
const nrfPeriods: PlanningCalendar = { ...nrf, grain: 'period' };
const month: PlanningCalendar = { kind: 'month', weekStartsOn: 1, yearStartsInMonth: 1 };
const named = { iso, sunday, nrf, nrfPeriods, month };
const calendarPairs = Object.entries(named).flatMap(([from, a]) =>
  Object.entries(named).map(([to, b]) => [from, to, a, b] as const),
);

const amounts = fc.option(fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }), { freq: 8 });
const weekdays = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 7, maxLength: 7 });
const span = fc
  .tuple(fc.integer({ min: 19_000, max: 23_000 }), fc.integer({ min: 1, max: 400 }))
  .map(([start, days]) => ({ startsOn: localDateOfDay(start), endsBefore: localDateOfDay(start + days) }));

test.each(calendarPairs)(
  'from %s to %s nothing is lost, and the way back gives the input again',
  (_, __, from, to) => {
    fc.assert(
      fc.property(
        span,
        fc.array(amounts, { minLength: 100, maxLength: 100 }),
        weekdays,
        (period, values, weights) => {
          const buckets = periodsBetween(from, period);
          const valuesMilli = buckets.map((_bucket, index) => values[index % 100] ?? null);
          const split = splitByDays({ buckets, valuesMilli }, to, weights);
          expect(sumBySource(split.pieces, buckets.length)).toEqual(valuesMilli);
          const byTarget = split.pieces.map(({ fromIndex, toIndex, valueMilli }) => ({
            fromIndex: toIndex,
            toIndex: fromIndex,
            valueMilli,
          }));
          expect(sumBySource(byTarget, split.buckets.length)).toEqual(split.valuesMilli);
          expect(totalMilliOf(split.valuesMilli)).toBe(totalMilliOf(valuesMilli));
          const back = splitByDays(split, from, weights);
          expect(totalMilliOf(back.valuesMilli)).toBe(totalMilliOf(valuesMilli));
        },
      ),
      { numRuns: 40 },
    );
  },
);

test('days added up to any bucket and back to days are the days', () => {
  fc.assert(
    fc.property(span, fc.array(amounts, { minLength: 30, maxLength: 30 }), (period, values) => {
      const buckets = periodsBetween({ ...iso, grain: 'day' }, period);
      const valuesMilli = buckets.map((_bucket, index) => values[index % 30] ?? null);
      const split = splitByDays({ buckets, valuesMilli }, month);
      expect(split.straddles).toEqual([]);
      expect(split.pieces.map(({ valueMilli }) => valueMilli)).toEqual(valuesMilli);
    }),
    { numRuns: 40 },
  );
});

test('a Monday week of 7 goes to Sunday weeks as 6 and 1, and by the weekday pattern where one is known', () => {
  const series = {
    buckets: [{ startsOn: day('2026-11-16'), endsBefore: day('2026-11-23') }],
    valuesMilli: [7_000],
  };
  expect(splitByDays(series, sunday).valuesMilli).toEqual([6_000, 1_000]);
  expect(splitByDays(series, sunday, [1, 1, 1, 1, 1, 2, 3]).valuesMilli).toEqual([4_900, 2_100]);
  expect(splitByDays(series, sunday).straddles).toEqual([
    {
      startsOn: '2026-11-16',
      endsBefore: '2026-11-23',
      fromIndex: 0,
      into: [
        { label: '2026-W47', valueMilli: 6_000 },
        { label: '2026-W48', valueMilli: 1_000 },
      ],
    },
  ]);
});

test('no value stays no value, and a bucket known only in part is named', () => {
  const buckets = periodsBetween(iso, { startsOn: day('2026-11-02'), endsBefore: day('2026-11-23') });
  const split = splitByDays({ buckets, valuesMilli: [7_000, null, null] }, sunday);
  expect(split.valuesMilli).toEqual([6_000, 1_000, null, null]);
  expect(split.partialIndexes).toEqual([0, 1, 2, 3]);
});

test('a weekday pattern is learnt from daily sales', () => {
  const buckets = periodsBetween(
    { ...iso, grain: 'day' },
    { startsOn: day('2026-11-02'), endsBefore: day('2026-11-16') },
  );
  const valuesMilli = buckets.map((_, index) => (index % 7 === 5 ? 40_000 : index % 7 === 6 ? null : 12_000));
  expect(weekdayWeightsOf({ buckets, valuesMilli })).toEqual([1_200, 1_200, 1_200, 1_200, 1_200, 4_000, 0]);
  expect(weekdayWeightsOf({ buckets, valuesMilli: buckets.map(() => 0) })).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

test('packs and units convert forth and back without loss, and what fills no pack is carried', () => {
  const eaches = convertUnits([7_000, null, 10_000, 9_000], { factor: fraction(1, 12), stepMilli: 1_000 });
  expect(eaches).toEqual({
    valuesMilli: [0, null, 1_000, 1_000],
    remainder: { numerator: 500, denominator: 3 },
    remainderMilli: 2_000,
  });
  const factor = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }))
    .map(([numerator, denominator]) => fraction(numerator, denominator));
  const rounding = fc.constantFrom('up' as const, 'down' as const, 'nearest' as const);
  fc.assert(
    fc.property(
      fc.array(amounts, { maxLength: 40 }),
      factor,
      rounding,
      fc.constantFrom(1, 1_000),
      (values, to, how, stepMilli) => {
        const { valuesMilli, remainder } = convertUnits(values, { factor: to, stepMilli, rounding: how });
        const exact = BigInt(totalMilliOf(values)) * BigInt(to.numerator) * BigInt(remainder.denominator);
        const kept =
          (BigInt(totalMilliOf(valuesMilli)) * BigInt(remainder.denominator) + BigInt(remainder.numerator)) *
          BigInt(to.denominator);
        expect(kept).toBe(exact);
        expect(Math.abs(remainder.numerator / remainder.denominator)).toBeLessThan(stepMilli);
        expect(valuesMilli.every((value) => value === null || value % stepMilli === 0)).toBe(true);
      },
    ),
  );
});

test('packs into units and back are the same packs in every bucket', () => {
  const packs = fc.array(fc.option(fc.integer({ min: 0, max: 1_000_000_000 })), { maxLength: 40 });
  fc.assert(
    fc.property(packs, fc.integer({ min: 1, max: 500 }), (values, perPack) => {
      const units = convertUnits(values, { factor: fraction(perPack) });
      expect(units.remainderMilli).toBe(0);
      const back = convertUnits(units.valuesMilli, { factor: invertFraction(fraction(perPack)) });
      expect(back).toMatchObject({ valuesMilli: values, remainderMilli: 0 });
    }),
  );
});

test('items and categories, places and regions: what is split by a profile adds up to the group in every bucket', () => {
  const shares = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(shares, fc.array(amounts, { minLength: 6, maxLength: 6 })), {
        minLength: 1,
        maxLength: 5,
      }),
      (groups) => {
        const series = new Map(groups.map(([, values], index) => [`group-${index}`, values]));
        const profile = new Map(
          groups.map(([weights], index) => [
            `group-${index}`,
            weights.map((weight, member) => ({ member: `${index}/${member}`, weight })),
          ]),
        );
        const members = disaggregateLevel(series, profile);
        expect(aggregateLevel(members, (member) => `group-${member.split('/')[0]}`)).toEqual(series);
      },
    ),
  );
});

test('a reconciliation through calendar, level and unit carries its own proof', () => {
  const buckets = periodsBetween(iso, {
    startsOn: day('2026-11-02'),
    endsBefore: addDays(day('2026-11-02'), 28),
  });
  const {
    series,
    proof,
    buckets: targets,
  } = reconcile({
    series: new Map([
      ['cola', [120_000, 60_000, null, 30_000]],
      ['beer', [7_000, 14_000, 21_000, 28_000]],
    ]),
    buckets,
    toCalendar: nrf,
    level: { groupOf: () => 'beverages' },
    units: { factor: fraction(1, 12), stepMilli: 1_000 },
  });
  expect(targets.map(({ label }) => label)[0]).toBe('P10 W1 FY2026');
  expect([...series.keys()]).toEqual(['beverages']);
  expect(proof).toMatchObject({ inputTotalMilli: 280_000, isLossless: true });
  expect(proof.outputTotalMilli * 12 + proof.remainderMilli!).toBe(280_000);
  expect(proof.steps.map(({ method }) => method)).toEqual([
    'split-by-weekday-pattern',
    'sum-of-members',
    'exact-fraction-with-carry',
  ]);
  expect(proof.straddles).toHaveLength(4);
  const sent = proof.straddles
    .flatMap(({ into }) => into)
    .reduce((sum, part) => sum + (part.valueMilli ?? 0), 0);
  expect(sent).toBe(280_000);
});

test('a disaggregation by profile is proven, too', () => {
  const buckets = periodsBetween(iso, { startsOn: day('2026-11-02'), endsBefore: day('2026-11-16') });
  const { series, proof } = reconcile({
    series: new Map([['north', [10, null]]]),
    buckets,
    toCalendar: iso,
    level: {
      profile: new Map([
        [
          'north',
          [
            { member: 'a', weight: 1 },
            { member: 'b', weight: 2 },
          ],
        ],
      ]),
    },
  });
  expect([...series]).toEqual([
    ['a', [3, null]],
    ['b', [7, null]],
  ]);
  expect(proof).toMatchObject({ isLossless: true, straddles: [], inputTotalMilli: 10, outputTotalMilli: 10 });
});
