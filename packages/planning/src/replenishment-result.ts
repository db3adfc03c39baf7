import type { LocalDate } from '@coplan/kernel';
import type { FactSource } from './replenishment-input.ts';

/** A number that a step used, with its unit (`EA`, `day`, `ratio`, …) and the place it came from. */
export type ProofInput = { name: string; value: number | string; unit: string; source: FactSource };

/** One rule at work. The differences after − before of all steps add up to the proposed quantity. */
export type ProofStep = {
  ruleId: RuleId;
  ruleVersion: number;
  text: string;
  inputs: ProofInput[];
  quantityBeforeMilli: number;
  quantityAfterMilli: number;
};

/** Why it is not another quantity: the rule that bounded it and what that other quantity would do. */
export type Counterfactual = {
  question: 'why-none' | 'why-not-less' | 'why-not-more';
  ruleId: RuleId;
  alternativeMilli: number;
  text: string;
};

export type ReplenishmentProof = {
  proofVersion: 1;
  engineVersion: string;
  quantityMilli: number;
  orderOn: LocalDate;
  deliverOn: LocalDate;
  steps: ProofStep[];
  counterfactuals: Counterfactual[];
  conclusion: string;
};

export type RuleId =
  | 'calendar.slot'
  | 'demand.cover'
  | 'demand.until-next'
  | 'stock.safety'
  | 'stock.on-hand'
  | 'stock.unavailable'
  | 'receipts.before-delivery'
  | 'demand.before-delivery'
  | 'demand.lost'
  | 'receipts.in-cover'
  | 'receipts.late'
  | 'receipts.on-order'
  | 'policy.level'
  | 'policy.trigger'
  | 'policy.lots'
  | 'net.requirement'
  | 'terms.nearest-layer'
  | 'terms.minimum'
  | 'terms.multiple'
  | 'terms.layer'
  | 'terms.pallet'
  | 'terms.price-break'
  | 'limit.max-stock'
  | 'limit.shelf-life'
  | 'limit.order-maximum'
  | 'limit.supply'
  | 'limit.below-minimum';

export type ReplenishmentMessage = {
  code:
    | 'EXPEDITE'
    | 'POSTPONE'
    | 'CANCEL'
    | 'RECEIPT_OVERDUE'
    | 'SHORTAGE_BEFORE_DELIVERY'
    | 'STOCK_NEGATIVE'
    | 'CAPPED'
    | 'SHELF_LIFE_NOT_CHECKED'
    | 'QUANTILES_APPROXIMATED';
  severity: 'information' | 'warning' | 'critical';
  text: string;
  /** The receipt it is about. */
  receiptId?: string;
  /** From when: the due day of the receipt or the first day concerned. */
  on?: LocalDate;
  /** To when a receipt should move. */
  suggestedOn?: LocalDate;
  quantityMilli?: number;
};

/** One entry per day from today to the day before the next delivery; equal lengths. */
export type ReplenishmentProjection = {
  startsOn: LocalDate;
  grossRequirementMilli: number[];
  receiptsMilli: number[];
  /** Projected available balance at the end of the day. */
  balanceWithoutOrderMilli: number[];
  balanceWithOrderMilli: number[];
  /** The floor that the balance should not go below once this order has been delivered. */
  safetyStockMilli: number[];
  /** First day on which the balance without the order falls below zero (backordered) or sales are lost. */
  stockOutOn?: LocalDate;
};

export type ReplenishmentResult = {
  engineVersion: string;
  /** 0: nothing to order; the proof says why. */
  quantityMilli: number;
  orderOn: LocalDate;
  deliverOn: LocalDate;
  /** Next chance to order and its delivery; the cover of this order is [deliverOn, nextDeliverOn). */
  nextOrderOn: LocalDate;
  nextDeliverOn: LocalDate;
  /** Instant (ISO 8601, UTC) until which the order can be placed; the proposal expires then. */
  cutOffAt: string;
  /** Price of the order. */
  valueMinor: number;
  /** Expected value of the sales missed between this delivery and the next, if nothing is ordered. */
  moneyAtRiskMinor: number;
  /** The quantile level that was aimed at, 0–1. */
  targetLevel: number;
  safetyStockMilli: number;
  projection: ReplenishmentProjection;
  proof: ReplenishmentProof;
  messages: ReplenishmentMessage[];
};
