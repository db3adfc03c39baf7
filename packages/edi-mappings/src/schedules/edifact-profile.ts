import type { AuthorisedResource, ForecastKind, ScheduleAmounts, ScheduleCertainty } from '@coplan/documents';
import type { SpanQualifiers, SpanStyle } from '../edifact/spans.ts';
import type { BucketKind } from './periods.ts';

/** What partners agree on for DELFOR, DELJIT and SLSFCT. The first code is written, all of them are understood. */
export type EdifactScheduleProfile = {
  /** BGM 1001 of a DELFOR that carries this kind of forecast; none where it does not. */
  delforTypes: Readonly<Record<ForecastKind, readonly string[]>>;
  /** BGM 1001 of DELJIT and of SLSFCT. */
  deljitTypes: readonly string[];
  slsfctTypes: readonly string[];
  /** Whether places stand below items, or items below places. */
  layout: 'item-first' | 'place-first';
  /** GIS 7365 of DELFOR D.01B. */
  processing: readonly string[];
  /** DTM 2005 of the horizon. */
  horizon: SpanQualifiers;
  /** DTM 2005 of a period: what its days are follows from them. */
  periods: Readonly<Record<'delivery' | 'shipment', SpanQualifiers>>;
  periodStyle: SpanStyle;
  /** QTY 6063 of the amount of a period. */
  amounts: Readonly<Record<ScheduleAmounts, readonly string[]>>;
  /** SCC 4017. */
  certainties: Readonly<Record<ScheduleCertainty, readonly string[]>>;
  /** The certainty of an amount without SCC. */
  certaintyWhenAbsent?: ScheduleCertainty | undefined;
  /** SCC 4017 of an authorisation, QTY 6063 of its sum. */
  authorisations: Readonly<Record<AuthorisedResource, readonly string[]>>;
  authorisedAmounts: readonly string[];
  /** SCC 2013, where a DTM holds the first day alone. */
  frequencies: Readonly<Record<BucketKind, readonly string[]>>;
  /** QTY 6063 of what was shipped or received. */
  progress: Readonly<Record<`${'last' | 'cumulative'}-${'shipped' | 'received'}`, readonly string[]>>;
  /** DTM 2005 of the last time, and of the days of a sum. */
  progressDays: Readonly<Record<'shipped' | 'received' | 'since' | 'until', readonly string[]>>;
  /** RFF 1153. */
  references: Readonly<Record<'contract' | 'order' | 'schedule' | 'release' | 'shipment', readonly string[]>>;
  /** LOC 3227 of the place of a line in DELJIT. */
  places: readonly string[];
  /** SLSFCT: LOC 3227, DTM 2005 of the period, QTY 6063, and the certainty, of which it cannot speak. */
  sales: {
    places: readonly string[];
    periods: SpanQualifiers;
    amounts: readonly string[];
    certainty: ScheduleCertainty;
  };
};

export const defaultEdifactScheduleProfile: EdifactScheduleProfile = {
  delforTypes: { order: ['241'], sales: [] },
  deljitTypes: ['242'],
  slsfctTypes: ['72E', '289'],
  layout: 'item-first',
  processing: ['37'],
  horizon: { day: [], first: ['158', '90'], last: ['159', '91'] },
  periods: {
    delivery: { day: ['2'], first: ['64'], last: ['63'] },
    shipment: { day: ['10'], first: ['37'], last: ['38'] },
  },
  periodStyle: 'range',
  amounts: { discrete: ['113'], cumulative: ['3'], 'net-change': [], replacement: [] },
  certainties: {
    firm: ['1'],
    planned: ['4'],
    immediate: ['10'],
    'joint-firm': [],
    'joint-planned': [],
  },
  authorisations: { 'finished-goods': ['2'], material: ['3'], labour: [], 'required-before': [] },
  authorisedAmounts: ['3'],
  frequencies: {
    day: ['D', 'C'],
    week: ['W'],
    'seven-days': [],
    'four-weeks': ['T'],
    month: ['M'],
    quarter: ['Q'],
    interval: [],
  },
  progress: {
    'last-shipped': ['12'],
    'last-received': ['48'],
    'cumulative-shipped': [],
    'cumulative-received': ['70'],
  },
  progressDays: { shipped: ['11'], received: ['50'], since: ['51'], until: ['52'] },
  references: {
    contract: ['CT'],
    order: ['ON'],
    schedule: ['AAN'],
    release: ['AAN'],
    shipment: ['AAK', 'SI'],
  },
  places: ['7'],
  sales: {
    places: ['162'],
    periods: { day: ['356'], first: ['90'], last: ['91'] },
    amounts: ['99', '21', '153'],
    certainty: 'planned',
  },
};
