import { type Delimiters, edifactDelimiters } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import {
  defaultEdifactAdviceProfile,
  type EdifactAdviceProfile,
} from '../application-advice/advice-profile.ts';
import {
  defaultEdifactDespatchProfile,
  type EdifactDespatchProfile,
} from '../despatch-advice/edifact-profile.ts';
import { defaultEdifactReturnProfile, type EdifactReturnProfile } from '../goods-return/return-profile.ts';
import {
  defaultEdifactInventoryProfile,
  type EdifactInventoryProfile,
} from '../inventory-report/edifact-profile.ts';
import { defaultEdifactInvoiceProfile, type EdifactInvoiceProfile } from '../invoice/invoice-profile.ts';
import {
  defaultOrderResponseProfile,
  type OrderResponseProfile,
} from '../order-confirmation/order-response-profile.ts';
import {
  defaultEdifactCatalogueProfile,
  type EdifactCatalogueProfile,
} from '../price-catalogue/catalogue-profile.ts';
import {
  defaultEdifactActivityProfile,
  type EdifactActivityProfile,
} from '../product-activity/edifact-profile.ts';
import {
  defaultEdifactBlanketProfile,
  type EdifactBlanketProfile,
} from '../purchase-order/blanket-profile.ts';
import {
  defaultEdifactOrderChangeProfile,
  type EdifactOrderChangeProfile,
} from '../purchase-order-change/order-change-profile.ts';
import {
  defaultEdifactReceivingProfile,
  type EdifactReceivingProfile,
} from '../receiving-advice/receiving-profile.ts';
import {
  defaultEdifactRemittanceProfile,
  type EdifactRemittanceProfile,
} from '../remittance-advice/remittance-profile.ts';
import { defaultEdifactScheduleProfile, type EdifactScheduleProfile } from '../schedules/edifact-profile.ts';
import { defaultEdifactStatusProfile, type EdifactStatusProfile } from '../shipment-status/status-profile.ts';
import {
  defaultEdifactTransportProfile,
  type EdifactTransportProfile,
} from '../transport/edifact-profile.ts';

/**
 * How one partner differs in EDIFACT, as data. As in X12, the first code of a list is written and all of them are
 * understood. Codes are those of the UN directories and of EANCOM.
 */
export type EdifactProfile = {
  /** Directory: D.96A, D.01B. */
  version: string;
  /** UNH 0057, e.g. EAN008 or EAN010. */
  association?: string | undefined;
  /** UNB 0001 and 0002. */
  syntax: { level: string; version: 1 | 2 | 3 | 4 };
  /** UNH 0052, 0054 and 0057 of a CONTRL, and whether one answers every interchange or only where UNB 0031 asks for it. */
  control: { version: string; association?: string | undefined; when: 'asked' | 'always' };
  delimiters: Delimiters;
  hasUna: boolean;
  lineBreak: '' | '\n' | '\r\n';
  /** NAD 3035 of each role. */
  parties: {
    buyer: readonly string[];
    supplier: readonly string[];
    shipTo: readonly string[];
  };
  /** 3055: who gave the id of a party. */
  partyIds: { gln: readonly string[]; code: readonly string[] };
  /** RFF 1153 below a NAD for the code of a party that is named by its GLN. */
  partyCodeReference: string;
  /** 7143, in LIN and PIA. */
  itemIds: {
    gtin: readonly string[];
    buyerItemNumber: readonly string[];
    supplierItemNumber: readonly string[];
  };
  /** 6411. */
  units: Readonly<Record<UnitCode, readonly string[]>>;
  /** EANCOM names the unit only where it is not the piece that the item number stands for. */
  unitWhenAbsent?: UnitCode | undefined;
  /** DTM 2005. */
  dates: { document: readonly string[]; deliver: readonly string[] };
  /** PRI 5125 of the price that holds. */
  prices: readonly string[];
  /** What is agreed for an order. */
  order: {
    /** BGM 1001 that may be treated as an ordinary order. */
    types: readonly string[];
    /** QTY 6063 of the ordered quantity. */
    quantities: readonly string[];
  };
  /** ORDERS of a blanket order. */
  blanket: EdifactBlanketProfile;
  /** RFF 1153 of the order that a message is about, and DTM 2005 of its day. */
  orderReference: { numbers: readonly string[]; days: readonly string[] };
  /** ORDCHG. */
  orderChange: EdifactOrderChangeProfile;
  /** ORDRSP. */
  orderResponse: OrderResponseProfile;
  /** DELFOR, DELJIT and SLSFCT. */
  schedule: EdifactScheduleProfile;
  /** INVRPT. */
  inventory: EdifactInventoryProfile;
  /** SLSRPT. */
  activity: EdifactActivityProfile;
  /** PRICAT. */
  catalogue: EdifactCatalogueProfile;
  /** DESADV. */
  despatch: EdifactDespatchProfile;
  /** INVOIC. */
  invoice: EdifactInvoiceProfile;
  /** RECADV. */
  receiving: EdifactReceivingProfile;
  /** REMADV. */
  remittance: EdifactRemittanceProfile;
  /** IFTMIN, IFTMBF and IFTMBC. */
  transport: EdifactTransportProfile;
  /** IFTSTA. */
  status: EdifactStatusProfile;
  /** APERAK. */
  advice: EdifactAdviceProfile;
  /** RETANN and RETINS. */
  goodsReturn: EdifactReturnProfile;
};

export const defaultEdifactProfile: EdifactProfile = {
  version: 'D.96A',
  association: 'EAN008',
  syntax: { level: 'UNOC', version: 3 },
  control: { version: 'D.3', association: 'EAN002', when: 'asked' },
  delimiters: edifactDelimiters,
  hasUna: true,
  lineBreak: '\n',
  parties: { buyer: ['BY'], supplier: ['SU', 'SE'], shipTo: ['DP'] },
  partyIds: { gln: ['9'], code: ['92', '91'] },
  partyCodeReference: 'API',
  itemIds: {
    gtin: ['EN', 'SRV', 'UP'],
    buyerItemNumber: ['IN', 'BP'],
    supplierItemNumber: ['SA', 'VN'],
  },
  units: {
    EA: ['PCE', 'EA', 'H87', 'C62'],
    PK: ['PK'],
    CS: ['CS', 'CT'],
    LY: ['LR'],
    PL: ['PF', 'PX'],
    DZ: ['DZN'],
    KGM: ['KGM'],
    LBR: ['LBR'],
    LTR: ['LTR'],
    MTR: ['MTR'],
  },
  unitWhenAbsent: 'EA',
  dates: { document: ['137'], deliver: ['2'] },
  prices: ['AAA'],
  order: { types: ['220', '224'], quantities: ['21'] },
  blanket: defaultEdifactBlanketProfile,
  orderReference: { numbers: ['ON'], days: ['171'] },
  orderChange: defaultEdifactOrderChangeProfile,
  orderResponse: defaultOrderResponseProfile,
  schedule: defaultEdifactScheduleProfile,
  inventory: defaultEdifactInventoryProfile,
  activity: defaultEdifactActivityProfile,
  catalogue: defaultEdifactCatalogueProfile,
  despatch: defaultEdifactDespatchProfile,
  invoice: defaultEdifactInvoiceProfile,
  receiving: defaultEdifactReceivingProfile,
  remittance: defaultEdifactRemittanceProfile,
  transport: defaultEdifactTransportProfile,
  status: defaultEdifactStatusProfile,
  advice: defaultEdifactAdviceProfile,
  goodsReturn: defaultEdifactReturnProfile,
};
