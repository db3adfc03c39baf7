import type { ActivityMeasure, ConfirmationOutcome, ConfirmationReason } from '@coplan/documents';
import type { Delimiters, ValidationLevels } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import { type AdviceProfile, defaultAdviceProfile } from './application-advice/advice-profile.ts';
import { type DespatchProfile, defaultDespatchProfile } from './despatch-advice/despatch-profile.ts';
import { defaultEdifactProfile, type EdifactProfile } from './edifact/edifact-profile.ts';
import { defaultFreightProfile, type FreightProfile } from './freight-invoice/freight-profile.ts';
import { defaultReturnProfile, type ReturnProfile } from './goods-return/return-profile.ts';
import { defaultInventoryProfile, type InventoryProfile } from './inventory-report/inventory-profile.ts';
import { defaultInvoiceProfile, type InvoiceProfile } from './invoice/invoice-profile.ts';
import { type CatalogueProfile, defaultCatalogueProfile } from './price-catalogue/catalogue-profile.ts';
import { type BlanketProfile, defaultBlanketProfile } from './purchase-order/blanket-profile.ts';
import {
  defaultOrderChangeProfile,
  type OrderChangeProfile,
} from './purchase-order-change/order-change-profile.ts';
import { defaultReceivingProfile, type ReceivingProfile } from './receiving-advice/receiving-profile.ts';
import { defaultRemittanceProfile, type RemittanceProfile } from './remittance-advice/remittance-profile.ts';
import { defaultRoutingProfile, type RoutingProfile } from './routing/routing-profile.ts';
import { defaultScheduleProfile, type ScheduleProfile } from './schedules/schedule-profile.ts';
import { defaultStatusProfile, type StatusProfile } from './shipment-status/status-profile.ts';
import { defaultTextProfile, type TextProfile } from './text-message/text-profile.ts';
import { defaultTransportProfile, type TransportProfile } from './transport/transport-profile.ts';
import { defaultWarehouseProfile, type WarehouseProfile } from './warehouse/warehouse-profile.ts';
import { defaultWarrantyProfile, type WarrantyProfile } from './warranty/warranty-profile.ts';

export type LineStatus = { outcome: ConfirmationOutcome; reason?: ConfirmationReason | undefined };

/**
 * How one partner differs, as data: it can be stored as JSON and needs no code. Where a list of codes is given, the
 * first one is written and all of them are understood.
 */
export type AgreementProfile = {
  /** What is written for a document that both dialects can carry. Either is read. */
  dialect: 'x12' | 'edifact';
  /** What holds for EDIFACT messages instead of the X12 settings below. */
  edifact: EdifactProfile;
  /** What answers a group that we receive. A 999 is one of 005010; either is read. */
  functionalAcknowledgement: '997' | '999';
  /** What is checked in what we receive, and what an issue of each level means. */
  levels: Partial<ValidationLevels>;
  /** GS08, e.g. 004010, 005010, 004010VICS. */
  version: string;
  delimiters: Delimiters;
  lineBreak: '' | '\n' | '\r\n';
  /** N101 of each role. */
  parties: {
    buyer: readonly string[];
    supplier: readonly string[];
    shipTo: readonly string[];
    location: readonly string[];
  };
  /** N103 and SDQ02. */
  partyIds: { gln: readonly string[]; code: readonly string[] };
  /** REF01 inside an N1 loop for the code of a party that is named by its GLN. */
  partyCodeReference: string;
  /** What a party is called where the message does not say. */
  partyNames: { buyer?: string | undefined; supplier?: string | undefined };
  /** PO106, LIN02 and their like. UP is read as GTIN-12, EN as GTIN-13, UK as GTIN-14. */
  itemIds: {
    gtin: readonly string[];
    buyerItemNumber: readonly string[];
    supplierItemNumber: readonly string[];
  };
  /** Data element 355. */
  units: Readonly<Record<UnitCode, readonly string[]>>;
  /** BEG02 that may be treated as an ordinary order. */
  orderTypes: readonly string[];
  /** 850 of a blanket order. */
  blanket: BlanketProfile;
  /** Currency where the message has no CUR. */
  currency?: string | undefined;
  /** Data element 374. */
  dates: {
    deliver: readonly string[];
    promisedDelivery: readonly string[];
    promisedShipping: readonly string[];
    activity: readonly string[];
  };
  /** ACK01. */
  lineStatuses: Readonly<Record<string, LineStatus>>;
  /** ZA01. */
  activityMeasures: Readonly<Record<ActivityMeasure, readonly string[]>>;
  /** N901 of the number of an 852. */
  activityReport: string;
  /** Where an 852 that we write puts its quantities: one location per message, or stores side by side. */
  activityLayout: 'one-location' | 'by-location';
  /** 830 and 862. */
  schedule: ScheduleProfile;
  /** 204 and 990. */
  transport: TransportProfile;
  /** 214. */
  status: StatusProfile;
  /** 210. */
  freight: FreightProfile;
  /** 753 and 754. */
  routing: RoutingProfile;
  /** 940, 943, 944 and 945. */
  warehouse: WarehouseProfile;
  /** 860 and 865. */
  orderChange: OrderChangeProfile;
  /** 846. */
  inventory: InventoryProfile;
  /** 832. */
  catalogue: CatalogueProfile;
  /** 856. */
  despatch: DespatchProfile;
  /** 810. */
  invoice: InvoiceProfile;
  /** 861. */
  receiving: ReceivingProfile;
  /** 820. */
  remittance: RemittanceProfile;
  /** 824. */
  advice: AdviceProfile;
  /** 864. */
  text: TextProfile;
  /** 180. */
  goodsReturn: ReturnProfile;
  /** 140, 141 and 142. */
  warranty: WarrantyProfile;
  /** Fixed elements that this partner wants in what we write, e.g. BEG07. */
  extraElements: readonly { segment: string; element: number; value: string }[];
  /** Fixed segments that this partner wants in what we write, behind the first segment with the tag `after`. */
  extraSegments: readonly { after: string; segment: readonly [string, ...string[]] }[];
};

const lineStatuses: Record<string, LineStatus> = {
  IA: { outcome: 'accepted' },
  AR: { outcome: 'accepted' },
  AC: { outcome: 'accepted' },
  IC: { outcome: 'changed' },
  IQ: { outcome: 'changed', reason: 'quantity' },
  IP: { outcome: 'changed', reason: 'price' },
  DR: { outcome: 'changed', reason: 'date' },
  IS: { outcome: 'changed', reason: 'substitution' },
  IB: { outcome: 'backordered' },
  BP: { outcome: 'backordered', reason: 'partial' },
  IR: { outcome: 'rejected' },
  ID: { outcome: 'rejected', reason: 'deleted' },
  R1: { outcome: 'rejected', reason: 'not-in-contract' },
  R2: { outcome: 'rejected', reason: 'item-unknown' },
  R3: { outcome: 'rejected', reason: 'unit-wrong' },
  R4: { outcome: 'rejected', reason: 'not-available' },
};

/** What holds where nothing else is agreed. `CS` is a cassette in X12: a case is `CA`. */
export const defaultProfile: AgreementProfile = {
  dialect: 'x12',
  edifact: defaultEdifactProfile,
  functionalAcknowledgement: '997',
  levels: {},
  version: '004010',
  delimiters: { element: '*', component: '>', segment: '~', repetition: '^' },
  lineBreak: '\n',
  parties: { buyer: ['BY'], supplier: ['SU', 'VN', 'SE'], shipTo: ['ST'], location: ['RL', 'ST', 'WH'] },
  partyIds: { gln: ['UL'], code: ['92'] },
  partyCodeReference: 'ZZ',
  partyNames: {},
  itemIds: {
    gtin: ['UK', 'EN', 'UP'],
    buyerItemNumber: ['IN', 'BP', 'CB', 'PI', 'SK'],
    supplierItemNumber: ['VN', 'VP', 'VC', 'VA'],
  },
  units: {
    EA: ['EA'],
    PK: ['PK'],
    CS: ['CA'],
    LY: ['LR'],
    PL: ['PL'],
    DZ: ['DZ'],
    KGM: ['KG'],
    LBR: ['LB'],
    LTR: ['LT'],
    MTR: ['MR'],
  },
  orderTypes: ['SA', 'NE', 'RO'],
  blanket: defaultBlanketProfile,
  dates: {
    deliver: ['002'],
    promisedDelivery: ['067', '002', '069', '017'],
    promisedShipping: ['068', '010'],
    activity: ['007', '090'],
  },
  lineStatuses,
  activityMeasures: {
    sold: ['QS'],
    'sold-net': ['Q1', 'TS'],
    returned: ['QU', 'Q2', 'Q3', 'RQ'],
    'on-hand': ['QA'],
    'on-hold': ['HL', 'QH'],
    'in-transit': ['QI'],
    'on-order': ['QP'],
    received: ['QR'],
    committed: ['QC'],
    'out-of-stock': ['QO'],
    'lost-sales': ['LS'],
    'opening-balance': ['QB'],
    'closing-balance': ['QE'],
    'stock-minimum': ['QL'],
    'stock-maximum': ['QM'],
    'stock-planned': ['QN'],
    'reorder-point': ['PO'],
    adjusted: ['QT'],
    transferred: ['QZ'],
  },
  activityReport: 'DD',
  activityLayout: 'by-location',
  schedule: defaultScheduleProfile,
  transport: defaultTransportProfile,
  status: defaultStatusProfile,
  freight: defaultFreightProfile,
  routing: defaultRoutingProfile,
  warehouse: defaultWarehouseProfile,
  orderChange: defaultOrderChangeProfile,
  inventory: defaultInventoryProfile,
  catalogue: defaultCatalogueProfile,
  despatch: defaultDespatchProfile,
  invoice: defaultInvoiceProfile,
  receiving: defaultReceivingProfile,
  remittance: defaultRemittanceProfile,
  advice: defaultAdviceProfile,
  text: defaultTextProfile,
  goodsReturn: defaultReturnProfile,
  warranty: defaultWarrantyProfile,
  extraElements: [],
  extraSegments: [],
};

/** The default with a partner's deviations on top; tables are merged entry by entry, lists are replaced. */
export function agreementProfile(deviations: DeepPartial<AgreementProfile>): AgreementProfile {
  return merged(defaultProfile, deviations) as AgreementProfile;
}

export type DeepPartial<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { [Key in keyof Value]?: DeepPartial<Value[Key]> | undefined }
    : Value;

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isTable(base) || !isTable(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__') continue;
    result[key] = merged(base[key], value);
  }
  return result;
}

/** X12 sets have numbers, EDIFACT messages have names. */
export const dialectOf = (type: string): 'x12' | 'edifact' => (/^\d/.test(type) ? 'x12' : 'edifact');
