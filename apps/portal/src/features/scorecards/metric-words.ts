/** Metrics as people read them. Pure. */
import type { ExclusionReason } from '@coplan/collaboration';
import type { Scorecard } from '../../app/api-types.ts';
import { formatCount, formatRounded, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

export type ScorecardLine = Scorecard['lines'][number];

/** A ratio as per cent, a quantity as units, a signal as a number; "no data" is never 100 %. */
export function metricText(
  value: number | null,
  unit: ScorecardLine['unit'],
  locale = viewerLocale(),
): string {
  if (value === null) return 'no data';
  if (unit === 'ratio') return formatShare(value, locale);
  if (unit === 'units-milli') return formatRounded(value, locale);
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}

/** "at least 90%", "at most 20%", "within ±5%". */
export function goalText({
  goal,
  direction,
  unit,
}: Pick<ScorecardLine, 'goal' | 'direction' | 'unit'>): string {
  const text = metricText(goal, unit);
  if (direction === 'near-zero') return `within ±${text}`;
  return direction === 'higher-is-better' ? `at least ${text}` : `at most ${text}`;
}

export const partyNames: Readonly<Record<ScorecardLine['party'], string>> = {
  buyer: 'Buyer',
  seller: 'Seller',
  consensus: 'Consensus',
  both: 'Both',
};

export const exclusionNames: Readonly<Record<ExclusionReason, string>> = {
  NO_ACTUAL: 'The actual is not known',
  NO_FORECAST: 'There was no forecast',
  ZERO_ACTUAL: 'Nothing was sold',
  NO_SCALE: 'No history to compare with',
  STOCK_OUT: 'The shelf was empty',
  NOT_DUE: 'Not due yet',
  CUSTOMER_CANCELLED: 'The customer cancelled',
  CUSTOMER_CHANGED: 'The customer changed it',
  FORCE_MAJEURE: 'Force majeure',
  BUYER_FAULT: 'Caused by the buyer',
  TEST: 'A test',
};

/** "12 left out: 10 the shelf was empty, 2 no forecast". */
export function excludedText(excluded: Partial<Record<ExclusionReason, number>>): string {
  const parts = Object.entries(excluded).filter(([, count]) => count > 0);
  if (parts.length === 0) return '';
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const reasons = parts.map(
    ([code, count]) => `${formatCount(count)} ${exclusionNames[code as ExclusionReason].toLowerCase()}`,
  );
  return `${formatCount(total)} left out: ${reasons.join(', ')}`;
}

/** Points of a small line in a box of `width` × `height`, in pieces where a value is missing. */
export function sparklinePieces(
  values: readonly (number | null)[],
  { width, height, goal }: { width: number; height: number; goal: number },
): { pieces: string[]; goalY: number; last: { x: number; y: number } | undefined } {
  const known = values.filter((value): value is number => value !== null);
  const low = Math.min(goal, ...known);
  const high = Math.max(goal, ...known);
  const span = high - low || 1;
  const yOf = (value: number): number => round(height - 2 - ((value - low) / span) * (height - 4));
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const pieces: string[] = [];
  let piece: string[] = [];
  let last: { x: number; y: number } | undefined;
  values.forEach((value, index) => {
    if (value === null) {
      if (piece.length > 0) pieces.push(piece.join(' '));
      piece = [];
      return;
    }
    last = { x: round(2 + index * step), y: yOf(value) };
    piece.push(`${last.x},${last.y}`);
  });
  if (piece.length > 0) pieces.push(piece.join(' '));
  return { pieces, goalY: yOf(goal), last };
}

const round = (value: number): number => Math.round(value * 10) / 10;
