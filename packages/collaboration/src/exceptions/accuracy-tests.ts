import type { ForecastCriterion } from './compare-sources.ts';
import type { HistoryColumn } from './evaluation-input.ts';
import { findingKinds, nextFinding } from './findings.ts';
import { isMaterial, isMeasuredOutside } from './limits.ts';
import { worthMinor } from './price.ts';
import type { Testing } from './row-range.ts';

const actuals = { sales: 'sales', order: 'orders', shipment: 'shipments' } as const;
const accuracyFloor = 0.7;
const trackingSignalMax = 4;
const bucketsMin = 6;

/** Actual and forecast at the contract lag. */
export const accuracyColumns = ({
  purpose,
  dataSource,
}: ForecastCriterion): { actual: HistoryColumn; forecast: HistoryColumn } => ({
  actual: actuals[purpose],
  forecast: `${purpose}.${dataSource}.at-lag`,
});

type Errors = { n: number; actual: number; forecast: number; absolute: number; signed: number };

/** Errors of one row over the history, buckets without stock left out: sales there say nothing about demand. */
function errorsOf(testing: Testing<ForecastCriterion>, row: number, errors: Errors): void {
  const { input, criterion } = testing;
  const columns = accuracyColumns(criterion);
  const actual = input.history[columns.actual] as Float64Array;
  const forecast = input.history[columns.forecast] as Float64Array;
  const inStock = input.history['in-stock'];
  const { historyCount } = input;
  errors.n = 0;
  errors.actual = 0;
  errors.forecast = 0;
  errors.absolute = 0;
  errors.signed = 0;
  for (let at = row * historyCount; at < (row + 1) * historyCount; at++) {
    const real = actual[at] as number;
    const said = forecast[at] as number;
    if (Number.isNaN(real) || Number.isNaN(said) || inStock?.[at] === 0) continue;
    errors.n += 1;
    errors.actual += real;
    errors.forecast += said;
    errors.absolute += Math.abs(real - said);
    errors.signed += real - said;
  }
}

/** Sums for the money-weighted test of a group: its signed error as a share of what was sold. */
function sumRow({ sums, input }: Testing, row: number, { signed, actual }: Errors): void {
  const price = input.rows.unitPriceMicros[row] as number;
  sums.signedMinor[row] = worthMinor(-signed, price);
  sums.baseMinor[row] = worthMinor(actual, price);
  sums.cells[row] = 1;
}

/**
 * `FA = max(0, 1 − Σ|A − F| / ΣA)` at the contract lag against the agreed floor (70 % when the criterion names none).
 * Nothing sold is no data, never an exception. Units are the absolute error, money is the error beyond what the floor
 * allows, at the unit price. One finding per item-location, at the newest bucket of the history.
 */
export function testAccuracy(testing: Testing<ForecastCriterion>): void {
  const { input, limits, fromRow, beforeRow, applies, findings } = testing;
  const errors: Errors = { n: 0, actual: 0, forecast: 0, absolute: 0, signed: 0 };
  const floor = limits.ratio >= 0 ? limits.ratio : accuracyFloor;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    errorsOf(testing, row, errors);
    if (errors.n === 0 || errors.actual <= 0) continue;
    sumRow(testing, row, errors);
    const accuracy = Math.max(0, 1 - errors.absolute / errors.actual);
    if (!isMeasuredOutside(accuracy, floor, limits.isBelow)) continue;
    const price = input.rows.unitPriceMicros[row] as number;
    const allowed = Math.max(0, 1 - floor) * errors.actual;
    const money = worthMinor(Math.max(0, errors.absolute - allowed), price);
    if (!isMaterial(errors.absolute, money, !Number.isNaN(price), limits)) continue;
    const at = nextFinding(findings, row, -1, findingKinds.difference);
    findings.sourceMilli[at] = errors.forecast;
    findings.comparedMilli[at] = errors.actual;
    findings.measured[at] = accuracy;
    findings.moneyMinor[at] = money;
  }
}

/**
 * Tracking signal `Σ(A − F) / MAD` against the agreed bound (±4 when the criterion names none, in `thresholds.ratio`),
 * from six buckets on; FALLS_BELOW looks only at forecasts that are too high. Units are the accumulated error, money that error at the unit price.
 */
export function testBias(testing: Testing<ForecastCriterion>): void {
  const { input, limits, fromRow, beforeRow, applies, findings } = testing;
  const errors: Errors = { n: 0, actual: 0, forecast: 0, absolute: 0, signed: 0 };
  const bound = limits.ratio >= 0 ? limits.ratio : trackingSignalMax;
  for (let row = fromRow; row < beforeRow; row++) {
    if (applies[row] === 0) continue;
    errorsOf(testing, row, errors);
    if (errors.n < bucketsMin) continue;
    sumRow(testing, row, errors);
    if (errors.absolute === 0) continue;
    const signal = errors.signed / (errors.absolute / errors.n);
    if (limits.isBelow ? signal >= -bound : Math.abs(signal) <= bound) continue;
    const price = input.rows.unitPriceMicros[row] as number;
    const units = Math.abs(errors.signed);
    const money = worthMinor(units, price);
    if (!isMaterial(units, money, !Number.isNaN(price), limits)) continue;
    const at = nextFinding(findings, row, -1, findingKinds.difference);
    findings.sourceMilli[at] = errors.forecast;
    findings.comparedMilli[at] = errors.actual;
    findings.measured[at] = signal;
    findings.moneyMinor[at] = money;
  }
}
