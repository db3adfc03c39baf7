import type { LocalDate } from '@coplan/kernel';

/** Goods of one item at one place, from a day on. A commit is what a supplier said it can make and nobody ordered yet. */
export type Supply = {
  supplyId: string;
  kind: 'on-hand' | 'receipt' | 'commit';
  /** On-hand stock: today. A commit: the day on which it would arrive when ordered by `orderBy`. */
  availableOn: LocalDate;
  quantityMilli: number;
  /** Commits only: the last day on which it can still be ordered, and whose it is. */
  orderBy?: LocalDate;
  supplierId?: string;
};

/** An order that was promised before, in thousandths of the base unit, for one item and place. */
export type Commitment = {
  orderLineId: string;
  dueOn: LocalDate;
  quantityMilli: number;
  /** 1 is served first. */
  priority: number;
  /** What a piece that is late or missing costs, in millionths of the currency unit a piece; 0 where nobody says. */
  shortageMicros: number;
};

/** What somebody asks for. `multipleMilli`: only whole multiples are given. */
export type PromiseRequest = Commitment & { multipleMilli: number; arePartsAllowed: boolean };

/** Supply and promises of one item at one place, as of a day. */
export type PromiseInput = {
  today: LocalDate;
  supplies: readonly Supply[];
  commitments: readonly Commitment[];
  request: PromiseRequest;
  /** Days after which anything can be had again, from ordering it to having it; null: nobody knows. */
  replenishmentDays: number | null;
};

export const floorTo = (quantityMilli: number, multipleMilli: number): number =>
  quantityMilli <= 0 ? 0 : quantityMilli - (quantityMilli % multipleMilli);
