import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { BlanketState } from './blanket.lifecycle.ts';

/** What is agreed for one item; quantities in thousandths of its unit, the price in millionths per unit. */
export type BlanketItem = {
  /** The item's place in the blanket order; the call-offs have line numbers of their own. */
  itemLine: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  gtin14: string | null;
  unit: UnitCode;
  unitPriceMicros: number;
  /** Null: as much as is called off. */
  totalMilli: number | null;
};

/** A line of the order that a release called off. Its period is a day, or more where no day was named yet. */
export type CallOff = {
  lineNumber: string;
  itemLine: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  time: string | null;
};

export const releaseKinds = ['forecast', 'shipping'] as const;
/** A forecast release (830, DELFOR) or one by day and time (862, DELJIT). */
export type ReleaseKind = (typeof releaseKinds)[number];

export type ReleaseHead = {
  releaseId: string;
  kind: ReleaseKind;
  releaseNumber: string;
  /** The same number again, as a replacement, is its next version. */
  version: number;
  issuedOn: LocalDate;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  contentHash: string;
};

export type ReleasedBucket = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  time: string | null;
  amountMilli: number;
  certainty: 'firm' | 'planned';
  reference: string | null;
};

/** What a release says, every amount being that of its own period. */
export type Release = ReleaseHead & {
  basis: 'delivery' | 'shipment';
  /** Why it changes what was firm; null: it does not. */
  reason: string | null;
  items: readonly { itemLine: string; buckets: readonly ReleasedBucket[] }[];
};

/** What is agreed about a blanket order, and what was released so far, oldest first. */
export type BlanketFacts = {
  state: BlanketState;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  /** Days from the issue of a release within which it calls off, allows material, and plans. */
  firmDays: number;
  materialDays: number;
  planningDays: number;
  /** Cumulative quantities begin here, and anew each year on that day where `resetsYearly`. */
  cumulativeFrom: LocalDate;
  resetsYearly: boolean;
  items: readonly BlanketItem[];
  callOffs: readonly CallOff[];
  releases: readonly ReleaseHead[];
};

export const itemNamed = ({ items }: BlanketFacts, itemLine: string): BlanketItem => {
  const item = items.find((one) => one.itemLine === itemLine);
  if (item === undefined) throw new Error(`the blanket order has no item line ${itemLine}`);
  return item;
};
