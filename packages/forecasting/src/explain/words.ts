import type { DescribedForecast } from './describe-demand.ts';

export type Score = DescribedForecast['scores'][number];
export type Measured = Score & { readonly mase: number };

/** From this weight on a model is said to carry the forecast. */
export const carryingMin = 0.1;

export const isMeasured = (score: Score): score is Measured => score.mase !== null;

/** "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** 0.123 → "12%"; what is above nothing and below half a per cent is said so. */
export const share = (ratio: number): string => {
  const percent = Math.round(ratio * 100);
  return percent === 0 && ratio > 0 ? 'under 1%' : `${percent}%`;
};

/** "12%" where both read alike, else "12% to 20%". */
export const range = (low: number, high: number): string =>
  share(low) === share(high) ? share(low) : `${share(low)} to ${share(high)}`;
