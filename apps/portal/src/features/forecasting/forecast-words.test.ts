import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import type { ItemForecast } from '../../app/api-types.ts';
import { correctionReason, pendingText, type ShownCorrection } from './correction-words.ts';
import { forecastAxisOf } from './forecast-axis.ts';

const startsOn = localDate('2026-11-02');
const correction: ShownCorrection = {
  kind: 'outlier',
  startsOn,
  endsBefore: localDate('2026-11-09'),
  periodCount: 1,
  observedMilli: 60_000,
  cleanedMilli: 14_000,
  valuesMilli: [14_000],
  factor: 1,
  score: 12.34,
  threshold: 6,
  name: null,
  choice: 'cleaned',
  decision: null,
  isPending: false,
  decideAs: { startsOn, endsBefore: localDate('2026-11-09'), expectedVersion: 0 },
};

test('a correction says how far it is off and from where on that counts', () => {
  expect(correctionReason(correction)).toBe(
    '12.3 typical deviations above its neighbours and its season (from 6 on it counts).',
  );
  expect(correctionReason({ ...correction, kind: 'level-shift', factor: 0.4, periodCount: 70 })).toContain(
    '× 0.40',
  );
  expect(correctionReason({ ...correction, kind: 'promotion', factor: 2, name: 'Spring offer' })).toBe(
    'Spring offer added 100% of the base.',
  );
  const decision = {
    kind: 'outlier' as const,
    startsOn,
    endsBefore: localDate('2026-11-09'),
    choice: 'own' as const,
    ownMilli: 20_000,
    reason: 'r',
    decidedBy: 'd',
    decidedAt: '2026-11-22T05:00:00Z',
    version: 1,
  };
  expect(pendingText({ ...correction, decision, isPending: true }, 'EA')).toBe(
    '20 ea a period from the next run',
  );
});

const forecast: NonNullable<ItemForecast['forecast']> = {
  versionId: 'v',
  issuedAt: '2026-11-22T05:00:00Z',
  startsOn: localDate('2026-11-16'),
  bucketDays: 7,
  model: 'theta+ses',
  demandClass: 'smooth',
  baseMilli: [10_000, 10_000],
  eventMilli: [0, 5_000],
  overrideMilli: [10_000, 0],
  totalMilli: [20_000, 15_000],
  p10Milli: [10_000, 9_000],
  p90Milli: [30_000, 21_000],
  reason: [],
  candidates: [],
  analogues: null,
};

const history: ItemForecast['history'] = {
  bucketDays: 7,
  startsOn,
  soldMilli: [60_000, 0],
  inStock: [true, false],
  cleanedMilli: [14_000, null],
  estimatedMilli: [null, 12_000],
};

test('cleaned and estimated periods stand beside what was sold, and hidden layers leave the line', () => {
  const all = forecastAxisOf({ history, forecast }, { event: true, override: true });
  expect(all.times.map((time) => new Date(time * 1000).toISOString().slice(0, 10))).toEqual([
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
  ]);
  expect(all.cleaned).toEqual([14, null, null, null]);
  expect(all.estimated).toEqual([null, 12, null, null]);
  expect(all.total).toEqual([null, null, 20, 15]);
  expect(all.gaps).toHaveLength(1);
  const base = forecastAxisOf({ history, forecast }, { event: false, override: false });
  expect(base.total).toEqual([null, null, 10, 10]);
  expect(base.high).toEqual([null, null, 15, 14]);
});
