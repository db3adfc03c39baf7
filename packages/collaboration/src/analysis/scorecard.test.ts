import { expect, test } from 'vitest';
import { judgeMaturity, type MaturityEvidence } from './judge-maturity.ts';
import { measureBenefits } from './measure-benefits.ts';
import { scoreAll, scoreMetric } from './score-metrics.ts';

test.each([
  ['higher-is-better', 0.95, 0.9, true, 0, 1],
  ['higher-is-better', 0.45, 0.9, false, 0.45, 0.5],
  ['lower-is-better', 0.2, 0.3, true, 0, 1],
  ['lower-is-better', 0.6, 0.3, false, 0.3, 0.5],
  ['near-zero', -0.04, 0.05, true, 0, 1],
  ['near-zero', -0.1, 0.05, false, 0.05, 0.5],
] as const)(
  'where %s, %s beside the goal %s is met: %s',
  (direction, value, goal, isMet, gap, attainment) => {
    const score = scoreMetric({ value }, { goal, direction });
    expect(score.isMet).toBe(isMet);
    expect(score.gap).toBeCloseTo(gap, 12);
    expect(score.attainment).toBeCloseTo(attainment, 12);
  },
);

test('a metric without data neither helps nor hurts the scorecard, and the scored share says so', () => {
  const goal = { goal: 0.9, weight: 0.5, direction: 'higher-is-better' } as const;
  expect(scoreMetric({ value: null }, goal)).toEqual({ isMet: null, gap: null, attainment: null });
  expect(scoreAll([{ result: { value: null }, goal }])).toEqual({ score: null, scoredWeight: 0 });
  expect(
    scoreAll([
      { result: { value: null }, goal },
      { result: { value: 0.45 }, goal },
    ]),
  ).toEqual({ score: 0.5, scoredWeight: 0.5 });
});

test('benefits compare with the day of activation, only where both were measured the same way', () => {
  const observed = (code: string, value: number | null, definitionVersion = 1) => ({
    code,
    value,
    definitionVersion,
    n: 10,
  });
  const benefits = measureBenefits(
    [
      observed('in-stock', 0.94),
      observed('wape', 0.4),
      observed('forecast-bias', -0.1),
      observed('otif', 0.9, 0),
    ],
    [
      observed('in-stock', 0.97),
      observed('wape', 0.5),
      observed('forecast-bias', 0.05),
      observed('otif', 0.99),
      observed('fill-rate', 0.99),
    ],
  );
  expect(benefits.map(({ code, isBetter }) => [code, isBetter])).toEqual([
    ['in-stock', true],
    ['wape', false],
    ['forecast-bias', true],
    ['otif', null],
    ['fill-rate', null],
  ]);
  expect(benefits[0]?.change).toBeCloseTo(0.03, 12);
  expect(benefits[3]?.note).toContain('formula has changed');
  expect(benefits[4]?.note).toContain('Nothing was measured');
});

const best: MaturityEvidence = {
  answeredOrderRatio: 1,
  sharedByBuyer: ['pos', 'on-hand', 'forecast'],
  sharedBySeller: ['forecast', 'capacity'],
  dataCompletenessRatio: 0.99,
  scorecardMonths: 6,
  commitCoverageRatio: 0.95,
  responseRate: 0.9,
  evaluatedEventCount: 3,
  touchlessRatio: 0.8,
  commitReliability: 0.97,
  mergedScenarioCount: 2,
  hasLearntTolerances: true,
};

test('a rung of the maturity ladder holds only on those below it', () => {
  expect(judgeMaturity(best).level).toBe(5);
  expect(judgeMaturity({ ...best, responseRate: 0.5 }).level).toBe(2);
  expect(judgeMaturity({ ...best, sharedByBuyer: ['pos', 'on-hand'] }).level).toBe(1);
  expect(judgeMaturity({ ...best, sharedByBuyer: [] }).level).toBe(0);
  expect(judgeMaturity({ ...best, answeredOrderRatio: null }).level).toBeNull();
  expect(
    judgeMaturity({ ...best, hasLearntTolerances: false }).rungs.map(({ isReached }) => isReached),
  ).toEqual([true, true, true, true, true, false]);
});

test('what is missing for the next rung is named, and what was not measured never counts', () => {
  const { rungs } = judgeMaturity({ ...best, commitCoverageRatio: null, sharedByBuyer: ['pos'] });
  expect(rungs[1]?.checks[0]).toMatchObject({ found: 'not stock on hand', isMet: false });
  expect(rungs[2]?.checks[1]).toMatchObject({ found: 'not measured', isMet: false });
});
