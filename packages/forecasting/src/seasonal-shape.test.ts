import { expect, test } from 'vitest';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { addSeason, estimateSeason, removeSeason, trackSeasons } from './seasonal-shape.ts';

const factors = [0.6, 0.9, 1.1, 1.4];
const seasonal = Float64Array.from({ length: 32 }, (_, t) => 100 * factors[t % 4]!);

test('an exact season is found exactly', () => {
  const shape = estimateSeason(seasonal, 4);
  expect(shape.kind).toBe('multiplicative');
  expect(shape.strength).toBeCloseTo(1, 6);
  factors.forEach((factor, slot) => {
    expect(shape.indices[slot]).toBeCloseTo(factor, 6);
  });
});

test('a period without stock does not bend the season', () => {
  const gappy = seasonal.slice();
  gappy[13] = Number.NaN;
  expect(estimateSeason(gappy, 4).indices[1]).toBeCloseTo(0.9, 2);
});

test('demand with zeros or negatives gets amounts instead of factors', () => {
  const shifted = seasonal.map((demand) => demand - 60);
  expect(estimateSeason(shifted, 4).kind).toBe('additive');
});

test('pure noise keeps almost nothing of its accidental season', () => {
  let state = 7;
  const noise = Float64Array.from({ length: 120 }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return 100 + (20 * state) / 2147483648;
  });
  expect(estimateSeason(noise, 12).strength).toBeLessThan(0.5);
});

test('two full seasons are needed', () => {
  expect(estimateSeason(seasonal.subarray(0, 7), 4).kind).toBe('none');
});

test('removing a season and adding it again changes nothing', () => {
  const shape = estimateSeason(seasonal, 4);
  const again = addSeason(removeSeason(seasonal, shape), shape, 0);
  again.forEach((value, t) => {
    expect(value).toBeCloseTo(seasonal[t]!, 9);
  });
});

test('a yearly wave is found beside weekdays and a trend, and reaches into the future', () => {
  const weekdays = [0.8, 0.9, 1, 1, 1.1, 1.2, 1];
  const wave = (t: number) => Math.exp(0.3 * Math.sin((2 * Math.PI * t) / 365));
  const history = Float64Array.from({ length: 1000 }, (_, t) => (50 + t / 40) * weekdays[t % 7]! * wave(t));
  const shape = estimateHarmonicSeason(history, {
    longSeasonPeriods: 365,
    shortSeasonPeriods: 7,
    periodsAhead: 30,
  });
  expect(shape.indices).toHaveLength(1030);
  const peak = shape.indices[91]! / shape.indices[274]!;
  expect(peak).toBeGreaterThan(0.9 * (wave(91) / wave(274)));
  expect(peak).toBeLessThan(1.1 * (wave(91) / wave(274)));
});

test.each([
  ['relative', (t: number) => (100 + t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) + ((t * 7) % 5)],
  ['in amounts', (t: number) => 20 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7) % 5)],
  [
    'with gaps',
    (t: number) => (t % 11 === 5 ? Number.NaN : 50 + 20 * Math.sin((2 * Math.PI * t) / 12) + (t % 3)),
  ],
])('the season of a beginning is what it would be if nothing had followed: %s', (_, demandAt) => {
  const history = Float64Array.from({ length: 84 }, (__, t) => demandAt(t));
  const track = trackSeasons(history, 12);
  for (const length of [20, 30, 53, 84]) {
    const beginning = history.subarray(0, length);
    const { season, additive } = track.at(length);
    const alone = trackSeasons(beginning, 12, track.decay).at(length);
    expect(season.kind).toBe(alone.season.kind);
    expect(season.indices).toEqual(alone.season.indices);
    expect(additive.indices).toEqual(alone.additive.indices);
  }
  expect(track.at(84).season.strength).toBeCloseTo(estimateSeason(history, 12).strength, 12);
});
