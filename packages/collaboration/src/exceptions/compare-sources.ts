import type { Criterion } from '../agreement-content.ts';
import type { Side } from '../vocabulary.ts';
import type { PlanColumn } from './evaluation-input.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { isMaterial } from './limits.ts';
import { worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

export type ForecastCriterion = Extract<Criterion, { kind: 'forecast' }>;

export const otherSide = (side: Side): Side => (side === 'buyer' ? 'seller' : 'buyer');

/** Whose value the criterion compares with. A side is never compared with itself: then the other one is meant. */
export const comparedSide = ({ dataSource, comparisonDataSource }: ForecastCriterion): Side =>
  comparisonDataSource === null || comparisonDataSource === dataSource
    ? otherSide(dataSource)
    : comparisonDataSource;

/** The two columns that a comparison sets side by side. A commit is the seller's word on the buyer's forecast. */
export function comparedColumns(criterion: ForecastCriterion): {
  source: PlanColumn;
  compared: PlanColumn;
} {
  const { test, purpose, dataSource } = criterion;
  const source: PlanColumn = `${purpose}.${dataSource}`;
  if (test === 'version-change') return { source, compared: `${source}.previous` };
  if (test === 'commit-mismatch' || test === 'cumulative-commit-mismatch') {
    const forecast: PlanColumn = `${purpose}.buyer`;
    return dataSource === 'seller'
      ? { source: 'commit', compared: forecast }
      : { source: forecast, compared: 'commit' };
  }
  return { source, compared: `${purpose}.${comparedSide(criterion)}` };
}

type Comparing = {
  /** What the difference is a share of: 0 the larger value, 1 the source, 2 the compared. */
  readonly base: 0 | 1 | 2;
  /** Only where the source lies above (1) or below (−1) what it is compared with; 0: both ways. */
  readonly onlySign: -1 | 0 | 1;
  /** A value missing on one side alone is an answer owed; otherwise the cell is passed over. */
  readonly needsBoth: boolean;
  /** Agreed values: a comparison of parties is settled by them, and a commit answers them. */
  readonly agreed: Float64Array | undefined;
  readonly agreedStandsIn: -1 | 0 | 1;
};

const bases = { 'larger-value': 0, 'source-value': 1, 'compared-value': 2 } as const;

/**
 * The share that a difference is of its base. Nothing against nothing does not differ; something against a base of
 * nothing differs without bound.
 */
function shareOf(difference: number, base: number): number {
  if (difference === 0) return 0;
  return base === 0 ? Number.POSITIVE_INFINITY : difference / base;
}

/** One row: every bucket of the window compared. Money is the units that differ at the unit price. */
function compareRow(
  testing: Testing,
  row: number,
  columns: [Float64Array, Float64Array],
  how: Comparing,
): void {
  const { input, limits, inWindow, eventOfCell, findings, sums } = testing;
  const [source, compared] = columns;
  const price = input.rows.unitPriceMicros[row] as number;
  const hasPrice = !Number.isNaN(price);
  const { bucketCount } = input;
  const offset = row * bucketCount;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    if (inWindow[bucket] === 0) continue;
    const agreed = how.agreed?.[offset + bucket] ?? Number.NaN;
    const isAgreed = !Number.isNaN(agreed);
    if (isAgreed && how.agreedStandsIn === 0) continue;
    const left = isAgreed && how.agreedStandsIn === -1 ? agreed : (source[offset + bucket] as number);
    const right = isAgreed && how.agreedStandsIn === 1 ? agreed : (compared[offset + bucket] as number);
    const isLeftMissing = Number.isNaN(left);
    const isRightMissing = Number.isNaN(right);
    if (isLeftMissing || isRightMissing) {
      if (!how.needsBoth || (isLeftMissing && isRightMissing)) continue;
      const at = nextFinding(findings, row, bucket, findingKinds.responseRequired);
      findings.sourceMilli[at] = left;
      findings.comparedMilli[at] = right;
      findings.measured[at] = Number.NaN;
      findings.moneyMinor[at] = worthMinor(Math.abs(isLeftMissing ? right : left), price);
      continue;
    }
    const signed = left - right;
    const larger = Math.max(Math.abs(left), Math.abs(right));
    const base = how.base === 0 ? larger : Math.abs(how.base === 1 ? left : right);
    if (eventOfCell === null || eventOfCell[offset + bucket] === 0) {
      sums.signedMinor[row] = (sums.signedMinor[row] as number) + worthMinor(signed, price);
      sums.baseMinor[row] = (sums.baseMinor[row] as number) + worthMinor(base, price);
      sums.cells[row] = (sums.cells[row] as number) + 1;
    }
    if (larger === 0 || signed * how.onlySign < 0) continue;
    const units = Math.abs(signed);
    const ratio = shareOf(units, base);
    if (units === 0 || ratio <= limits.ratio) continue;
    const money = worthMinor(units, price);
    if (!isMaterial(units, money, hasPrice, limits)) continue;
    const at = nextFinding(findings, row, bucket, findingKinds.difference);
    findings.sourceMilli[at] = left;
    findings.comparedMilli[at] = right;
    findings.measured[at] = ratio;
    findings.moneyMinor[at] = money;
  }
}

function onlySignOf({ test, dataSource, comparison }: ForecastCriterion): -1 | 0 | 1 {
  if (test === 'commit-mismatch') return dataSource === 'seller' ? -1 : 1;
  return comparison === 'FALLS_BELOW_EXCEPTION_VALUE' ? -1 : 0;
}

/**
 * Buyer against seller (`d = |B − S| / base`, domain rule: the larger value unless the contract says otherwise), a
 * version against the one before, or a forecast against what is committed. In a comparison of parties a value that only
 * one side has is an answer owed by the other, never zero; in the other two a bucket without a counterpart is new and
 * therefore not a change. Where a response criterion of the same purpose exists it looks after missing values.
 * EXCEEDS looks at differences both ways, FALLS_BELOW only at a source below its counterpart; of commits only those
 * below the forecast are a shortage, however it is said.
 */
export function compareSources(testing: Testing<ForecastCriterion>): void {
  const { input, criterion, fromRow, beforeRow, applies } = testing;
  const { source, compared } = comparedColumns(criterion);
  const columns: [Float64Array, Float64Array] = [
    input.plan[source] as Float64Array,
    input.plan[compared] as Float64Array,
  ];
  const isWatched = input.criteria.some(
    (other) =>
      other.kind === 'forecast' && other.test === 'response-required' && other.purpose === criterion.purpose,
  );
  const how: Comparing = {
    base: bases[criterion.ratioBase],
    onlySign: onlySignOf(criterion),
    needsBoth: criterion.test === 'party-comparison' && !isWatched,
    agreed: criterion.test === 'version-change' ? undefined : input.plan[`${criterion.purpose}.agreed`],
    agreedStandsIn: criterion.test !== 'commit-mismatch' ? 0 : source === 'commit' ? 1 : -1,
  };
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 1) compareRow(testing, row, columns, how);
  }
}
