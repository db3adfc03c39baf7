import {
  type AgreementContent,
  type Criterion,
  type SharedMeasure,
  type SharingRule,
  sides,
} from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';

const buyersMeasures: readonly SharedMeasure[] = [
  'pos',
  'on-hand',
  'on-order',
  'in-transit',
  'forecast',
  'promotion',
  'price',
];
const sellersMeasures: readonly SharedMeasure[] = ['forecast', 'promotion', 'on-hand', 'capacity', 'cost'];

const rule = (owner: SharingRule['owner'], measure: SharedMeasure): SharingRule => ({
  owner,
  measure,
  granularity: { place: 'location', item: 'item', bucketDays: 7 },
  latencyHours: 0,
  depthDays: 3_650,
  mayReshare: false,
});

/** Everything that either side can share, in the finest grain of weeks. */
export const everySharingRule: readonly SharingRule[] = [
  ...buyersMeasures.map((measure) => rule('buyer', measure)),
  ...sellersMeasures.map((measure) => rule('seller', measure)),
];

const answered = {
  priority: 'MEDIUM' as const,
  responseHours: 24,
  defaultResolution: 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES' as const,
  escalationHours: [8, 24],
  categories: null,
  isBlocking: false,
} satisfies Partial<Criterion>;

const criteria: Criterion[] = [
  {
    ...answered,
    code: 'sales-difference',
    name: 'Sales forecasts differ',
    kind: 'forecast',
    test: 'party-comparison',
    purpose: 'sales',
    comparison: 'EXCEEDS_EXCEPTION_VALUE',
    thresholds: { ratio: 0.2, unitsMilli: 10_000 },
    dataSource: 'seller',
    comparisonDataSource: 'buyer',
    window: 'all',
    ratioBase: 'compared-value',
    isBlocking: true,
  },
  {
    ...answered,
    code: 'commit-short',
    name: 'Commit below the order forecast',
    kind: 'forecast',
    test: 'commit-mismatch',
    purpose: 'order',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: { ratio: 0.1 },
    dataSource: 'seller',
    comparisonDataSource: 'buyer',
    window: 'frozen-and-slushy',
    ratioBase: 'compared-value',
    priority: 'HIGH',
  },
  {
    ...answered,
    code: 'no-answer',
    name: 'No forecast from the other side',
    kind: 'forecast',
    test: 'response-required',
    defaultResolution: 'DEFAULT_TO_BUYERS_VALUE',
    purpose: 'sales',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: {},
    dataSource: 'seller',
    comparisonDataSource: 'buyer',
    window: 'all',
    ratioBase: 'larger-value',
  },
  {
    ...answered,
    code: 'stock-out',
    name: 'Projected stock-out',
    kind: 'operational',
    activity: 'ON_HAND',
    test: 'projected-stock-out',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: {},
    priority: 'HIGH',
  },
  {
    ...answered,
    code: 'accuracy-goal',
    name: 'Accuracy below its goal',
    kind: 'metric',
    metricCode: 'forecast-accuracy',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: { ratio: 0 },
    goal: 0.7,
    observationsMin: 6,
    priority: 'LOW',
  },
];

/** For tests: a whole agreement of weeks from Monday in which everything is shared; `changes` replaces blocks of it. */
export const worldContent = (changes: Partial<AgreementContent> = {}): AgreementContent => ({
  name: 'Weekly replenishment',
  scenario: 'dc-replenishment',
  scope: { categories: null, itemIds: null, locationIds: null },
  validFrom: localDate('2026-01-05'),
  validTo: null,
  renewalNoticeDays: 90,
  leads: { salesForecast: 'buyer', orderForecast: 'buyer', orderGeneration: 'buyer', fulfilment: 'seller' },
  calendar: {
    kind: 'iso-week',
    weekStartsOn: 1,
    yearStartsInMonth: 1,
    timeZone: 'Europe/Oslo',
    workingWeekdays: [1, 2, 3, 4, 5],
    holidays: [localDate('2026-12-25')],
    cycle: [
      { step: 3, weekday: 1, time: '12:00' },
      { step: 5, weekday: 2, time: '16:00' },
      { step: 6, weekday: 3, time: '10:00' },
      { step: 8, weekday: 4, time: '12:00' },
      { step: 9, weekday: 5, time: '12:00' },
    ],
  },
  horizons: {
    frozenDays: 14,
    slushyDays: 28,
    slushyChangeRatio: 0.2,
    liquidDays: 182,
    liability: { frozen: 'firm', slushy: 'material', materialRatio: 0.4 },
  },
  units: { exchangeUnit: 'base', rounding: 'nearest', currency: 'NOK' },
  consensus: [
    { purpose: 'sales', rule: 'average', touchless: { ratio: 0.1, unitsMilli: 5_000 } },
    { purpose: 'order', rule: 'buyer', touchless: { ratio: 0.1 } },
  ],
  criteria,
  sharing: [...everySharingRule],
  orderTerms: {
    freightTerms: 'prepaid',
    otifEarlyDays: 1,
    otifLateDays: 0,
    overRatio: 0.02,
    underRatio: 0.05,
  },
  metrics: [
    { code: 'forecast-accuracy', goal: 0.75, weight: 0.5, direction: 'higher-is-better', lagPeriods: 4 },
    { code: 'forecast-bias', goal: 0, weight: 0.5, direction: 'near-zero', lagPeriods: 4 },
  ],
  disputeDays: 30,
  governance: {
    reviewCadence: 'monthly',
    terminationNoticeDays: 90,
    buyerSponsor: 'Head of replenishment',
    sellerSponsor: 'Sales director',
    confidentiality: `Both ${sides.join(' and ')} keep what they read to themselves.`,
  },
  ...changes,
});
