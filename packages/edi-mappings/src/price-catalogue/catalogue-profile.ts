import type { CatalogueStatus, PriceCatalogue, PriceKind } from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';

/** What partners agree on for the 832. The first code is written, all of them are understood. */
export type CatalogueProfile = {
  /** BCT01. */
  types: readonly string[];
  /** BCT10; the purpose where it is empty. */
  purposes: Readonly<Record<PriceCatalogue['purpose'], readonly string[]>>;
  purposeWhenAbsent: PriceCatalogue['purpose'];
  /** DTM01 of the day of the catalogue. */
  issued: readonly string[];
  /** DTM01 of the first and of the last day of prices. */
  starts: readonly string[];
  ends: readonly string[];
  /** G5301. */
  statuses: Readonly<Record<CatalogueStatus, readonly string[]>>;
  /** CTP02. */
  prices: Readonly<Record<PriceKind, readonly string[]>>;
  /** CTP01 of the buyers that the prices are for; others are refused. */
  tradeClasses: readonly string[];
  /** The unit of a price without CTP05. */
  unit?: UnitCode | undefined;
};

export const defaultCatalogueProfile: CatalogueProfile = {
  types: ['PC', 'PS'],
  purposes: { original: ['00'], replacement: ['05'], change: ['04'] },
  purposeWhenAbsent: 'original',
  issued: ['097'],
  starts: ['007', '196', '092'],
  ends: ['036', '197', '093'],
  statuses: { added: ['021'], changed: ['001'], discontinued: ['002'] },
  prices: {
    'unit-cost': ['UCP'],
    contract: ['CON'],
    catalogue: ['CAT'],
    wholesale: ['WHL'],
    resale: ['RES'],
    'suggested-retail': ['MSR'],
  },
  tradeClasses: [],
};

/** PRI 5125 with 5375 and 5387 ('' where empty) of a kind of price; the first row of a kind is written. */
export type PriceMeaning = { kind: PriceKind; price: string; type: string; qualifier: string };

/** The same for PRICAT. */
export type EdifactCatalogueProfile = {
  /** BGM 1001. */
  types: readonly string[];
  /** BGM 1225. */
  purposes: Readonly<Record<PriceCatalogue['purpose'], readonly string[]>>;
  /** DTM 2005. */
  starts: readonly string[];
  ends: readonly string[];
  /** LIN 1229. */
  statuses: Readonly<Record<CatalogueStatus, readonly string[]>>;
  prices: readonly PriceMeaning[];
  /** PGI 5379, which stands above all items that are written. */
  group: string;
  /** CUX 6343. */
  currencies: readonly string[];
  /** QTY 6063 of the consumer units in an item. */
  packCounts: readonly string[];
};

const row = (kind: PriceKind, price: string, type = '', qualifier = ''): PriceMeaning => ({
  kind,
  price,
  type,
  qualifier,
});

export const defaultEdifactCatalogueProfile: EdifactCatalogueProfile = {
  types: ['9'],
  purposes: { original: ['9'], replacement: ['5'], change: ['4'] },
  starts: ['157', '194'],
  ends: ['36', '206'],
  statuses: { added: ['1'], discontinued: ['2'], changed: ['3'] },
  prices: [
    row('unit-cost', 'AAA'),
    row('unit-cost', 'AAA', 'CA'),
    row('contract', 'AAA', 'CT'),
    row('catalogue', 'AAB'),
    row('catalogue', 'AAB', 'CA'),
    row('suggested-retail', 'AAE', '', 'SRP'),
    row('suggested-retail', 'AAE', 'CA', 'SRP'),
    row('resale', 'AAE', '', 'RTP'),
  ],
  group: '2',
  currencies: ['8', '9'],
  packCounts: ['59'],
};
