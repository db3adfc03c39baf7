import type { ActivityMeasure } from '@coplan/documents';
import type { SpanQualifiers, SpanStyle } from '../edifact/spans.ts';

/** What partners agree on for SLSRPT. The first code is written, all of them are understood. */
export type EdifactActivityProfile = {
  /** BGM 1001: partners use 73E (EANCOM 1997, agency 9) or 290. */
  types: readonly string[];
  /** QTY 6063. SLSRPT tells sales; stock is told by INVRPT. */
  measures: Readonly<Partial<Record<ActivityMeasure, readonly string[]>>>;
  /** LOC 3227 of the place of sale. */
  places: readonly string[];
  /** DTM 2005 of the period of the report, and below LOC of the day of a fact. */
  periods: SpanQualifiers;
  periodStyle: SpanStyle;
};

export const defaultEdifactActivityProfile: EdifactActivityProfile = {
  types: ['73E', '290'],
  measures: { sold: ['153'], returned: ['61'] },
  places: ['162'],
  periods: { day: ['356'], first: ['90'], last: ['91'] },
  periodStyle: 'range',
};
