import { comparedColumns, type ForecastCriterion } from './compare-sources.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { isMaterial } from './limits.ts';
import { worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

/** Buckets of the window that begin within the lead time; a lead time within one bucket still counts that one. */
export function leadTimeBuckets(leadTimeDays: number, bucketDays: number): number {
  return Math.max(1, Math.ceil((Number.isNaN(leadTimeDays) ? 0 : leadTimeDays) / bucketDays));
}

/**
 * `ΣCommit < ΣF × (1 − tolerance)` over the lead time: a shortfall that the next bucket makes good is no shortage. One
 * finding per item-location, at the last bucket of its lead time; units are those short in all, money at the unit price.
 */
export function testCumulativeCommit(testing: Testing<ForecastCriterion>): void {
  const { input, criterion, limits, fromRow, beforeRow, applies, inWindow, findings, sums } = testing;
  const { bucketCount, bucketDays, rows } = input;
  const columns = comparedColumns(criterion);
  const isCommitSource = columns.source === 'commit';
  const commit = input.plan.commit as Float64Array;
  const agreed = input.plan[`${criterion.purpose}.agreed`];
  const forecast = input.plan[isCommitSource ? columns.compared : columns.source] as Float64Array;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    const count = leadTimeBuckets(rows.leadTimeDays[row] as number, bucketDays);
    let wanted = 0;
    let committed = 0;
    let seen = 0;
    let last = -1;
    for (let bucket = 0; bucket < bucketCount && seen < count; bucket++) {
      if (inWindow[bucket] === 0) continue;
      seen += 1;
      const both = agreed?.[row * bucketCount + bucket] ?? Number.NaN;
      const left = Number.isNaN(both) ? (forecast[row * bucketCount + bucket] as number) : both;
      const right = commit[row * bucketCount + bucket] as number;
      if (Number.isNaN(left) || Number.isNaN(right)) continue;
      wanted += left;
      committed += right;
      last = bucket;
    }
    if (last < 0) continue;
    const price = rows.unitPriceMicros[row] as number;
    const short = wanted - committed;
    sums.signedMinor[row] = worthMinor(isCommitSource ? -short : short, price);
    sums.baseMinor[row] = worthMinor(wanted, price);
    sums.cells[row] = 1;
    if (short <= 0 || wanted <= 0) continue;
    const ratio = short / wanted;
    if (ratio <= limits.ratio) continue;
    const money = worthMinor(short, price);
    if (!isMaterial(short, money, !Number.isNaN(price), limits)) continue;
    const at = nextFinding(findings, row, last, findingKinds.difference);
    findings.sourceMilli[at] = isCommitSource ? committed : wanted;
    findings.comparedMilli[at] = isCommitSource ? wanted : committed;
    findings.measured[at] = ratio;
    findings.moneyMinor[at] = money;
  }
}
