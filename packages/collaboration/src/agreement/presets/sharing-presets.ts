import type { SharingRule } from '../../agreement-content.ts';
import type { SharedMeasure, Side } from '../../vocabulary.ts';

export type MaturityLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** The rungs of the maturity ladder and what each adds to the one below. */
export const maturityLevels: readonly { level: MaturityLevel; name: string; summary: string }[] = [
  { level: 0, name: 'Orders only', summary: 'Orders and their answers travel electronically.' },
  { level: 1, name: 'Shared data', summary: 'The buyer shares sales and stock; a scorecard is kept.' },
  { level: 2, name: 'Forecast and commit', summary: 'Forecasts are shared and the seller commits to them.' },
  {
    level: 3,
    name: 'Exceptions both ways',
    summary: 'Both forecast; exceptions have clocks; events are planned.',
  },
  {
    level: 4,
    name: 'Joint commitment',
    summary: 'Differences within tolerance are agreed without a person.',
  },
  { level: 5, name: 'Shared scenarios', summary: 'Scenarios, capacity and learnt tolerances are shared.' },
];

const rule = (
  owner: Side,
  measure: SharedMeasure,
  level: MaturityLevel,
  changes: Partial<SharingRule> = {},
): { level: MaturityLevel; rule: SharingRule } => ({
  level,
  rule: {
    owner,
    measure,
    granularity: { place: 'location', item: 'item', bucketDays: 7 },
    latencyHours: 0,
    depthDays: 364,
    mayReshare: false,
    ...changes,
  },
});

const ladder = [
  rule('buyer', 'pos', 1, { latencyHours: 24, depthDays: 728 }),
  rule('buyer', 'on-hand', 1, { latencyHours: 24, depthDays: 91 }),
  rule('buyer', 'on-order', 2, { depthDays: 182 }),
  rule('buyer', 'in-transit', 2, { depthDays: 91 }),
  rule('buyer', 'forecast', 2),
  rule('buyer', 'promotion', 2),
  rule('seller', 'on-hand', 3, {
    granularity: { place: 'all-locations', item: 'item', bucketDays: 7 },
    depthDays: 91,
  }),
  rule('seller', 'in-transit', 3, { depthDays: 91 }),
  rule('seller', 'forecast', 3),
  rule('seller', 'promotion', 3),
  rule('seller', 'price', 4),
  rule('seller', 'capacity', 5, { granularity: { place: 'all-locations', item: 'category', bucketDays: 7 } }),
];

/** What is usually shared at a maturity level: everything of the levels below and what this one adds. */
export const sharingPreset = (level: MaturityLevel): SharingRule[] =>
  ladder.filter((entry) => entry.level <= level).map((entry) => structuredClone(entry.rule));
