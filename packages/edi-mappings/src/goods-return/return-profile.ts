import type { GoodsReturn, ReturnAnswer, ReturnDisposition, ReturnReason } from '@coplan/documents';

/** What partners agree on for the 180. The first code is written, all of them are understood. */
export type ReturnProfile = {
  /** BGN01. */
  kinds: Readonly<Record<GoodsReturn['kind'], readonly string[]>>;
  /** RDR01; a disposition without a code is not exchanged. */
  dispositions: Readonly<Record<ReturnDisposition, readonly string[]>>;
  /** RDR02. */
  reasons: Readonly<Record<ReturnReason, readonly string[]>>;
  /** RDR03. */
  answers: Readonly<Record<ReturnAnswer, readonly string[]>>;
  /** N901. */
  references: {
    authorisation: readonly string[];
    invoice: readonly string[];
    shipment: readonly string[];
    serialNumber: readonly string[];
  };
  /** BLI05 of the price that is written. */
  price: string;
  /** N101 of where the goods go, and where they are. */
  parties: { returnTo: readonly string[]; goodsAt: readonly string[] };
};

export const defaultReturnProfile: ReturnProfile = {
  kinds: { announcement: ['13', '00'], instruction: ['11'] },
  dispositions: {
    return: ['RA', 'RN', 'CR'],
    keep: ['KA'],
    'keep-and-repair': ['KR'],
    repair: ['RF', 'MW'],
    dispose: ['DI'],
    destroy: [],
    donate: ['SC'],
    examine: [],
    pending: ['RP'],
    refused: ['RD'],
  },
  reasons: {
    defective: ['DM', 'DR'],
    damaged: ['DA', 'DT'],
    'wrong-item': ['WG'],
    'ordering-error': ['CO'],
    recall: ['PR', 'RE'],
    excess: ['EI', 'EO', 'SR'],
    expired: ['BC', 'SD', 'PS'],
    packaging: ['DP', 'LP', 'OP'],
  },
  answers: {
    worn: ['EW'],
    'transport-damage': ['FR'],
    'not-defective': ['IN'],
    'as-ordered': ['IO'],
    'never-sold': ['NR'],
    'too-late': ['RT'],
    quantity: ['QD'],
    price: ['PC'],
    'information-needed': ['MI', 'PR', 'SR'],
    discontinued: ['OS'],
    unidentifiable: ['UI'],
  },
  references: { authorisation: ['RZ'], invoice: ['IV'], shipment: ['SI'], serialNumber: ['SE'] },
  price: 'PUR',
  parties: { returnTo: ['ST'], goodsAt: ['SF'] },
};

/** What partners agree on for RETANN and RETINS. */
export type EdifactReturnProfile = {
  /** BGM 1001, and 3055 behind it. */
  types: Readonly<Record<GoodsReturn['kind'], readonly string[]>>;
  agency: string;
  /** QTY 6063. */
  quantities: readonly string[];
  /** CDI 7001. */
  conditions: readonly string[];
  /** CDI 7007; a disposition without a code is not exchanged. */
  dispositions: Readonly<Record<ReturnDisposition, readonly string[]>>;
  /** FTX 4451 of a coded reason, a coded answer, and words. */
  texts: { reason: readonly string[]; answer: readonly string[]; note: readonly string[] };
  /** FTX 4441: the codes, and who gave them (3055), are the partners' own. */
  reasons: Readonly<Record<ReturnReason, readonly string[]>>;
  answers: Readonly<Record<ReturnAnswer, readonly string[]>>;
  reasonAgency: string;
  /** RFF 1153. */
  references: {
    announcement: readonly string[];
    authorisation: readonly string[];
    order: readonly string[];
    invoice: readonly string[];
    shipment: readonly string[];
    serialNumber: readonly string[];
  };
  /** LOC 3227 below the buyer: where the goods are. */
  places: readonly string[];
};

/** Types, conditions and dispositions are codes of EANCOM 1997 and 2002. */
export const defaultEdifactReturnProfile: EdifactReturnProfile = {
  types: { announcement: ['70E'], instruction: ['71E'] },
  agency: '9',
  quantities: ['61'],
  conditions: ['3E'],
  dispositions: {
    return: ['12E'],
    keep: [],
    'keep-and-repair': [],
    repair: ['15E'],
    dispose: ['13E'],
    destroy: ['14E'],
    donate: [],
    examine: ['16E'],
    pending: [],
    refused: ['17E'],
  },
  texts: { reason: ['RTI'], answer: ['NAI'], note: ['AAI'] },
  reasons: {
    defective: [],
    damaged: [],
    'wrong-item': [],
    'ordering-error': [],
    recall: [],
    excess: [],
    expired: [],
    packaging: [],
  },
  answers: {
    worn: [],
    'transport-damage': [],
    'not-defective': [],
    'as-ordered': [],
    'never-sold': [],
    'too-late': [],
    quantity: [],
    price: [],
    'information-needed': [],
    discontinued: [],
    unidentifiable: [],
  },
  reasonAgency: '92',
  references: {
    announcement: ['ARN'],
    authorisation: ['ALQ'],
    order: ['ON'],
    invoice: ['IV'],
    shipment: ['DQ', 'AAK'],
    serialNumber: ['SE'],
  },
  places: ['14'],
};
