import type {
  AuthorisedResource,
  ForecastKind,
  ScheduleAmounts,
  ScheduleBasis,
  ScheduleCertainty,
} from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';
import type { BucketKind } from './periods.ts';

/** One meaning of BFR04 with BFR12, the only thing that tells a sales forecast from an order forecast. */
export type ForecastMeaning = {
  kind: ForecastKind;
  basis: ScheduleBasis;
  /** BFR04. */
  scheduleType: string;
  /** BFR12; '' where it is empty. */
  planType: string;
};

/** What partners agree on for the 830 and the 862. The first code is written, all of them are understood. */
export type ScheduleProfile = {
  /** The first row with a kind and a basis is written. */
  forecasts: readonly ForecastMeaning[];
  /** BSS04. */
  releaseBases: Readonly<Record<'delivery' | 'shipment', readonly string[]>>;
  /** BFR05. */
  amounts: Readonly<Record<ScheduleAmounts, readonly string[]>>;
  /** FST02. */
  certainties: Readonly<Record<ScheduleCertainty, readonly string[]>>;
  /** FST03. A week starts on a Monday, a month and a quarter on their first day. */
  buckets: Readonly<Record<BucketKind, readonly string[]>>;
  /** FST06 that may stand before a time. */
  timeQualifiers: readonly string[];
  /** Whether times of one day are written as one FST each, or as JIT below one FST (862 only). */
  timesIn: 'FST' | 'JIT';
  /** FST08, and REF01 below a JIT, of the number of a release. */
  releaseReferences: readonly string[];
  /** SDP01: the ISO weekdays of each pattern; none for the code that says nothing. */
  patterns: Readonly<Record<string, readonly number[]>>;
  /** SDP02 that say nothing about the time of day. */
  patternTimes: readonly string[];
  /** ATH01. */
  authorisations: Readonly<Record<AuthorisedResource, readonly string[]>>;
  /** SHP01. */
  progressKinds: Readonly<Record<'last' | 'cumulative', readonly string[]>>;
  /** SHP03. */
  progressEvents: Readonly<Record<'shipped' | 'received', readonly string[]>>;
  /** SHP03 of a sum that is told by its first day, and what such a sum counts. */
  cumulativeSince: readonly string[];
  cumulativeEvent: 'shipped' | 'received';
  /** REF01 below SHP. */
  shipmentReferences: readonly string[];
  /** Qualifier among the item numbers of LIN, or REF01, of the order that a line releases. */
  orderNumbers: readonly string[];
  /** The unit where a line names none. */
  unit?: UnitCode | undefined;
};

const forecast = (
  kind: ForecastKind,
  basis: ScheduleBasis,
  scheduleType: string,
  planType: string,
): ForecastMeaning => ({ kind, basis, scheduleType, planType });

export const defaultScheduleProfile: ScheduleProfile = {
  forecasts: [
    forecast('sales', 'consumption', 'BB', 'MN'),
    forecast('sales', 'consumption', 'BB', ''),
    forecast('sales', 'delivery', 'DL', 'MN'),
    forecast('sales', 'shipment', 'SH', 'MN'),
    forecast('order', 'delivery', 'DL', 'AA'),
    forecast('order', 'delivery', 'DL', ''),
    forecast('order', 'delivery', 'DL', 'XA'),
    forecast('order', 'delivery', 'DL', 'PS'),
    forecast('order', 'delivery', 'PD', ''),
    forecast('order', 'delivery', 'PR', ''),
    forecast('order', 'shipment', 'SH', 'AA'),
    forecast('order', 'shipment', 'SH', ''),
    forecast('order', 'shipment', 'SH', 'XA'),
    forecast('order', 'shipment', 'SH', 'PS'),
    forecast('order', 'shipment', 'PS', ''),
    forecast('order', 'consumption', 'BB', 'XA'),
  ],
  releaseBases: { delivery: ['DL', 'PD'], shipment: ['SH', 'PS'] },
  amounts: { discrete: ['A'], cumulative: ['C'], 'net-change': ['D'], replacement: ['R'] },
  certainties: {
    firm: ['C'],
    planned: ['D'],
    immediate: ['A'],
    'joint-firm': ['V'],
    'joint-planned': ['U'],
  },
  buckets: {
    day: ['D', 'C'],
    week: ['W'],
    'seven-days': ['X'],
    'four-weeks': ['T'],
    month: ['M'],
    quarter: ['Q'],
    interval: ['F'],
  },
  timeQualifiers: ['002', '010', '067', '068'],
  timesIn: 'FST',
  releaseReferences: ['DO', 'RE'],
  patterns: {
    Y: [],
    A: [1, 2, 3, 4, 5],
    B: [1, 2, 3, 4, 5, 6],
    C: [1, 2, 3, 4, 5, 6, 7],
    D: [1],
    E: [2],
    F: [3],
    G: [4],
    H: [5],
    J: [6],
    K: [7],
    L: [1, 2, 3, 4],
  },
  patternTimes: ['Y', 'G', 'F'],
  authorisations: {
    'finished-goods': ['FI'],
    material: ['MT'],
    labour: ['LB'],
    'required-before': ['PQ'],
  },
  progressKinds: { last: ['01'], cumulative: ['02'] },
  progressEvents: { shipped: ['011'], received: ['050'] },
  cumulativeSince: ['051'],
  cumulativeEvent: 'received',
  shipmentReferences: ['SI'],
  orderNumbers: ['PO'],
};
