import { assert, DomainError } from '@coplan/kernel';
import { findMetricDefinition, type MetricDefinition, type Terms } from './metric-definitions.ts';
import type { ExclusionReason, MetricFact } from './metric-facts.ts';

export type MetricStatus = 'OK' | 'NO_DATA' | 'PROVISIONAL' | 'FINAL' | 'RESTATED';

export type MetricResult = {
  code: string;
  definitionVersion: number;
  /** null with status NO_DATA: without a denominator there is no number, neither 0 % nor 100 %. */
  value: number | null;
  numerator: number;
  denominator: number;
  /** Observations that count. */
  n: number;
  excluded: Partial<Record<ExclusionReason, number>>;
  status: MetricStatus;
  /** Why there is no number, or what to know about it; empty where nothing is to be said. */
  note: string;
};

/** An observation with what it adds: the rows behind a number. */
export type MetricRow = {
  key: string;
  numerator: number;
  denominator: number;
  excluded: ExclusionReason | null;
};

/** The definition of a code; throws `DomainError` (not-found) for a code that no metric has. */
function requireDefinition(code: string): MetricDefinition {
  const definition = findMetricDefinition(code);
  if (definition !== undefined) return definition;
  throw new DomainError(
    'not-found',
    'collaboration.metric-unknown',
    { code },
    `There is no metric "${code}".`,
  );
}

function termsOf(definition: MetricDefinition, fact: MetricFact): Terms {
  assert(
    definition.factKind === fact.kind,
    `${definition.code} is computed from ${definition.factKind} facts`,
  );
  if (fact.excluded !== undefined) return fact.excluded;
  return (definition.terms as (fact: MetricFact) => Terms)(fact);
}

/** The rows behind a number, in the order given: what counts, with its terms, and what does not, with the reason. */
export function metricRows(code: string, facts: readonly MetricFact[]): MetricRow[] {
  const definition = requireDefinition(code);
  return facts.map((fact) => {
    const terms = termsOf(definition, fact);
    return typeof terms === 'string'
      ? { key: fact.key, numerator: 0, denominator: 0, excluded: terms }
      : { key: fact.key, ...terms, excluded: null };
  });
}

/**
 * A metric from its observations: a ratio of sums, never a mean of ratios unless the formula says so. Its status is the
 * one asked for (`OK` by default), or NO_DATA where the denominator is 0 or observations are too few.
 */
export function computeMetric(
  code: string,
  facts: readonly MetricFact[],
  {
    status = 'OK',
    observationsMin = 0,
  }: { status?: Exclude<MetricStatus, 'NO_DATA'>; observationsMin?: number } = {},
): MetricResult {
  const definition = requireDefinition(code);
  const excluded: MetricResult['excluded'] = {};
  let numerator = 0;
  let denominator = 0;
  let n = 0;
  for (const fact of facts) {
    const terms = termsOf(definition, fact);
    if (typeof terms === 'string') {
      excluded[terms] = (excluded[terms] ?? 0) + 1;
      continue;
    }
    numerator += terms.numerator;
    denominator += terms.denominator;
    n += 1;
  }
  const head = { code, definitionVersion: definition.definitionVersion, numerator, n, excluded };
  const needed = Math.max(observationsMin, definition.observationsMin);
  const missing =
    n < needed
      ? `${n} of the ${needed} observations needed.`
      : noDenominator(definition, numerator, denominator);
  if (missing !== '') return { ...head, denominator, value: null, status: 'NO_DATA', note: missing };
  const finished = definition.finish?.({ numerator, denominator, n }) ?? {
    value: numerator / denominator,
    denominator,
  };
  return { ...head, ...finished, status, note: '' };
}

/** Why the sums make no number; empty when they do. An exact forecast has a tracking signal of 0. */
function noDenominator({ code, factKind }: MetricDefinition, numerator: number, denominator: number): string {
  if (denominator > 0 || code === 'tracking-signal') return '';
  if (factKind === 'forecast' && numerator !== 0) {
    return `Nothing was sold, but ${Math.abs(numerator) / 1_000} units were forecast: all of it was over.`;
  }
  return 'There is nothing to divide by.';
}
