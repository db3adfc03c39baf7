/**
 * The policy backtest: 10,000 item-locations with 104 weeks, of which 52 are replayed under today's policy, another
 * and the twelve points of its frontier, in one thread. Beside it the floor: one pass over the same replayed weeks
 * and policies that only adds up. `BACKTEST_ITEMS` makes it smaller.
 */
import { localDate } from '@coplan/kernel';
import { type BacktestInput, finishBacktest, replayBacktest } from '@coplan/planning';
import { fastest, report, seededRandom } from '../measure.ts';

const itemCount = Number(process.env.BACKTEST_ITEMS ?? 10_000);
const weekCount = 104;
const replayPeriods = 52;
const policyCount = 14;
const random = seededRandom(11);

const series = Array.from({ length: itemCount }, (_, item) => {
  const level = 1 + 60 * random() ** 3;
  const soldUnits = Float64Array.from({ length: weekCount }, (_, week) => {
    const season = 1 + 0.3 * Math.sin((2 * Math.PI * week) / 52 + (item % 40));
    return random() < 0.03 ? Number.NaN : Math.round(level * season * (0.4 + 1.2 * random()));
  });
  const multipleUnits = 1 + (item % 3) * 5;
  const terms = {
    leadPeriods: 1 + (item % 3),
    multipleUnits,
    unitCost: 2,
    holdingCost: 0.01,
    shortageCost: 0.8,
  };
  return { group: `category ${item % 40}`, soldUnits, serviceLevel: 0.95, orderCost: 1, ...terms };
});
const input: BacktestInput = {
  periodDays: 7,
  startsOn: localDate('2024-11-25'),
  periodCount: weekCount,
  replayPeriods,
  unmetDemand: 'lost',
  series,
  today: { kind: 'service-level' },
  alternative: { kind: 'service-level', level: 0.97 },
  seed: 1,
};

let sink = 0;
const floor = fastest(3, () => {
  for (const { soldUnits } of series)
    for (let policy = 0; policy < policyCount; policy++)
      for (let week = weekCount - replayPeriods; week < weekCount; week++) sink += soldUnits[week] ?? 0;
});
let totalCost = 0;
const seconds = fastest(2, () => {
  totalCost = finishBacktest([replayBacktest(input)], { ...input, windowDays: 7 * input.replayPeriods })
    .alternative.figures.totalCost;
});
if (!(totalCost > 0) || sink === 0) throw new Error('nothing was replayed');
const steps = itemCount * replayPeriods * policyCount;
report('backtest', [
  { name: `${itemCount} item-locations × 52 weeks × 14 policies`, value: seconds, unit: 's', floor },
  {
    name: 'weeks of one item-location under one policy',
    value: steps / seconds,
    unit: 'weeks/s',
    floor: steps / floor,
  },
]);
