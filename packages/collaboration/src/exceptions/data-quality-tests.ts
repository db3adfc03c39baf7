import type { Criterion } from '../agreement-content.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { demandColumn } from './operational-tests.ts';
import { worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

export type DataQualityCriterion = Extract<Criterion, { kind: 'data-quality' }>;

const bucketsMaxByDefault = 4;

/** The mean price of a category stands in where an item has none; NaN when no item of it has one. */
function meanPrices({ rows }: Testing['input']): Map<string, number> {
  const sums = new Map<string, { total: number; count: number }>();
  rows.categories.forEach((category, row) => {
    const price = rows.unitPriceMicros[row] as number;
    if (Number.isNaN(price)) return;
    const sum = sums.get(category) ?? { total: 0, count: 0 };
    sums.set(category, { total: sum.total + price, count: sum.count + 1 });
  });
  return new Map([...sums].map(([category, { total, count }]) => [category, Math.round(total / count)]));
}

/** Buckets at the end of the history in which the column says nothing new. */
function silentBuckets(
  column: Float64Array,
  offset: number,
  count: number,
  isSilent: (at: number) => boolean,
): number {
  let silent = 0;
  while (silent < count && isSilent(offset + count - 1 - silent)) silent += 1;
  return column.length === 0 ? 0 : silent;
}

/** How many buckets the number is old; 0: nothing is wrong with it. */
function ageOf({ input, criterion }: Testing<DataQualityCriterion>, row: number): number {
  const { historyCount, rows, history } = input;
  const offset = row * historyCount;
  switch (criterion.test) {
    case 'no-price':
      return Number.isNaN(rows.unitPriceMicros[row] as number) ? 1 : 0;
    case 'missing-pack':
      return rows.hasPack[row] === 0 ? 1 : 0;
    case 'stale-sales': {
      const sales = history.sales as Float64Array;
      return silentBuckets(sales, offset, historyCount, (at) => Number.isNaN(sales[at] as number));
    }
    case 'frozen-on-hand': {
      const onHand = history['on-hand'] as Float64Array;
      const sales = history.sales as Float64Array;
      const isFrozen = (at: number): boolean =>
        at > offset && onHand[at] === onHand[at - 1] && (sales[at] as number) > 0;
      return silentBuckets(onHand, offset, historyCount, isFrozen);
    }
  }
}

/**
 * Numbers unfit for planning: no price, no pack, sales that stopped coming, a stock that stands still while the item
 * sells. Priced like any other exception: what is planned within the lead time cannot be trusted, at the unit price (or
 * the mean one of the category). One finding per item-location.
 */
export function testDataQuality(testing: Testing<DataQualityCriterion>): void {
  const { input, criterion, limits, fromRow, beforeRow, applies, findings } = testing;
  const { bucketCount, bucketDays, rows, plan } = input;
  const demand = plan[demandColumn];
  const prices = meanPrices(input);
  const isAboutAge = criterion.test === 'stale-sales' || criterion.test === 'frozen-on-hand';
  const ageMin = isAboutAge ? (criterion.bucketsMax ?? bucketsMaxByDefault) : 1;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    const age = ageOf(testing, row);
    if (age < ageMin) continue;
    const leadDays = rows.leadTimeDays[row] as number;
    const count = Math.min(
      bucketCount,
      Math.max(1, Math.ceil((Number.isNaN(leadDays) ? 7 : leadDays) / bucketDays)),
    );
    let units = 0;
    for (let bucket = 0; bucket < count; bucket++) {
      const value = demand?.[row * bucketCount + bucket] ?? Number.NaN;
      if (!Number.isNaN(value)) units += value;
    }
    const own = rows.unitPriceMicros[row] as number;
    const money = worthMinor(
      units,
      Number.isNaN(own) ? (prices.get(rows.categories[row] ?? '') ?? Number.NaN) : own,
    );
    if (limits.unitsMilli >= 0 && units <= limits.unitsMilli) continue;
    if (limits.moneyMinor >= 0 && money <= limits.moneyMinor) continue;
    const at = nextFinding(findings, row, -1, findingKinds.difference);
    findings.sourceMilli[at] = units;
    findings.comparedMilli[at] = Number.NaN;
    findings.measured[at] = age;
    findings.moneyMinor[at] = money;
  }
}
