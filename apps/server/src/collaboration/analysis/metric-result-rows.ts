import {
  type ExclusionReason,
  findMetricDefinition,
  type MetricFact,
  type MetricFactKind,
  type MetricResultState,
  type MetricStatus,
} from '@coplan/collaboration';
import type { LocalDate, OrganisationId } from '@coplan/kernel';

export type MetricParty = 'buyer' | 'seller' | 'consensus' | 'both';

/** A row of `metric_results`. */
export type StoredResult = {
  metricResultId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  agreementVersionId: string;
  metricCode: string;
  definitionVersion: number;
  formula: string;
  party: MetricParty;
  lagPeriods: number;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  state: MetricResultState;
  numerator: number;
  denominator: number;
  n: number;
  excluded: Partial<Record<ExclusionReason, number>>;
  note: string;
  evidenceId: string | null;
  agreedNumerator: number | null;
  agreedDenominator: number | null;
  agreedN: number | null;
  agreedExcluded: Partial<Record<ExclusionReason, number>> | null;
  finalAt: string | null;
  version: number;
};

export const resultColumns = `result.id as "metricResultId", result.buyer_id as "buyerId",
  result.supplier_id as "supplierId", result.agreement_id as "agreementId",
  result.agreement_version_id as "agreementVersionId", result.metric_code as "metricCode",
  result.definition_version as "definitionVersion", result.formula, result.party, result.lag_periods as "lagPeriods",
  result.starts_on::text as "startsOn", result.ends_before::text as "endsBefore", result.state, result.numerator,
  result.denominator, result.n, result.excluded, result.note, result.evidence_id as "evidenceId",
  result.agreed_numerator as "agreedNumerator", result.agreed_denominator as "agreedDenominator",
  result.agreed_n as "agreedN", result.agreed_excluded as "agreedExcluded",
  to_char(result.final_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finalAt", result.version`;

/** Sums as they are stored: never a finished value, so that weeks add up to a ratio of sums. */
export type Sums = {
  numerator: number;
  denominator: number;
  n: number;
  excluded: Partial<Record<ExclusionReason, number>>;
};

export const noSums: Sums = { numerator: 0, denominator: 0, n: 0, excluded: {} };

export function addSums(left: Sums, right: Sums): Sums {
  const excluded = { ...left.excluded };
  for (const [reason, count] of Object.entries(right.excluded) as [ExclusionReason, number][])
    excluded[reason] = (excluded[reason] ?? 0) + count;
  return {
    numerator: left.numerator + right.numerator,
    denominator: left.denominator + right.denominator,
    n: left.n + right.n,
    excluded,
  };
}

/** The value that sums make by the metric's definition; null with a note where they make none. */
export function valueOfSums(
  code: string,
  { numerator, denominator, n }: Pick<Sums, 'numerator' | 'denominator' | 'n'>,
  observationsMin = 0,
): { value: number | null; note: string } {
  const definition = findMetricDefinition(code);
  if (definition === undefined) return { value: null, note: `There is no metric "${code}".` };
  const needed = Math.max(observationsMin, definition.observationsMin);
  if (n < needed) return { value: null, note: `${n} of the ${needed} observations needed.` };
  if (denominator === 0 && definition.finish === undefined)
    return { value: null, note: 'Nothing to divide by: the sum below the line is 0.' };
  const value = definition.finish?.({ numerator, denominator, n }).value ?? numerator / denominator;
  return Number.isFinite(value)
    ? { value, note: '' }
    : { value: null, note: 'Nothing to divide by: the sum below the line is 0.' };
}

/** Status of a number on the page: NO_DATA goes before everything. */
export function statusOf(state: MetricResultState, value: number | null): MetricStatus {
  if (value === null) return 'NO_DATA';
  if (state === 'provisional') return 'PROVISIONAL';
  return state === 'restated' ? 'RESTATED' : 'FINAL';
}

/** Observations as arrays, and back. */
export type Evidence = {
  factKind: MetricFactKind;
  keys: string[];
  firsts: (number | null)[];
  seconds: (number | null)[];
  exclusions: (ExclusionReason | null)[];
};

const amountsOf = (fact: MetricFact): [number | null, number | null] => {
  switch (fact.kind) {
    case 'forecast':
      return [fact.actualMilli, fact.forecastMilli];
    case 'version':
      return [fact.previousMilli, fact.currentMilli];
    case 'commit':
      return [fact.committedMilli, fact.receivedMilli];
    case 'share':
      return [fact.hitCount, fact.ofCount];
  }
};

export const toEvidence = (factKind: MetricFactKind, facts: readonly MetricFact[]): Evidence => ({
  factKind,
  keys: facts.map(({ key }) => key),
  firsts: facts.map((fact) => amountsOf(fact)[0]),
  seconds: facts.map((fact) => amountsOf(fact)[1]),
  exclusions: facts.map(({ excluded }) => excluded ?? null),
});

function factOf({ factKind, keys, firsts, seconds, exclusions }: Evidence, index: number): MetricFact {
  const excluded = exclusions[index] ?? null;
  const about = { key: keys[index] ?? '', ...(excluded === null ? {} : { excluded }) };
  const first = firsts[index] ?? null;
  const second = seconds[index] ?? null;
  switch (factKind) {
    case 'forecast':
      return { ...about, kind: factKind, actualMilli: first, forecastMilli: second };
    case 'version':
      return { ...about, kind: factKind, previousMilli: first, currentMilli: second };
    case 'commit':
      return { ...about, kind: factKind, committedMilli: first, receivedMilli: second };
    case 'share':
      return { ...about, kind: factKind, hitCount: first ?? 0, ofCount: second ?? 0 };
  }
}

export const toFacts = (evidence: Evidence): MetricFact[] =>
  evidence.keys.map((_, index) => factOf(evidence, index));
