import { comparedSide, type ForecastCriterion } from './compare-sources.ts';
import type { PlanColumn } from './evaluation-input.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

/** What a side owes: its forecast, or, of the order forecast that the buyer leads, the seller's commit. */
export const owedColumn = ({ purpose, dataSource }: ForecastCriterion): PlanColumn =>
  purpose === 'order' && dataSource === 'seller' ? 'commit' : `${purpose}.${dataSource}`;

/**
 * Past-due response: the side looked at (`dataSource`) owes a value wherever the other one has one, and its time is up
 * (on its own business calendar; where no time was set it is up at once). Money is the other side's value at the unit
 * price: what stands unanswered. Units and money thresholds keep small ones off; a ratio says nothing here.
 */
export function testResponses(testing: Testing<ForecastCriterion>): void {
  const { input, criterion, limits, fromRow, beforeRow, applies, inWindow, findings } = testing;
  const { purpose, dataSource } = criterion;
  const due = input.responsesDue.find((entry) => entry.purpose === purpose && entry.side === dataSource);
  if (due !== undefined && Date.parse(due.dueAt) >= Date.parse(input.at)) return;
  const owed = input.plan[owedColumn(criterion)] as Float64Array;
  const given = input.plan[`${purpose}.${comparedSide(criterion)}`] as Float64Array;
  const agreed = owedColumn(criterion) === 'commit' ? undefined : input.plan[`${purpose}.agreed`];
  const { bucketCount } = input;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    const price = input.rows.unitPriceMicros[row] as number;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      if (inWindow[bucket] === 0) continue;
      const value = given[row * bucketCount + bucket] as number;
      if (!Number.isNaN(agreed?.[row * bucketCount + bucket] ?? Number.NaN)) continue;
      if (Number.isNaN(value) || !Number.isNaN(owed[row * bucketCount + bucket] as number)) continue;
      const money = worthMinor(Math.abs(value), price);
      if (limits.unitsMilli >= 0 && Math.abs(value) <= limits.unitsMilli) continue;
      if (limits.moneyMinor >= 0 && !Number.isNaN(price) && money <= limits.moneyMinor) continue;
      const at = nextFinding(findings, row, bucket, findingKinds.responseRequired);
      findings.sourceMilli[at] = Number.NaN;
      findings.comparedMilli[at] = value;
      findings.measured[at] = Number.NaN;
      findings.moneyMinor[at] = money;
    }
  }
}
