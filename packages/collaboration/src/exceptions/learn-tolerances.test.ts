import { expect, test } from 'vitest';
import { criterion as criterionSchema } from '../agreement-content.ts';
import { forecastCriterion } from './evaluation-samples.ts';
import { learnTolerances, type ToleranceObservation } from './learn-tolerances.ts';

const criterion = forecastCriterion({ thresholds: { ratio: 0.2, moneyMinor: 1_000 } });

/** 20 weeks × 100 item-locations: slow movers err widely and cheaply, fast ones little and dearly. */
const history: ToleranceObservation[] = Array.from({ length: 2_000 }, (_, at) => {
  const isFast = at % 2 === 0;
  const spread = ((at * 7919) % 1_000) / 1_000;
  return {
    category: at % 4 < 2 ? 'Milk' : 'Cheese',
    volumeClass: isFast ? 'fast' : 'slow',
    weekIndex: Math.floor(at / 100),
    ratio: isFast ? spread * 0.4 : spread * 1.6,
    unitsMilli: 10_000,
    moneyMinor: isFast ? Math.round(spread * 90_000) : Math.round(spread * 9_000),
  };
});

const learn = (buyer: number, seller: number) =>
  learnTolerances({ criterion, errorHistory: history, capacityPerWeek: { buyer, seller } });

test('alerts of an average week fit the planner who has less time', () => {
  const learnt = learn(40, 12);
  expect(learnt.firedPerWeekBefore).toBeGreaterThan(40);
  expect(learnt.firedPerWeekAfter).toBeLessThanOrEqual(12);
  expect(learnt.firedPerWeekAfter).toBeGreaterThan(9);
});

test('each class gets its own tolerance: wider for slow movers; units and money stay', () => {
  const { criteria, classes } = learn(12, 12);
  expect(classes.map(({ category, volumeClass }) => `${category} ${volumeClass}`)).toEqual([
    'Cheese fast',
    'Cheese slow',
    'Milk fast',
    'Milk slow',
  ]);
  const ratioOf = (volumeClass: string) =>
    classes.find((each) => each.volumeClass === volumeClass)?.ratioAfter ?? 0;
  expect(ratioOf('slow')).toBeGreaterThan(ratioOf('fast'));
  expect(criteria.every(({ thresholds }) => thresholds.moneyMinor === 1_000)).toBe(true);
  expect(new Set(criteria.map(({ code }) => code)).size).toBe(4);
  for (const each of criteria) expect(criterionSchema.safeParse(each).success).toBe(true);
});

test('more capacity never means a wider tolerance, and enough of it narrows below the one before', () => {
  const ratios = [5, 10, 20, 40, 90].map((capacity) => learn(capacity, capacity).classes[0]?.ratioAfter ?? 0);
  expect([...ratios].sort((left, right) => right - left)).toEqual(ratios);
  expect(ratios.at(-1)).toBeLessThan(0.2);
});

test('too little history changes nothing and says why', () => {
  const few = learnTolerances({
    criterion,
    errorHistory: history.slice(0, 29),
    capacityPerWeek: { buyer: 5, seller: 5 },
  });
  expect(few.criteria).toEqual([criterion]);
  expect(few.reason).toContain('29');
});
