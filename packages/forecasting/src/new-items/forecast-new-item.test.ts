import { expect, test } from 'vitest';
import { chooseAnalogues, type ItemAttributes } from './choose-analogues.ts';
import { type Analogue, forecastNewItem, type NewItemInput } from './forecast-new-item.ts';

const launch = (level: number): Float64Array =>
  Float64Array.from({ length: 40 }, (_, age) => level * (1 + 2 * Math.exp(-age / 4)));
const analogues: Analogue[] = [
  { sinceLaunch: launch(50), similarity: 1 },
  { sinceLaunch: launch(70), similarity: 1 },
];
const make = (change: Partial<NewItemInput> = {}) =>
  forecastNewItem({ own: new Float64Array(0), analogues, horizonPeriods: 13, levels: [0.1, 0.9], ...change });

test('without a past of its own an item follows the launch curve of its analogues', () => {
  const { mean, ownWeight, launchCurve } = make();
  expect(ownWeight).toBe(0);
  expect([...mean]).toEqual([...launchCurve]);
  expect(mean[0]).toBeCloseTo((launch(50)[0]! + launch(70)[0]!) / 2);
  expect(mean[12]).toBeLessThan(mean[0]!);
});

test('n own weeks count n/(n + 8): twice the curve moves it a third of the way after four weeks', () => {
  const curve = make({ horizonPeriods: 17 }).launchCurve;
  const own = curve.slice(0, 4).map((value) => value * 2);
  const { mean, ownWeight } = make({ own });
  expect(ownWeight).toBeCloseTo(4 / 12);
  expect(mean[0]).toBeCloseTo(curve[4]! * (1 + 4 / 12));
});

test('the band is wide, narrower with every own week, and wide for a total too', () => {
  const width = ({ quantiles, mean }: ReturnType<typeof make>): number =>
    (quantiles.get(0.9)![0]! - quantiles.get(0.1)![0]!) / mean[0]!;
  const curve = make({ horizonPeriods: 20 }).launchCurve;
  const young = width(make());
  expect(young).toBeGreaterThan(0.9);
  expect(width(make({ own: curve.slice(0, 6) }))).toBeLessThan(young);
  expect(make().spread.carry).toBeGreaterThan(0.3);
});

test('unknown weeks do not count, and double demand gives double forecasts', () => {
  const own = Float64Array.from([100, Number.NaN, 90]);
  expect(make({ own }).ownWeight).toBeCloseTo(2 / 10);
  const doubled = analogues.map(({ sinceLaunch, similarity }) => ({
    similarity,
    sinceLaunch: sinceLaunch.map((value) => value * 2),
  }));
  const twice = make({ own: own.map((value) => value * 2), analogues: doubled });
  twice.mean.forEach((value, index) => {
    expect(value).toBeCloseTo(2 * make({ own }).mean[index]!, 9);
  });
});

test('analogues that never sold leave the own level, and no analogue at all is refused', () => {
  const silent = [{ sinceLaunch: new Float64Array(20), similarity: 1 }];
  expect(make({ own: Float64Array.from([8, 8]), analogues: silent }).mean[0]).toBeCloseTo(0.2 * 8);
  expect(() => make({ analogues: [] })).toThrow(/at least one analogue/);
});

const item = (key: string, change: Partial<ItemAttributes> = {}): ItemAttributes => ({
  key,
  category: 'Dairy',
  supplier: 'S',
  location: 'DC',
  price: 2,
  ...change,
});

test('the most alike come first, strangers not at all, and the order of the candidates does not matter', () => {
  const candidates = [
    item('new'),
    item('far', { category: 'Care', supplier: 'T', location: 'X' }),
    item('dear', { price: 16 }),
    item('near'),
    item('elsewhere', { location: 'X' }),
  ];
  const chosen = chooseAnalogues(item('new'), candidates, 2);
  expect(chosen.map(({ key }) => key)).toEqual(['near', 'dear']);
  expect(chooseAnalogues(item('new'), candidates.toReversed(), 2)).toEqual(chosen);
});
