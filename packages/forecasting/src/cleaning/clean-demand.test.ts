import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanDemand } from './clean-demand.ts';
import type { CleaningDecision, Correction } from './correction.ts';

/** Even demand with a little deterministic unrest. */
const steady = (length: number, level = 100): Float64Array =>
  Float64Array.from({ length }, (_, t) => level * (1 + 0.04 * Math.sin(t * 2.4) + 0.03 * Math.cos(t * 5.1)));

const withPeaks = (sold: Float64Array, peaks: Record<number, number>): Float64Array =>
  sold.map((value, t) => value * (peaks[t] ?? 1));

const kindsOf = (corrections: readonly Correction[]): string[] => corrections.map(({ kind }) => kind);

describe('outliers', () => {
  test('a week that sold six times the ordinary is brought back to the edge of the ordinary and told', () => {
    const sold = withPeaks(steady(100), { 50: 6 });
    const { cleaned, corrections } = cleanDemand({ sold, seasonPeriods: 1 });
    expect(kindsOf(corrections)).toEqual(['outlier']);
    const [found] = corrections;
    expect(found).toMatchObject({ fromIndex: 50, toIndex: 51, observed: sold[50] });
    expect(found?.score).toBeGreaterThan(found?.threshold ?? 0);
    expect(cleaned[50]).toBeLessThan(200);
    expect(cleaned[50]).toBeGreaterThan(100);
    expect(cleaned.filter((_, t) => t !== 50)).toEqual(sold.filter((_, t) => t !== 50));
  });

  test('a peak that comes every year stays', () => {
    const sold = withPeaks(steady(150), { 20: 5, 72: 5, 124: 5 });
    expect(cleanDemand({ sold, seasonPeriods: 52 }).corrections).toEqual([]);
  });

  test('a peak that might come every year stays while less than a year is known, unless it is far beyond', () => {
    const restless = (peak: number): Float64Array =>
      Float64Array.from({ length: 40 }, (_, t) =>
        t === 20 ? peak : 100 * (1 + 0.2 * Math.sin(t * 2.4) + 0.15 * Math.cos(t * 5.1)),
      );
    const found = (peak: number, seasonPeriods: number) =>
      kindsOf(cleanDemand({ sold: restless(peak), seasonPeriods }).corrections);
    expect([found(240, 1), found(240, 52), found(320, 52)]).toEqual([['outlier'], [], ['outlier']]);
  });

  test('rare demand keeps its sizes', () => {
    const sold = Float64Array.from({ length: 100 }, (_, t) => (t % 5 === 0 ? 1 + (t % 3) : 0));
    sold[50] = 40;
    expect(cleanDemand({ sold, seasonPeriods: 1 }).corrections).toEqual([]);
  });

  test('the newest weeks stay: they may be the first of a new level', () => {
    const sold = withPeaks(steady(100), { 98: 6, 99: 6 });
    expect(cleanDemand({ sold, seasonPeriods: 1 }).corrections).toEqual([]);
  });

  test('a history in which odd weeks are common is left as it is', () => {
    const peaks = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [8 + index * 11, 6]));
    expect(cleanDemand({ sold: withPeaks(steady(100), peaks), seasonPeriods: 1 }).corrections).toEqual([]);
  });
});

describe('level shifts', () => {
  const shifted = (before: number, after: number): Float64Array =>
    steady(104).map((value, t) => value * (t < 70 ? before : after));

  test('a lasting step is proposed; taken, history before it is brought to the level since', () => {
    const sold = shifted(1, 2.5);
    expect(cleanDemand({ sold, seasonPeriods: 52 })).toMatchObject({
      cleaned: sold,
      corrections: [{ kind: 'level-shift', choice: 'observed', toIndex: 70 }],
    });
    const taken = { kind: 'level-shift', fromIndex: 0, toIndex: 70, choice: 'cleaned' } as const;
    const { cleaned, corrections } = cleanDemand({ sold, seasonPeriods: 52, decisions: [taken] });
    expect(kindsOf(corrections)).toEqual(['level-shift']);
    expect(corrections[0]).toMatchObject({ fromIndex: 0, toIndex: 70, values: [] });
    expect(corrections[0]?.factor).toBeCloseTo(2.5, 0);
    expect(cleaned[10]! / cleaned[90]!).toBeCloseTo(1, 0);
  });

  test('a step of a fifth, a slope, a season and a step of last month are none', () => {
    const slope = steady(104).map((value, t) => value * (0.5 + t / 60));
    const season = steady(156).map((value, t) => value * (t % 52 < 20 ? 3 : 1));
    const late = steady(104).map((value, t) => value * (t < 96 ? 1 : 3));
    for (const sold of [shifted(1, 1.2), slope, season, late]) {
      const { corrections } = cleanDemand({ sold, seasonPeriods: 52 });
      expect(kindsOf(corrections).filter((kind) => kind === 'level-shift')).toEqual([]);
    }
  });

  test('a rise that was taken back a season later is told as two steps of its own size', () => {
    const sold = steady(72, 200).map((value, t) => value * (t >= 12 && t < 36 ? 2 : 1));
    const factors = cleanDemand({ sold, seasonPeriods: 12 }).corrections.map(({ factor }) => factor);
    expect(factors).toHaveLength(2);
    expect(factors[0]! * factors[1]!).toBeCloseTo(1, 1);
  });
});

describe('empty shelves', () => {
  const sold = withPeaks(steady(60), { 30: 0, 31: 0.4 });
  const inStock = new Uint8Array(60).fill(1);
  inStock.fill(0, 30, 32);

  test('models see nothing there, people an estimate near what the neighbours sold', () => {
    const { cleaned, unconstrained, corrections } = cleanDemand({ sold, inStock, seasonPeriods: 1 });
    expect([cleaned[30], cleaned[31]]).toEqual([Number.NaN, Number.NaN]);
    expect(unconstrained[30]).toBeGreaterThan(90);
    expect(unconstrained[30]).toBeLessThan(110);
    expect(corrections).toHaveLength(1);
    expect(corrections[0]).toMatchObject({ kind: 'out-of-stock', fromIndex: 30, toIndex: 32 });
    expect(corrections[0]?.observed).toBeCloseTo(sold[31]!);
  });

  test('demand was at least what was sold', () => {
    const much = sold.map((value, t) => (t === 31 ? 400 : value));
    expect(cleanDemand({ sold: much, inStock, seasonPeriods: 1 }).unconstrained[31]).toBe(400);
  });
});

describe('events', () => {
  const events = [{ name: 'Summer offer', fromIndex: 40, toIndex: 44, expectedLiftRatio: 1 }];
  const promoted = steady(100).map((value, t) => value * (t >= 40 && t < 44 ? 3 : 1));

  test('a known event is taken out of the base, its lift between what was seen and what was expected', () => {
    const { cleaned, corrections } = cleanDemand({ sold: promoted, seasonPeriods: 1, events });
    expect(kindsOf(corrections)).toEqual(['promotion']);
    expect(corrections[0]?.name).toBe('Summer offer');
    expect(corrections[0]?.factor).toBeGreaterThan(2);
    expect(corrections[0]?.factor).toBeLessThan(3);
    expect(cleaned[41]).toBeLessThan(150);
  });

  test('an event outside of what is known says nothing', () => {
    const ahead = [{ name: 'Later', fromIndex: 100, toIndex: 104 }];
    const { corrections } = cleanDemand({ sold: steady(100), seasonPeriods: 1, events: ahead });
    expect(corrections).toEqual([]);
  });
});

describe('decisions', () => {
  const sold = withPeaks(steady(100), { 50: 6 });
  const about = { kind: 'outlier', fromIndex: 50, toIndex: 51 } as const;
  const decide = (decision: Partial<CleaningDecision> & Pick<CleaningDecision, 'choice'>) =>
    cleanDemand({ sold, seasonPeriods: 1, decisions: [{ ...about, ...decision }] });

  test('kept as observed, the week is as it was and the correction is still told, so that it can be redone', () => {
    const { cleaned, corrections } = decide({ choice: 'observed' });
    expect(cleaned).toEqual(sold);
    expect(corrections).toMatchObject([{ kind: 'outlier', choice: 'observed' }]);
  });

  test('with an own number it counts, also where nothing is found any more', () => {
    expect(decide({ choice: 'own', ownPerPeriod: 170 }).cleaned[50]).toBe(170);
    const elsewhere = decide({
      choice: 'own',
      ownPerPeriod: 80,
      kind: 'own-value',
      fromIndex: 70,
      toIndex: 72,
    });
    expect([...elsewhere.cleaned.subarray(70, 72)]).toEqual([80, 80]);
    expect(kindsOf(elsewhere.corrections)).toEqual(['outlier', 'own-value']);
  });

  test('an empty shelf that the planner keeps as observed is known demand', () => {
    const inStock = new Uint8Array(100).fill(1);
    inStock[20] = 0;
    const decisions = [{ kind: 'out-of-stock', fromIndex: 20, toIndex: 21, choice: 'observed' }] as const;
    expect(cleanDemand({ sold, inStock, seasonPeriods: 1, decisions }).cleaned[20]).toBe(sold[20]);
  });

  test('a step that was taken stays taken although it is dated anew two weeks later', () => {
    const step = steady(104).map((value, t) => value * (t < 60 ? 1 : 2.5));
    const decisions = [{ kind: 'level-shift', fromIndex: 0, toIndex: 58, choice: 'cleaned' }] as const;
    const { cleaned, corrections } = cleanDemand({ sold: step, seasonPeriods: 1, decisions });
    expect(cleaned[10]! / cleaned[90]!).toBeCloseTo(1, 0);
    expect(corrections).toMatchObject([{ kind: 'level-shift', choice: 'cleaned', toIndex: 60 }]);
  });
});

describe('whatever was sold', () => {
  const anySold = fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 300 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 9000 }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      { maxLength: 130 },
    )
    .map((values) => Float64Array.from(values));
  const anySeason = fc.constantFrom(1, 4, 7, 12, 52);

  test('what was cleaned once is left as it is the second time', () => {
    fc.assert(
      fc.property(anySold, anySeason, (sold, seasonPeriods) => {
        const { cleaned } = cleanDemand({ sold, seasonPeriods });
        expect(cleanDemand({ sold: cleaned, seasonPeriods }).cleaned).toEqual(cleaned);
      }),
      { numRuns: 400 },
    );
  });

  test('double demand gives double results', () => {
    fc.assert(
      fc.property(anySold, anySeason, (sold, seasonPeriods) => {
        const inStock = Uint8Array.from(sold, (_, t) => (t % 17 === 5 ? 0 : 1));
        const once = cleanDemand({ sold, inStock, seasonPeriods });
        const twice = cleanDemand({ sold: sold.map((value) => value * 2), inStock, seasonPeriods });
        expect(twice.cleaned).toEqual(once.cleaned.map((value) => value * 2));
        expect(twice.unconstrained).toEqual(once.unconstrained.map((value) => value * 2));
        expect(kindsOf(twice.corrections)).toEqual(kindsOf(once.corrections));
      }),
      { numRuns: 200 },
    );
  });

  test('what is unknown stays unknown to the models, and nothing becomes negative or endless', () => {
    fc.assert(
      fc.property(anySold, anySeason, (sold, seasonPeriods) => {
        const inStock = Uint8Array.from(sold, (_, t) => (t % 11 === 3 ? 0 : 1));
        const { cleaned, unconstrained, corrections } = cleanDemand({ sold, inStock, seasonPeriods });
        sold.forEach((value, t) => {
          expect(Number.isNaN(cleaned[t]!)).toBe(Number.isNaN(value) || inStock[t] === 0);
          const estimate = unconstrained[t]!;
          expect(Number.isNaN(estimate) || (estimate >= 0 && estimate < Number.POSITIVE_INFINITY)).toBe(true);
        });
        for (const { observed, cleaned: total } of corrections)
          expect(Number.isFinite(observed + total)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
