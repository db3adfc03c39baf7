import type { LocalDate } from '@coplan/kernel';
import type { Criterion } from '../agreement-content.ts';
import type { ForecastPurpose, Side } from '../vocabulary.ts';

/** Values of the buckets planned, item-location by item-location, thousandths of the base unit; NaN: no value. */
export type PlanColumn =
  | `${ForecastPurpose}.${Side}`
  /** The same calendar bucket in that side's version before; NaN where the bucket was not in its horizon. */
  | `${ForecastPurpose}.${Side}.previous`
  /** What both agreed for the cell already; NaN: nothing yet. It settles differences and answers owed. */
  | `${ForecastPurpose}.agreed`
  | 'commit'
  | 'projected-balance';

/** Values of the buckets that are over, oldest first. `in-stock` is 1 or 0, `.at-lag` what was forecast at the contract lag. */
export type HistoryColumn =
  | 'sales'
  | 'orders'
  | 'shipments'
  | 'receipts'
  | 'emergency-orders'
  | 'cancelled-orders'
  | 'on-hand'
  | 'in-stock'
  | `${ForecastPurpose}.${Side}.at-lag`;

/** The window in which a bucket lies on the day of the evaluation. `beyond` is past the liquid window: never tested. */
export const windowCodes = { past: 0, frozen: 1, slushy: 2, liquid: 3, beyond: 4 } as const;

/** What the item-locations are, one entry each, in the order of the columns. */
export type EvaluationRows = {
  readonly itemLocationIds: readonly string[];
  readonly itemIds: readonly string[];
  readonly locationIds: readonly string[];
  readonly categories: readonly string[];
  /** 0 fast, 1 medium, 2 slow. */
  readonly volumeClasses: Int32Array;
  /** Millionths of the currency unit a base unit; NaN: no price is known. */
  readonly unitPriceMicros: Float64Array;
  readonly leadTimeDays: Float64Array;
  /** 1: packs are known; 0: an order could not be rounded. */
  readonly hasPack: Int32Array;
};

/** An event of the joint business plan: which cells it explains. */
export type EvaluationEvent = {
  readonly eventId: string;
  readonly name: string;
  readonly itemLocationIds: readonly string[];
  readonly fromBucket: number;
  readonly beforeBucket: number;
};

export type EvaluationMetric = {
  readonly metricCode: string;
  /** null: no data. */
  readonly result: number | null;
  readonly observationCount: number;
  /** What was measured, in money: a miss costs that share of it. */
  readonly exposureMinor: number;
};

/** When a side owes its numbers of a purpose, on its own business calendar. */
export type ResponseDue = { readonly purpose: ForecastPurpose; readonly side: Side; readonly dueAt: string };

/** Assumptions by which units become money; agreed, named in the result, equal for both sides. */
export type Pricing = {
  /** Margin of the buyer as a share of the unit price. */
  readonly marginRatio: number;
  /** Share of the units short that is lost rather than sold later. */
  readonly lossRatio: number;
  /** Cost of holding a year as a share of the unit price. */
  readonly carryingRatioPerYear: number;
};
export const pricingByDefault: Pricing = { marginRatio: 0.3, lossRatio: 0.7, carryingRatioPerYear: 0.2 };

/**
 * Everything an evaluation looks at. A column that is absent is not shared between the two sides: criteria that need
 * it are not evaluated and named in the notes. A column of NaN is shared and empty: somebody owes an answer.
 */
export type EvaluationInput = {
  readonly agreementVersionId: string;
  /** ISO instant of the evaluation. */
  readonly at: string;
  readonly startsOn: LocalDate;
  readonly bucketDays: 1 | 7;
  readonly bucketCount: number;
  readonly historyCount: number;
  readonly currency: string;
  readonly criteria: readonly Criterion[];
  /** `windowCodes` of each bucket. */
  readonly windows: Int32Array;
  readonly rows: EvaluationRows;
  readonly plan: Readonly<Partial<Record<PlanColumn, Float64Array>>>;
  readonly history: Readonly<Partial<Record<HistoryColumn, Float64Array>>>;
  readonly events: readonly EvaluationEvent[];
  readonly metrics: readonly EvaluationMetric[];
  readonly responsesDue: readonly ResponseDue[];
  /** Causes with an exception that is still open: as long as they are outside they keep their own. */
  readonly openCauses: readonly { readonly criterionCode: string; readonly causeKey: string }[];
  readonly pricing: Pricing;
  /** At most so many exceptions, the one of the small differences included; causes already open come on top. */
  readonly exceptionCountMax: number;
};
