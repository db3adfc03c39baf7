import type { Fraction, LocalDate } from '@coplan/kernel';

/** Stock of one lot of one item at one place that may be given away, in thousandths of the base unit. */
export type Lot = {
  lotId: string;
  itemId: string;
  locationId: string;
  onHandMilli: number;
  receivedOn: LocalDate;
  /** The last day on which it is good; absent: it does not spoil. */
  expiresOn?: LocalDate;
};

/** So much of an item at a place is kept for some customers, until a day. */
export type ReservePool = {
  poolId: string;
  itemId: string;
  locationId: string;
  reservedMilli: number;
  customerIds: readonly string[];
  /** From this day on everybody may have what is left. */
  releasesOn?: LocalDate;
};

export type LotRule = {
  /** First expired first out, or first in first out. */
  rotation: 'FEFO' | 'FIFO';
  /** Days that it must be good beyond the day asked for. */
  remainingDays: number;
  isSingleLot: boolean;
  /** Never older than what the customer got last. */
  expiresNotBefore?: LocalDate;
};

/** Another item that may stand in: so many of its units for one of the item ordered. */
export type Substitute = { itemId: string; factor: Fraction };

/** What an order line still needs. */
export type Demand = {
  lineId: string;
  orderId: string;
  customerId: string;
  itemId: string;
  /** Places it may come from, the first preferred. */
  locationIds: readonly string[];
  orderedMilli: number;
  multipleMilli: number;
  /** 1 is served first. */
  priority: number;
  requestedOn: LocalDate;
  enteredAtMs: number;
  lotRule: LotRule;
  /** All of the line or nothing of it. */
  isShipComplete: boolean;
  /** After this day the customer does not want it any more. */
  cancelAfterOn?: LocalDate;
  /** In the order in which they are tried; only those that the customer accepted. */
  substitutes: readonly Substitute[];
};

/** So much of a lot for a line. `coversMilli` is what it counts for in units of the item ordered. */
export type Allocation = {
  lineId: string;
  lotId: string;
  itemId: string;
  locationId: string;
  quantityMilli: number;
  coversMilli: number;
};

export type AllocationInput = {
  today: LocalDate;
  lots: readonly Lot[];
  pools: readonly ReservePool[];
  demands: readonly Demand[];
  /** Allocations that stand: they are kept, and count for their own lines. */
  held: readonly Allocation[];
  /** Orders of which all lines are allocated, or none. */
  shipCompleteOrderIds: readonly string[];
  /** Among lines of the same priority: one after the other, or shares in proportion to what each needs. */
  policy: 'priority' | 'fair-share';
};

export type AllocatedLine = {
  lineId: string;
  orderedMilli: number;
  heldMilli: number;
  allocatedMilli: number;
  backorderedMilli: number;
  state: 'allocated' | 'part-allocated' | 'backordered' | 'cancelled';
  text: string;
};

export type AllocationResult = {
  allocationVersion: string;
  /** New ones only, in the order in which they were given. */
  allocations: Allocation[];
  lines: AllocatedLine[];
};
