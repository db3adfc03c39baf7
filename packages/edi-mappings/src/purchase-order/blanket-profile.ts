/** What is agreed for a blanket order in an 850. */
export type BlanketProfile = {
  /** BEG02. */
  types: readonly string[];
  /** Data element 374 of the first and of the last day. */
  dates: { starts: readonly string[]; ends: readonly string[] };
};

/** 092 and 093: a contract becomes effective, and expires. */
export const defaultBlanketProfile: BlanketProfile = {
  types: ['BK'],
  dates: { starts: ['092'], ends: ['093'] },
};

/** What is agreed for a blanket order in an ORDERS. */
export type EdifactBlanketProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** DTM 2005 of the first and of the last day. */
  dates: { starts: readonly string[]; ends: readonly string[] };
  /** RFF 1153 of the contract. */
  contracts: readonly string[];
};

/** 157 validity starts, 36 expires. */
export const defaultEdifactBlanketProfile: EdifactBlanketProfile = {
  types: ['221'],
  dates: { starts: ['157'], ends: ['36'] },
  contracts: ['CT'],
};
