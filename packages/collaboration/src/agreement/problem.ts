/** One thing wrong with an agreement, with its place as a dotted path into the content (`criteria.3.thresholds`). */
export type AgreementProblem = {
  path: string;
  /** An error keeps the version from being proposed; a warning is shown before signing. */
  severity: 'error' | 'warning';
  message: string;
};

/** Indices of the entries that stand a second time. */
export function repeated(keys: readonly string[]): number[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
}
