import type { Criterion } from '../../agreement-content.ts';
import type { ForecastPurpose, Priority } from '../../vocabulary.ts';

type Shared = Omit<Criterion & { kind: 'metric' }, 'kind' | 'metricCode' | 'goal' | 'observationsMin'>;
type ForecastCriterion = Extract<Criterion, { kind: 'forecast' }>;
type OperationalCriterion = Extract<Criterion, { kind: 'operational' }>;

const hoursOf: Record<Priority, { responseHours: number; escalationHours: number[] }> = {
  HIGH: { responseHours: 8, escalationHours: [8, 24] },
  MEDIUM: { responseHours: 24, escalationHours: [24, 48] },
  LOW: { responseHours: 40, escalationHours: [80] },
};

const shared = (code: string, name: string, priority: Priority): Shared => ({
  code,
  name,
  priority,
  ...hoursOf[priority],
  comparison: 'EXCEEDS_EXCEPTION_VALUE',
  thresholds: {},
  defaultResolution: 'MANUAL_RESOLUTION',
  categories: null,
  isBlocking: false,
});

const forecast = (
  head: Shared,
  test: ForecastCriterion['test'],
  purpose: ForecastPurpose,
  changes: Partial<ForecastCriterion>,
): ForecastCriterion => ({
  ...head,
  kind: 'forecast',
  test,
  purpose,
  dataSource: 'buyer',
  comparisonDataSource: null,
  window: 'all',
  ratioBase: 'larger-value',
  ...changes,
});

const operational = (
  head: Shared,
  activity: OperationalCriterion['activity'],
  test: OperationalCriterion['test'],
  changes: Partial<OperationalCriterion> = {},
): OperationalCriterion => ({ ...head, kind: 'operational', activity, test, ...changes });

/** Both values of a comparison are there, so silence may settle it by their average. */
const byAverage = { defaultResolution: 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES' } as const;

const comparisons = (): Criterion[] => [
  forecast(shared('sales-difference', 'Sales forecasts differ', 'HIGH'), 'party-comparison', 'sales', {
    ...byAverage,
    comparisonDataSource: 'seller',
    thresholds: { ratio: 0.2, unitsMilli: 24_000, moneyMinor: 10_000 },
  }),
  forecast(shared('order-difference', 'Order forecasts differ', 'MEDIUM'), 'party-comparison', 'order', {
    ...byAverage,
    comparisonDataSource: 'seller',
    thresholds: { ratio: 0.2, unitsMilli: 48_000, moneyMinor: 20_000 },
  }),
  forecast(
    shared('frozen-change', 'Order forecast changed in the frozen window', 'HIGH'),
    'version-change',
    'order',
    {
      thresholds: { ratio: 0 },
      window: 'frozen',
      isBlocking: true,
    },
  ),
  forecast(
    shared('slushy-change', 'Order forecast changed in the slushy window', 'MEDIUM'),
    'version-change',
    'order',
    {
      thresholds: { ratio: 0.15, unitsMilli: 24_000 },
      window: 'slushy',
    },
  ),
  forecast(shared('sales-missing', 'Sales forecast is missing', 'HIGH'), 'response-required', 'sales', {
    dataSource: 'seller',
    defaultResolution: 'DEFAULT_TO_BUYERS_VALUE',
  }),
  forecast(shared('commit-missing', 'Commit is missing', 'HIGH'), 'response-required', 'order', {
    dataSource: 'seller',
  }),
];

const commitsAndAccuracy = (): Criterion[] => [
  forecast(shared('commit-short', 'Commit is below the order forecast', 'HIGH'), 'commit-mismatch', 'order', {
    dataSource: 'seller',
    comparisonDataSource: 'buyer',
    thresholds: { ratio: 0.1, moneyMinor: 10_000 },
    window: 'frozen-and-slushy',
    ratioBase: 'compared-value',
  }),
  forecast(
    shared('commit-short-cumulative', 'Commits stay below the order forecast in sum', 'HIGH'),
    'cumulative-commit-mismatch',
    'order',
    {
      dataSource: 'seller',
      comparisonDataSource: 'buyer',
      thresholds: { ratio: 0.05, moneyMinor: 20_000 },
      window: 'frozen-and-slushy',
      ratioBase: 'compared-value',
    },
  ),
  forecast(shared('buyer-accuracy', "Buyer's forecast accuracy is low", 'MEDIUM'), 'accuracy', 'sales', {
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: { ratio: 0.7 },
  }),
  forecast(shared('seller-accuracy', "Seller's forecast accuracy is low", 'MEDIUM'), 'accuracy', 'sales', {
    dataSource: 'seller',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    thresholds: { ratio: 0.7 },
  }),
  forecast(shared('buyer-bias', "Buyer's forecast leans to one side", 'LOW'), 'bias', 'sales', {
    thresholds: { ratio: 4 },
  }),
  forecast(shared('seller-bias', "Seller's forecast leans to one side", 'LOW'), 'bias', 'sales', {
    dataSource: 'seller',
    thresholds: { ratio: 4 },
  }),
];

const operations = (): Criterion[] => [
  operational(shared('stock-out', 'Stock will run out', 'HIGH'), 'ON_HAND', 'projected-stock-out', {
    thresholds: { moneyMinor: 5_000 },
  }),
  operational(shared('overstock', 'Too much stock is coming', 'MEDIUM'), 'ON_HAND', 'projected-overstock', {
    daysOfSupplyMax: 75,
    thresholds: { moneyMinor: 20_000 },
  }),
  operational(shared('zero-sales', 'Nothing sells although there is stock', 'MEDIUM'), 'SALES', 'zero-sales'),
  operational(shared('sales-jump', 'Sales above the agreed ceiling', 'LOW'), 'SALES', 'value', {
    valueMilli: 10_000_000,
  }),
  operational(shared('order-size', 'Order above the agreed size', 'LOW'), 'ORDERS', 'value', {
    valueMilli: 20_000_000,
  }),
  operational(shared('receipt-size', 'Receipt above the agreed size', 'LOW'), 'RECEIPTS', 'value', {
    valueMilli: 20_000_000,
  }),
  operational(shared('emergency-orders', 'Emergency orders', 'MEDIUM'), 'EMERGENCY_ORDERS', 'value', {
    valueMilli: 0,
  }),
  operational(shared('cancelled-orders', 'Cancelled orders', 'MEDIUM'), 'CANCELED_ORDERS', 'value', {
    valueMilli: 0,
  }),
  {
    ...shared('in-stock-goal', 'In-stock is below the goal', 'MEDIUM'),
    kind: 'metric',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    metricCode: 'in-stock',
    goal: 0.97,
    observationsMin: 20,
  },
];

const dataQuality = (): Criterion[] => [
  { ...shared('no-price', 'Item has no price', 'LOW'), kind: 'data-quality', test: 'no-price' },
  { ...shared('missing-pack', 'Item has no pack', 'LOW'), kind: 'data-quality', test: 'missing-pack' },
  {
    ...shared('stale-sales', 'Sales stopped coming', 'MEDIUM'),
    kind: 'data-quality',
    test: 'stale-sales',
    bucketsMax: 2,
  },
  {
    ...shared('frozen-on-hand', 'Stock on hand stands still', 'LOW'),
    kind: 'data-quality',
    test: 'frozen-on-hand',
    bucketsMax: 4,
  },
];

/** A usual set of exception criteria: every test of the CPFR arithmetic once, with the tolerances most contracts have. */
export const criteriaPreset = (): Criterion[] => [
  ...comparisons(),
  ...commitsAndAccuracy(),
  ...operations(),
  ...dataQuality(),
];
