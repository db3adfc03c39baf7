/** What the closed words of an agreement are called on screens. */
import type {
  ActivityType,
  ComparisonCode,
  ConsensusRule,
  DataQualityTest,
  ForecastPurpose,
  PlanEventType,
  Priority,
  ResolutionCode,
  ScenarioKind,
  SharedMeasure,
  Side,
  VolumeClass,
} from '@coplan/collaboration';

export const scenarioNames: Readonly<Record<ScenarioKind, string>> = {
  'retail-event': 'Retail event',
  'dc-replenishment': 'DC replenishment',
  'store-replenishment': 'Store replenishment',
  assortment: 'Assortment planning',
};

export const sideNames: Readonly<Record<Side, string>> = { buyer: 'Buyer', seller: 'Seller' };

export const purposeNames: Readonly<Record<ForecastPurpose, string>> = {
  sales: 'Sales forecast',
  order: 'Order forecast',
  shipment: 'Shipment forecast',
};

export const measureNames: Readonly<Record<SharedMeasure, string>> = {
  pos: 'Sales (POS)',
  'on-hand': 'On hand',
  'on-order': 'On order',
  'in-transit': 'In transit',
  forecast: 'Forecast',
  promotion: 'Promotion calendar',
  cost: 'Cost',
  price: 'Price',
  capacity: 'Capacity',
};

export const consensusNames: Readonly<Record<ConsensusRule, string>> = {
  buyer: 'Buyer’s value',
  seller: 'Seller’s value',
  average: 'Average of both',
  high: 'Higher value',
  low: 'Lower value',
  'accuracy-weighted': 'Weighted by accuracy',
  manual: 'By hand',
};

export const comparisonNames: Readonly<Record<ComparisonCode, string>> = {
  EXCEEDS_EXCEPTION_VALUE: 'exceeds',
  FALLS_BELOW_EXCEPTION_VALUE: 'falls below',
};

export const activityNames: Readonly<Record<ActivityType, string>> = {
  CANCELED_ORDERS: 'Cancelled orders',
  EMERGENCY_ORDERS: 'Emergency orders',
  ON_HAND: 'On hand',
  ORDERS: 'Orders',
  RECEIPTS: 'Receipts',
  SALES: 'Sales',
  SHIPMENTS: 'Shipments',
};

export const priorityNames: Readonly<Record<Priority, string>> = {
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
};

export const resolutionNames: Readonly<Record<ResolutionCode, string>> = {
  DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES: 'Average of both values',
  DEFAULT_TO_BUYERS_VALUE: 'Buyer’s value',
  DEFAULT_TO_SELLERS_VALUE: 'Seller’s value',
  DEFAULT_TO_HIGH_VALUE: 'Higher value',
  DEFAULT_TO_LOW_VALUE: 'Lower value',
  MANUAL_RESOLUTION: 'By hand',
  MUTUALLY_DEFINED: 'As both define',
};

export const eventTypeNames: Readonly<Record<PlanEventType, string>> = {
  promotion: 'Promotion',
  introduction: 'Introduction',
  discontinuation: 'Discontinuation',
  'location-opening': 'Opening',
  'location-closing': 'Closing',
  reset: 'Reset',
  'price-change': 'Price change',
};

export const forecastTestNames = {
  'party-comparison': 'Difference between the parties',
  'version-change': 'Change since the last version',
  'commit-mismatch': 'Commit against order forecast',
  'cumulative-commit-mismatch': 'Cumulative commit against order forecast',
  accuracy: 'Forecast error',
  bias: 'Forecast bias',
  'response-required': 'Missing value of a party',
} as const;

export const operationalTestNames = {
  value: 'A value',
  'projected-stock-out': 'Projected stock-out',
  'projected-overstock': 'Projected overstock',
  'zero-sales': 'Days without sales',
} as const;

export const dataQualityNames: Readonly<Record<DataQualityTest, string>> = {
  'no-price': 'Items without a price',
  'missing-pack': 'Items without a pack size',
  'stale-sales': 'Sales that stopped arriving',
  'frozen-on-hand': 'Stock that never changes',
};

export const volumeClassNames: Readonly<Record<VolumeClass, string>> = {
  fast: 'Fast sellers',
  medium: 'Medium sellers',
  slow: 'Slow sellers',
};

export const windowNames = {
  all: 'every window',
  frozen: 'the frozen window',
  slushy: 'the slushy window',
  liquid: 'the liquid window',
  'frozen-and-slushy': 'the frozen and slushy windows',
} as const;

export const calendarNames = {
  'iso-week': 'ISO weeks',
  '4-4-5': '4-4-5',
  '4-5-4': '4-5-4 (retail)',
  '5-4-4': '5-4-4',
  month: 'Months',
} as const;

export const liabilityNames = {
  firm: 'Firm: taken or paid',
  material: 'Material is paid',
  none: 'No liability',
} as const;

export const weekdayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

export const weekdayName = (weekday: number): string => weekdayNames[weekday - 1] ?? `Day ${weekday}`;

/** Choices of a select, in the order of the record. */
export const optionsOf = (names: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));
