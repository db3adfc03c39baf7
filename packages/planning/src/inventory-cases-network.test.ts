import { normalInverse } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { jointMultiples } from './joint-replenishment/silver-multiples.ts';
import { placeSafetyStock, type ServiceNetwork } from './multi-echelon/guaranteed-service.ts';
import {
  type SerialSystem,
  serialLevelsOfShangSong,
  solveSerialSystem,
} from './multi-echelon/serial-system.ts';

// The numbers are facts: Snyder & Shen, Fundamentals of Supply Chain Theory (2nd ed.), chapter 6, Shang & Song (2003),
// table 1, and Silver (1976); instances as the public documentation of stockpyl gives them.
const close = (found: number, expected: number, tolerance = 1e-6): void => {
  expect(Math.abs(found / expected - 1)).toBeLessThan(tolerance);
};

const example61: SerialSystem = {
  stages: [
    { echelonHoldingCost: 3, leadTimePeriods: 1 },
    { echelonHoldingCost: 2, leadTimePeriods: 1 },
    { echelonHoldingCost: 2, leadTimePeriods: 2 },
  ],
  shortageCost: 37.12,
  demand: { kind: 'normal', mean: 5, deviation: 1 },
};

test('case 36: base stock of three stages in a row (the textbook grid is coarse, hence 2 % for levels)', () => {
  const { cost, echelonLevels } = solveSerialSystem(example61);
  close(cost, 47.7747, 0.01);
  for (const [stage, expected] of [6.5997, 11.9966, 22.7906].entries())
    close(echelonLevels[stage] ?? 0, expected, 0.02);
});

test('case 37: the average of two newsvendors comes close to it', () => {
  const levels = serialLevelsOfShangSong(example61);
  for (const [stage, expected] of [6.490881, 12.027435, 22.634032].entries())
    close(levels[stage] ?? 0, expected);
  const { cost } = solveSerialSystem(example61);
  expect(solveSerialSystem(example61, levels).cost).toBeLessThan(cost * 1.01);
});

const linear = [0.25, 0.25, 0.25, 0.25];
const uneven = [0.25, 2.5, 2.5, 0.25];

test.each([
  { row: 1, shortageCost: 9, holding: linear, cost: 12.688, levels: [8, 13, 18, 22] },
  { row: 9, shortageCost: 9, holding: uneven, cost: 53.008, levels: [9, 10, 13, 19] },
  { row: 17, shortageCost: 99, holding: linear, cost: 16.206, levels: [11, 17, 22, 27] },
  { row: 25, shortageCost: 99, holding: uneven, cost: 74.564, levels: [11, 14, 18, 26] },
])(
  'case 38: four stages with Poisson demand, row $row of the table',
  ({ shortageCost, holding, cost, levels }) => {
    const found = solveSerialSystem({
      stages: holding.map((echelonHoldingCost) => ({ echelonHoldingCost, leadTimePeriods: 0.25 })),
      shortageCost,
      demand: { kind: 'poisson', mean: 16 },
    });
    expect(Math.abs(found.cost - cost)).toBeLessThan(0.1);
    expect(found.echelonLevels).toEqual(levels);
  },
);

test.each([
  { row: 1, shortageCost: 9, holding: linear, rounding: 'down', levels: [8, 13, 18, 22] },
  { row: 9, shortageCost: 9, holding: uneven, rounding: 'down', levels: [9, 10, 14, 20] },
  { row: 17, shortageCost: 99, holding: linear, rounding: 'up', levels: [11, 17, 22, 27] },
  { row: 25, shortageCost: 99, holding: uneven, rounding: 'up', levels: [11, 14, 19, 26] },
] as const)('case 38: the heuristic of the same row $row', ({ shortageCost, holding, rounding, levels }) => {
  const found = serialLevelsOfShangSong(
    {
      stages: holding.map((echelonHoldingCost) => ({ echelonHoldingCost, leadTimePeriods: 0.25 })),
      shortageCost,
      demand: { kind: 'poisson', mean: 16 },
    },
    rounding,
  );
  expect(found).toEqual(levels);
});

const serviceOf = (network: ServiceNetwork): { cost: number; times: Record<string, number> } => {
  const plan = placeSafetyStock(network);
  return {
    cost: plan.cost,
    times: Object.fromEntries(plan.stages.map(({ id, servicePeriods }) => [id, servicePeriods])),
  };
};

test('case 39: promised service times of three stages in a row', () => {
  const { cost, times } = serviceOf({
    stages: [
      {
        id: '1',
        processingPeriods: 1,
        holdingCost: 7,
        boundDeviations: 1,
        demandDeviation: 1,
        promisedPeriods: 1,
      },
      { id: '2', processingPeriods: 0, holdingCost: 4, boundDeviations: 1 },
      { id: '3', processingPeriods: 1, holdingCost: 2, boundDeviations: 1, suppliedPeriods: 1 },
    ],
    links: [
      { from: '3', to: '2' },
      { from: '2', to: '1' },
    ],
  });
  close(cost, 2 * Math.SQRT2);
  expect(times).toEqual({ 1: 1, 2: 0, 3: 0 });
});

test('case 40: stock only at the last stage where holding hardly differs', () => {
  const { cost, times } = serviceOf({
    stages: [
      {
        id: '1',
        processingPeriods: 2,
        holdingCost: 4,
        boundDeviations: 4,
        demandDeviation: 10,
        promisedPeriods: 0,
      },
      { id: '2', processingPeriods: 1, holdingCost: 3, boundDeviations: 4 },
      { id: '3', processingPeriods: 1, holdingCost: 2, boundDeviations: 4, suppliedPeriods: 1 },
    ],
    links: [
      { from: '3', to: '2' },
      { from: '2', to: '1' },
    ],
  });
  close(cost, 160 * Math.sqrt(5));
  expect(times).toEqual({ 1: 0, 2: 3, 3: 2 });
});

test('case 41: a tree that ends at two customers', () => {
  const { cost, times } = serviceOf({
    stages: [
      { id: '1', processingPeriods: 2, holdingCost: 1, boundDeviations: 1, suppliedPeriods: 1 },
      {
        id: '2',
        processingPeriods: 1,
        holdingCost: 3,
        boundDeviations: 1,
        demandDeviation: 1,
        promisedPeriods: 0,
      },
      { id: '3', processingPeriods: 1, holdingCost: 2, boundDeviations: 1 },
      {
        id: '4',
        processingPeriods: 1,
        holdingCost: 3,
        boundDeviations: 1,
        demandDeviation: 1,
        promisedPeriods: 1,
      },
    ],
    links: [
      { from: '1', to: '3' },
      { from: '3', to: '2' },
      { from: '3', to: '4' },
    ],
  });
  close(cost, 2 * Math.SQRT2 + Math.sqrt(6) + 3);
  expect(times).toEqual({ 1: 0, 2: 0, 3: 0, 4: 1 });
});

test('case 42: the camera of figure 6.14', () => {
  const boundDeviations = normalInverse(0.95);
  const stage = (id: string, processingPeriods: number, holdingCost: number) => ({
    id,
    processingPeriods,
    holdingCost,
    boundDeviations,
  });
  const { cost } = serviceOf({
    stages: [
      stage('raw material', 2, 0.01),
      stage('wafers', 3, 0.03),
      stage('tested wafers', 2, 0.04),
      stage('imager base', 4, 0.06),
      stage('imager', 2, 0.12),
      stage('imager shipped', 3, 0.13),
      stage('camera', 6, 0.2),
      stage('circuit board', 4, 0.08),
      stage('other parts', 3, 0.04),
      { ...stage('packed', 2, 0.5), demandDeviation: 10, promisedPeriods: 2 },
    ],
    links: [
      { from: 'raw material', to: 'wafers' },
      { from: 'wafers', to: 'tested wafers' },
      { from: 'tested wafers', to: 'imager' },
      { from: 'imager base', to: 'imager' },
      { from: 'imager', to: 'imager shipped' },
      { from: 'camera', to: 'packed' },
      { from: 'imager shipped', to: 'packed' },
      { from: 'circuit board', to: 'packed' },
      { from: 'other parts', to: 'packed' },
    ],
  });
  close(cost, 18.82400447);
});

test('case 43: the tree of problem 6.9', () => {
  const perDay = (value: number): number => (value * 0.2) / 365;
  const { cost, times } = serviceOf({
    stages: [
      {
        id: '1',
        processingPeriods: 7,
        holdingCost: perDay(220),
        boundDeviations: 4,
        demandDeviation: 4.1,
        promisedPeriods: 3,
      },
      {
        id: '2',
        processingPeriods: 7,
        holdingCost: perDay(140),
        boundDeviations: 4,
        demandDeviation: 6.2,
        promisedPeriods: 3,
      },
      { id: '3', processingPeriods: 21, holdingCost: perDay(90), boundDeviations: 4 },
      { id: '4', processingPeriods: 3, holdingCost: perDay(5), boundDeviations: 4 },
      { id: '5', processingPeriods: 8, holdingCost: perDay(20), boundDeviations: 4 },
      { id: '6', processingPeriods: 2, holdingCost: perDay(7.5), boundDeviations: 4 },
    ],
    links: [
      { from: '6', to: '5' },
      { from: '4', to: '3' },
      { from: '5', to: '3' },
      { from: '3', to: '1' },
      { from: '3', to: '2' },
    ],
  });
  close(cost, 15.64953);
  expect(times).toEqual({ 1: 3, 2: 3, 3: 0, 4: 0, 5: 0, 6: 2 });
});

test('case 44: how often each item should be in the common order', () => {
  const demands = [1736, 656, 558, 170, 142];
  const { multiples, cycle, cost } = jointMultiples({
    sharedOrderCost: 10,
    items: [1.87, 5.27, 7.94, 8.19, 8.87].map((orderCost, index) => ({
      orderCost,
      holdingCost: 0.2,
      demand: demands[index] ?? 0,
    })),
  });
  expect(multiples).toEqual([1, 1, 1, 3, 3]);
  close(cycle, 0.28137715);
  close(cost, 218.68632);
});

test('a network that closes a ring or names a stage that is not there is refused', () => {
  const stage = (id: string) => ({ id, processingPeriods: 1, holdingCost: 1, boundDeviations: 1 });
  const ring = {
    stages: [stage('a'), stage('b'), stage('c')],
    links: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'a', to: 'c' },
    ],
  };
  expect(() => placeSafetyStock(ring)).toThrow('ring');
  expect(() => placeSafetyStock({ stages: [stage('a')], links: [{ from: 'a', to: 'z' }] })).toThrow(
    'not given',
  );
});
