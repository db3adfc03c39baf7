/**
 * What a replenishment proposal is computed from. Plain JSON, so that the same value can be stored beside the
 * proposal, sent to the browser and computed again there. Quantities are thousandths of the base unit
 * (`…Milli`), money is in millionths of the currency unit (`…Micros`) or in minor units (`…Minor`).
 */
import type { ItemId, LocalDate, LocationId, UnitCode } from '@coplan/kernel';

/** Where a value came from, so that a planner can go and look. */
export type FactSource = {
  /** E.g. `forecast-version`, `stock-count`, `order`, `proposal`, `agreement`, `policy`, `calendar`. */
  kind: string;
  id: string;
  label: string;
  /** Business day or instant (ISO 8601) at which the value was true. */
  asOf: string;
};

export type Sourced<Value> = { value: Value; source: FactSource };

/** One chance to order: what is ordered on `orderOn` before the cut-off is delivered on `deliverOn`. */
export type OrderSlot = { orderOn: LocalDate; deliverOn: LocalDate };

export type OrderCalendar = {
  /** ISO weekdays (1 = Monday) on which the supplier takes orders; must not be empty. */
  orderWeekdays: number[];
  /** ISO weekdays on which the location receives; absent means every day. */
  deliveryWeekdays?: number[];
  leadTimeDays: Sourced<number>;
  /** Working days skip `nonWorkingDays` and weekdays without delivery; default calendar days. */
  leadTimeCounts?: 'calendar-days' | 'working-days';
  /** Local time of day, `HH:MM`; an order at or after it waits for the next order day. */
  cutOffTime: string;
  /** IANA zone of cut-off, today and local time. */
  timeZone: string;
  /** Days without orders and without deliveries. */
  nonWorkingDays: LocalDate[];
  /** Explicit chances, oldest first; where given they replace the weekday rule. */
  slots?: OrderSlot[];
  source: FactSource;
};

/** `level` is between 0 and 1; levels ascend and quantities never fall. */
export type QuantilePoint = { level: number; quantityMilli: number };

export type ForecastBucket = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  meanMilli: number;
  quantiles?: QuantilePoint[];
};

export type ForecastInput = {
  /** Daily, weekly or mixed buckets, oldest first, without gaps, the first holding today. */
  buckets: ForecastBucket[];
  /** Shares of Monday … Sunday in a week as whole-number weights; default equal. */
  weekdayWeights?: number[];
  /**
   * Quantiles of the total over one window, best the risk window of `riskWindowOf`: [today, next delivery).
   * Absent: they are built from the buckets' quantiles.
   */
  totalQuantiles?: { startsOn: LocalDate; endsBefore: LocalDate; levels: QuantilePoint[] };
  source: FactSource;
};

export type StockPosition = {
  onHandMilli: Sourced<number>;
  /** Promised to orders that are not in `demands`. */
  allocatedMilli?: Sourced<number>;
  quarantineMilli?: Sourced<number>;
  /** Stock that will expire before it can be sold. */
  expiringMilli?: Sourced<number>;
};

/**
 * Supply that is already on its way or asked for, open proposals included: it is never ordered twice. A `substitute`
 * is another item that serves the same demand; it does not use up what the supplier commits to of this one.
 */
export type ScheduledReceipt = {
  id: string;
  kind: 'in-transit' | 'on-order' | 'open-proposal' | 'substitute';
  dueOn: LocalDate;
  quantityMilli: number;
  /** The order date, so that a maximum per order counts what this order date already holds. */
  orderedOn?: LocalDate;
  source: FactSource;
};

/** `customer-order` consumes the forecast of its bucket; `dependent` and `event` come on top of it. */
export type KnownDemand = {
  id: string;
  kind: 'customer-order' | 'dependent' | 'event';
  dueOn: LocalDate;
  quantityMilli: number;
  source: FactSource;
};

/**
 * A probability of not running out; the two costs that decide it, shortage / (shortage + holding); or the share of
 * demand that is to be served from stock.
 */
export type ServiceTarget =
  | { kind: 'service-level'; level: number }
  | { kind: 'cost-ratio'; shortageMicros: number; holdingMicros: number }
  | { kind: 'fill-rate'; fillRate: number };

export type SafetyStockMethod =
  /**
   * Quantile of total demand over the risk window, less its mean; where the lead time varies, joined with what is
   * sold in a deviation of it.
   */
  | { kind: 'forecast-quantile'; leadTimeDeviationDays?: number }
  | { kind: 'fixed'; quantityMilli: number }
  /** z · √(days · σ² + d² · σ_L²), for demand that is close to normal. */
  | { kind: 'normal'; dailyDeviationMilli: number; leadTimeDeviationDays: number };

/**
 * What decides when to order and how much. `time-phased` nets day by day; the others compare the inventory position,
 * i.e. free stock and all that is on its way, with levels. Levels that are left out follow from the forecast until the
 * next delivery and the safety stock.
 */
export type ReplenishmentRule =
  | { kind: 'time-phased' }
  /** At or below the minimum, order up to the maximum. */
  | { kind: 'min-max'; minimumMilli: Sourced<number>; maximumMilli: Sourced<number> }
  /** (R, s, S): at or below the reorder level of the forecast, order up to `coverDays` of demand above it. */
  | { kind: 'reorder-up-to'; coverDays: Sourced<number> }
  /** (R, Q): at or below the reorder level, order whole multiples of the quantity. */
  | { kind: 'reorder-quantity'; quantityMilli: Sourced<number>; reorderMilli?: Sourced<number> }
  /** At each review order up to the level. */
  | { kind: 'base-stock'; levelMilli?: Sourced<number> };

export type ReplenishmentPolicy = {
  /** Default: time-phased. */
  rule?: ReplenishmentRule;
  target: Sourced<ServiceTarget>;
  safetyStock: SafetyStockMethod;
  /** Stock that must always be on the shelf, the larger of this and safety stock counts. */
  presentationStockMilli?: Sourced<number>;
  maxStockMilli?: Sourced<number>;
  /** Stock must be sold within so many days of its delivery. */
  shelfLifeDays?: Sourced<number>;
  /** Days from today within which later receipts count as supply (they are expedited, not ordered again). */
  planningHorizonDays: number;
  /** What one missed unit costs, for money at risk; default: the shortage cost of the target, else the price. */
  shortageValueMicros?: Sourced<number>;
  /** Retail loses a sale it cannot serve; a distribution centre owes it. */
  unmetDemand: 'lost' | 'backordered';
  /** What an order costs and holding stock for a year, as a share of its price: price breaks are judged by them. */
  orderEconomics?: Sourced<{ orderCostMicros: number; holdingRatioPerYear: number }>;
};

/** From `fromMilli` on, every unit of an order costs `unitPriceMicros`. */
export type PriceBreakTerm = { fromMilli: number; unitPriceMicros: number };

/** `up`: whole multiples. `up-to-layer`: whole layers. `nearest-layer`: the nearer layer, half a layer up. */
export type RoundingRule = 'up' | 'up-to-layer' | 'nearest-layer';

export type SupplyTerms = {
  unitPriceMicros: Sourced<number>;
  /** All-units discounts, the smallest quantity first; the price below the first is `unitPriceMicros`. */
  priceBreaks?: Sourced<PriceBreakTerm[]>;
  /** Smallest order, applied once, after netting. */
  minimumMilli?: Sourced<number>;
  /** The pack that is sold: orders are whole multiples of it. Default one base unit (1000). */
  multipleMilli?: Sourced<number>;
  layerMilli?: Sourced<number>;
  palletMilli?: Sourced<number>;
  rounding: RoundingRule;
  /** Go up to a full pallet when what is missing is at most this share of a pallet (0–1). */
  palletSnapRatio?: number;
  /** Largest total for one order date. */
  maximumMilli?: Sourced<number>;
};

/** The most that the supplier delivers from `startsOn` until before `endsBefore`, orders under way included. */
export type SupplyLimit = { startsOn: LocalDate; endsBefore: LocalDate; maximumMilli: Sourced<number> };

export type ReplenishmentInput = {
  inputVersion: 1;
  itemId: ItemId;
  locationId: LocationId;
  /** Base unit of every quantity. */
  unit: UnitCode;
  currency: string;
  today: LocalDate;
  /** Local time of day at which the run looks, `HH:MM`. */
  localTime: string;
  calendar: OrderCalendar;
  forecast: ForecastInput;
  stock: StockPosition;
  receipts: ScheduledReceipt[];
  demands?: KnownDemand[];
  policy: ReplenishmentPolicy;
  terms: SupplyTerms;
  /** Commits that the buyer accepted; the time of each stands alone. */
  supplyLimits?: SupplyLimit[];
};
