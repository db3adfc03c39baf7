/** 10,000 item-locations × 52 weeks from Monday weeks into 4-5-4, agreed by a rule, and their stairstep, one thread. */
import {
  computeConsensus,
  forecastValueAdded,
  type PlanningCalendar,
  periodsBetween,
  reconcile,
  type StairstepCell,
} from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';
import { fastest, report } from '../measure.ts';

const rowCount = 10_000;
const weekCount = 52;
const cellCount = rowCount * weekCount;
const iso: PlanningCalendar = { kind: 'iso-week', weekStartsOn: 1, yearStartsInMonth: 1 };
const retail: PlanningCalendar = { kind: '4-5-4', weekStartsOn: 7, yearStartsInMonth: 2 };
const weeks = periodsBetween(iso, { startsOn: localDate('2026-01-05'), endsBefore: localDate('2027-01-04') });

/** The same numbers in every run. */
let state = 1;
const random = (): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state / 2 ** 32;
};
const rowsOf = (): number[][] =>
  Array.from({ length: rowCount }, () =>
    Array.from({ length: weekCount }, () => Math.floor(random() * 500_000)),
  );
const buyer = rowsOf();
const seller = rowsOf();

let sum = 0;
const floorSeconds = fastest(3, () => {
  sum = 0;
  for (const row of buyer) for (const value of row) sum += value;
});
const series = new Map(buyer.map((row, index) => [`row-${index}`, row]));
const reconcileSeconds = fastest(3, () => {
  const { proof } = reconcile({
    series,
    buckets: weeks,
    toCalendar: retail,
    weekdayWeights: [3, 3, 3, 4, 5, 7, 5],
  });
  if (!proof.isLossless || proof.outputTotalMilli !== sum)
    throw new Error('the reconciliation lost something');
});
const consensusSeconds = fastest(3, () => {
  for (let row = 0; row < rowCount; row++) {
    computeConsensus({
      rule: 'accuracy-weighted',
      weights: { buyer: 6_500, seller: 3_500 },
      touchless: { ratio: 0.2, moneyMinor: 10_000 },
      unitPriceMicros: 2_500_000,
      buyerMilli: buyer[row]!,
      sellerMilli: seller[row]!,
    });
  }
});
const cells: StairstepCell[] = buyer.flatMap((row, index) =>
  row.map((actualMilli, week) => ({
    startsOn: weeks[week]!.startsOn,
    actualMilli,
    forecastMilli: {
      naive: seller[index]![week]!,
      statistical: actualMilli + 1_000,
      buyer: actualMilli + 900,
    },
  })),
);
const stairstepSeconds = fastest(3, () => {
  forecastValueAdded(cells, { steps: ['naive', 'statistical', 'buyer'], seed: 1 });
});

const figure = (name: string, seconds: number) => ({
  name: `${name}, ${cellCount.toLocaleString('en-US')} cells`,
  value: cellCount / seconds,
  unit: 'cells/s',
  floor: cellCount / floorSeconds,
  ratioToFloor: floorSeconds / seconds,
});
report('collaboration', [
  figure('Monday weeks into 4-5-4 with proof', reconcileSeconds),
  figure('consensus', consensusSeconds),
  figure('stairstep with intervals', stairstepSeconds),
]);
