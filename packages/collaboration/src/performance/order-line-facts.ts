import type { LocalDate, UnitCode } from '@coplan/kernel';
import type { ExclusionReason } from '../analysis/metric-facts.ts';

/** Who answers for a failure. The receiving place is not the buyer's ordering office: DC counts wrongly, BUYER orders late. */
export const accountableParties = ['SUPPLIER', 'CARRIER', 'BUYER', 'DC', 'DATA', 'FORCE_MAJEURE'] as const;
export type AccountableParty = (typeof accountableParties)[number];

/** Where the time of an arrival comes from, the most trusted first. Data entry is never better than a gate. */
export const arrivalSources = [
  'geofence',
  'carrier-status',
  'appointment-check-in',
  'proof-of-delivery',
  'pro-processing',
  'receipt-scan',
  'receipt-posting',
] as const;
export type ArrivalSource = (typeof arrivalSources)[number];

export type ReturnReason = 'damage' | 'quality' | 'dead-on-arrival' | 'configuration' | 'no-longer-wanted';

/** What happened to a line, beside when. Quantities are thousandths of the base unit. */
export type LineEventBody =
  /** A promise that stands: as ordered (null), inside the tolerances, or accepted by the customer. The first is the commit. */
  | { kind: 'acknowledged'; promisedOn: LocalDate | null }
  /** The supplier's first word about the line, whether it stands or not. */
  | { kind: 'answered' }
  /** By the supplier; kept, and never the basis of a measure. */
  | { kind: 're-promised'; promisedOn: LocalDate }
  /** Asked for by the customer and agreed by the supplier: the new basis. Absent: as before. */
  | { kind: 'change-agreed'; requestedOn?: LocalDate; orderedMilli?: number }
  | { kind: 'cancelled'; by: 'customer' | 'supplier' }
  | { kind: 'substitute-accepted'; gtin: string }
  | { kind: 'appointment-requested'; slotAtMs: number }
  /** null: the receiving place had nothing to offer. */
  | { kind: 'appointment-offered'; slotAtMs: number | null }
  | { kind: 'appointment-moved'; by: 'receiver' | 'supplier' | 'carrier'; slotAtMs: number }
  | { kind: 'ready' }
  | { kind: 'shipped'; shipmentId: string; loadId?: string; gtin: string; shippedMilli: number }
  | { kind: 'arrived'; shipmentId: string; source: ArrivalSource; gln: string; countedMilli?: number }
  | {
      kind: 'received';
      shipmentId?: string;
      source: 'receipt-scan' | 'receipt-posting';
      gtin: string;
      receivedMilli: number;
      damagedMilli?: number;
      expiresOn?: LocalDate;
      isTemperatureKept?: boolean;
      isRightConfiguration?: boolean;
      lots?: readonly string[];
      ssccs?: readonly string[];
    }
  | { kind: 'receipt-reversed'; receiptEventId: string }
  /** Another notice took the place of this one, or it was taken back. */
  | { kind: 'withdrawn'; withdrawnEventId: string }
  | { kind: 'refused'; shipmentId: string; refusedMilli: number; reason: 'damaged' | 'wrong-place' | 'other' }
  | {
      kind: 'ship-notice';
      shipmentId: string;
      gtin: string;
      announcedMilli: number;
      lots?: readonly string[];
      ssccs?: readonly string[];
    }
  | { kind: 'bill-of-lading'; shipmentId: string; statedMilli: number }
  | {
      kind: 'invoiced';
      invoicedMilli: number;
      unitPriceMicros: number;
      areTermsRight: boolean;
      billToGln?: string;
    }
  /** A credit or a rebill that an invoice made necessary. */
  | { kind: 'credited' }
  | { kind: 'certificate'; name: string; isValid: boolean }
  | { kind: 'installed'; isFaultless: boolean }
  | {
      kind: 'returned';
      returnedMilli: number;
      reason: ReturnReason;
      attributedTo: AccountableParty | 'CUSTOMER';
    }
  | { kind: 'closed' }
  | { kind: 'excluded'; code: 'FORCE_MAJEURE' | 'BUYER_FAULT' | 'TEST'; approvedBy: string }
  /** A person's word on a failing check; it stands above what the events suggest. */
  | { kind: 'cause-assigned'; check: string; party: AccountableParty; cause: string }
  | { kind: 'disputed' }
  | { kind: 'dispute-resolved'; outcome: 'upheld' }
  | {
      kind: 'dispute-resolved';
      outcome: 'restated';
      exclusion?: 'FORCE_MAJEURE' | 'BUYER_FAULT';
      /** What both sides agree was received inside the window. */
      receivedMilli?: number;
      /** Who answers for a failing check, as both sides agree. */
      cause?: { check: string; party: AccountableParty; cause: string };
    };
export type LineEventKind = LineEventBody['kind'];

/** One immutable fact. `atMs` is when it happened, `recordedAtMs` when it became known; milliseconds since 1970, UTC. */
export type LineEvent = LineEventBody & { eventId: string; atMs: number; recordedAtMs: number };

/** Millionths of the value of the goods, or minor units a piece: what a failure costs whoever waits for the goods. */
export type FailureCosts = {
  /** Margin lost on units that never came in time. */
  shortRatioMicros: number;
  /** Fine or handling on units that came outside the window. */
  lateRatioMicros: number;
  /** Value lost on damaged or defective units. */
  damageRatioMicros: number;
  /** Clerical work for each failing check of documents. */
  documentMinor: number;
};

/** What the agreement says of judging a line. */
export type LineRules = {
  rulesVersion: string;
  /** SCOR takes the first promise; a must-arrive-by date is what was asked for. */
  basis: 'first-promise' | 'requested';
  /** What dates a delivery; absent: the arrival, where one was told, else the receipt. */
  datedBy?: 'arrival' | 'receipt';
  /** Days from the acknowledgement to the promise where neither side named a day; null: the line stays undated. */
  undatedPromiseDays: number | null;
  /** Days around the basis, and hours at the place of delivery. earlyDays null: any earlier arrival is welcome. */
  window: { earlyDays: number | null; lateDays: number; opens: string; closes: string };
  underToleranceMicros: number;
  overToleranceMicros: number;
  arePartsAllowed: boolean;
  /** A customer's cancellation this long before goods must leave takes the line out. */
  cancelCutoffHours: number;
  transitHours: number;
  /** An order placed later than this before its day is the buyer's own lateness. */
  leadTimeDays: number;
  documents: {
    /** Hours before the arrival by which the ship notice must be there; null: none is required. */
    shipNoticeLeadHours: number | null;
    needsBillOfLading: boolean;
    /** Days after the arrival within which the invoice must be there; null: none is required. */
    invoiceDueDays: number | null;
    /** How far a billed price may lie from the agreed one, in millionths of it; absent: not at all. */
    priceToleranceMicros?: number;
    certificates: readonly { name: string; kind: 'compliance' | 'other' }[];
  };
  remainingShelfLifeDays: number | null;
  needsInstallation: boolean;
  /** Returns this many days after the arrival, credits this many after the invoice, still count. */
  returnDays: number;
  creditDays: number;
  /** From the end of the window to the final score, and from there to the last correction. */
  cutoffDays: number;
  restateDays: number;
  costs: FailureCosts;
};

/** One schedule line as it was ordered, and everything that happened to it since. */
export type OrderLineFacts = {
  lineId: string;
  orderId: string;
  gtin: string;
  unit: UnitCode;
  orderedMilli: number;
  unitPriceMicros: number;
  orderedAtMs: number;
  requestedOn: LocalDate | null;
  shipToGln: string;
  billToGln: string;
  /** Of the place of delivery: its days and hours count. */
  timeZone: string;
  rules: LineRules;
  events: readonly LineEvent[];
};

export type LineExclusion = { code: ExclusionReason; evidence: readonly string[]; text: string };
