import type { Criterion } from '../agreement-content.ts';
import type { ActivityType } from '../vocabulary.ts';
import { leadTimeBuckets } from './cumulative-commit.ts';
import type { HistoryColumn, PlanColumn } from './evaluation-input.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { isMaterial, isMeasuredOutside, type Limits } from './limits.ts';
import { carryingMinor, shortageMinor, worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

export type OperationalCriterion = Extract<Criterion, { kind: 'operational' }>;

/** UBL's activities and where their values stand. */
export const activityColumns: Readonly<Record<ActivityType, HistoryColumn>> = {
  CANCELED_ORDERS: 'cancelled-orders',
  EMERGENCY_ORDERS: 'emergency-orders',
  ON_HAND: 'on-hand',
  ORDERS: 'orders',
  RECEIPTS: 'receipts',
  SALES: 'sales',
  SHIPMENTS: 'shipments',
};

/** Forward demand by which a stock becomes days of supply. */
export const demandColumn: PlanColumn = 'sales.buyer';
const daysOfSupplyMax = 90;
/** An item-location that sells less than this a bucket may well sell nothing by chance: P(0) at three units is 5 %. */
const zeroSalesMeanMilli = 3_000;
const zeroSalesBucketsMin = 4;

type Found = {
  bucket: number;
  source: number;
  compared: number;
  measured: number;
  units: number;
  money: number;
};

function record({ findings, input, limits }: Testing, row: number, found: Found): void {
  const hasPrice = !Number.isNaN(input.rows.unitPriceMicros[row] as number);
  if (!isMaterial(found.units, found.money, hasPrice, limits)) return;
  const at = nextFinding(findings, row, found.bucket, findingKinds.difference);
  findings.sourceMilli[at] = found.source;
  findings.comparedMilli[at] = found.compared;
  findings.measured[at] = found.measured;
  findings.moneyMinor[at] = found.money;
}

/** The value passes the agreed one, and by more than the share given, when one is given. */
function passes(value: number, agreed: number, { ratio, isBelow }: Limits): boolean {
  if (!isMeasuredOutside(value, agreed, isBelow)) return false;
  return ratio < 0 || (agreed === 0 ? true : Math.abs(value - agreed) / agreed > ratio);
}

/** Newest known value of an activity against the agreed one; money is the units beyond it at the unit price. */
export function testActivityValue(testing: Testing<OperationalCriterion>): void {
  const { input, criterion, limits, fromRow, beforeRow, applies } = testing;
  const values = input.history[activityColumns[criterion.activity]] as Float64Array;
  const agreed = criterion.valueMilli ?? 0;
  const { historyCount } = input;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    let bucket = historyCount - 1;
    while (bucket >= 0 && Number.isNaN(values[row * historyCount + bucket] as number)) bucket -= 1;
    if (bucket < 0) continue;
    const value = values[row * historyCount + bucket] as number;
    if (!passes(value, agreed, limits)) continue;
    const units = Math.abs(value - agreed);
    const money = worthMinor(units, input.rows.unitPriceMicros[row] as number);
    const at = bucket - historyCount;
    record(testing, row, { bucket: at, source: value, compared: agreed, measured: value, units, money });
  }
}

/**
 * The first bucket within the lead time in which the projected balance falls below zero. Money is the margin lost on
 * the units short, times the share that is not sold later.
 */
export function testStockOut(testing: Testing<OperationalCriterion>): void {
  const { input, fromRow, beforeRow, applies, inWindow } = testing;
  const balance = input.plan['projected-balance'] as Float64Array;
  const { bucketCount, bucketDays, rows, pricing } = input;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    const count = leadTimeBuckets(rows.leadTimeDays[row] as number, bucketDays);
    let seen = 0;
    for (let bucket = 0; bucket < bucketCount && seen < count; bucket++) {
      if (inWindow[bucket] === 0) continue;
      seen += 1;
      const value = balance[row * bucketCount + bucket] as number;
      if (!(value < 0)) continue;
      const money = shortageMinor(-value, rows.unitPriceMicros[row] as number, pricing);
      record(testing, row, { bucket, source: value, compared: 0, measured: value, units: -value, money });
      break;
    }
  }
}

/**
 * The bucket with the most units above the days of supply agreed, against the mean demand of the buckets after it. Money
 * is what holding them costs for as long as the balance stays above. Without any demand ahead every unit is too many.
 */
export function testOverstock(testing: Testing<OperationalCriterion>): void {
  const { input, criterion, fromRow, beforeRow, applies, inWindow } = testing;
  const balance = input.plan['projected-balance'] as Float64Array;
  const demand = input.plan[demandColumn] as Float64Array;
  const { bucketCount, bucketDays, rows, pricing } = input;
  const daysMax = criterion.daysOfSupplyMax ?? daysOfSupplyMax;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    let ahead = 0;
    let aheadCount = 0;
    let worst = -1;
    let worstExcess = 0;
    let worstPerDay = 0;
    let overCount = 0;
    for (let bucket = bucketCount - 1; bucket >= 0; bucket--) {
      const perDay = aheadCount === 0 ? Number.NaN : ahead / (aheadCount * bucketDays);
      const wanted = demand[row * bucketCount + bucket] as number;
      if (!Number.isNaN(wanted)) {
        ahead += wanted;
        aheadCount += 1;
      }
      const value = balance[row * bucketCount + bucket] as number;
      if (inWindow[bucket] === 0 || Number.isNaN(perDay) || !(value > perDay * daysMax)) continue;
      overCount += 1;
      const excess = value - perDay * daysMax;
      if (excess < worstExcess) continue;
      worst = bucket;
      worstExcess = excess;
      worstPerDay = perDay;
    }
    if (worst < 0) continue;
    const value = balance[row * bucketCount + worst] as number;
    const { carryingRatioPerYear } = pricing;
    const days = overCount * bucketDays;
    const money = carryingMinor(worstExcess, rows.unitPriceMicros[row] as number, {
      carryingRatioPerYear,
      days,
    });
    const measured = worstPerDay === 0 ? Number.POSITIVE_INFINITY : value / worstPerDay;
    const compared = worstPerDay * daysMax;
    record(testing, row, { bucket: worst, source: value, compared, measured, units: worstExcess, money });
  }
}

/**
 * Nothing sold in the newest buckets although there was stock (or nobody said there was none) where the buckets before
 * sold at least `valueMilli` on average: the shelf may be empty or the stock phantom. Money is the margin of the sales
 * expected in that time.
 */
export function testZeroSales(testing: Testing<OperationalCriterion>): void {
  const { input, criterion, fromRow, beforeRow, applies } = testing;
  const sales = input.history.sales as Float64Array;
  const inStock = input.history['in-stock'];
  const { historyCount, rows, pricing } = input;
  const meanMin = criterion.valueMilli ?? zeroSalesMeanMilli;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    const offset = row * historyCount;
    let bucket = historyCount - 1;
    while (bucket >= 0 && sales[offset + bucket] === 0 && inStock?.[offset + bucket] !== 0) bucket -= 1;
    const zeroCount = historyCount - 1 - bucket;
    let sum = 0;
    let count = 0;
    for (; bucket >= 0; bucket--) {
      const value = sales[offset + bucket] as number;
      if (Number.isNaN(value) || inStock?.[offset + bucket] === 0) continue;
      sum += value;
      count += 1;
    }
    if (zeroCount === 0 || count < zeroSalesBucketsMin || sum / count < meanMin) continue;
    const units = (sum / count) * zeroCount;
    const money = shortageMinor(units, rows.unitPriceMicros[row] as number, pricing);
    record(testing, row, { bucket: -1, source: 0, compared: sum / count, measured: zeroCount, units, money });
  }
}
