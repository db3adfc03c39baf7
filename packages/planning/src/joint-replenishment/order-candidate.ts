import { assert, lineTotalMinor } from '@coplan/kernel';
import { meanBeyond } from '../risk.ts';

/** What a load or a budget is counted in. */
export type Measure = 'money' | 'quantity' | 'weight' | 'volume' | 'pallets';

/**
 * One proposal as far as adding to it and taking from it are concerned. Plain JSON, so that a combination can be
 * computed again where it is read. Quantities are thousandths of the base unit, money millionths.
 */
export type OrderCandidate = {
  id: string;
  label: string;
  unit: string;
  quantityMilli: number;
  /** The pack: quantities change by whole steps. */
  stepMilli: number;
  /** The smallest order; 0 where there is none. */
  minimumMilli: number;
  /** The most that limits allow, e.g. what sells before it expires; null where nothing limits. */
  roomMilli: number | null;
  unitPriceMicros: number;
  /** What one missed unit costs, and holding one unit for a day. */
  shortageMicros: number;
  holdingMicrosPerDay: number;
  /** Equally likely totals of demand of the days that the order has to last for. */
  demandMilli: number[];
  /** What is there for these days without the order; and at the moment of delivery alone. */
  availableMilli: number;
  atDeliveryMilli: number;
  dailyDemandMilli: number;
  /** Grams, cubic centimetres and thousandths of a pallet of one base unit, where they are known. */
  weightGrams?: number;
  volumeCubicCentimetres?: number;
  palletMilli?: number;
};

const perUnitOf = (candidate: OrderCandidate, measure: Measure): number => {
  if (measure === 'weight') return candidate.weightGrams ?? 0;
  if (measure === 'volume') return candidate.volumeCubicCentimetres ?? 0;
  return candidate.palletMilli ?? 0;
};

/** How much a quantity of it fills: minor units, thousandths of a unit, grams, cubic centimetres, pallet thousandths. */
export function amountOf(candidate: OrderCandidate, measure: Measure, quantityMilli: number): number {
  if (measure === 'quantity') return quantityMilli;
  if (measure === 'money')
    return lineTotalMinor({ quantityMilli, unitPriceMicros: candidate.unitPriceMicros });
  return Math.round((quantityMilli * perUnitOf(candidate, measure)) / 1000);
}

/** Expected cost of what is missed until the next delivery when this much is ordered, in millionths (a float). */
export const shortageMicrosAt = (candidate: OrderCandidate, quantityMilli: number): number =>
  (candidate.shortageMicros * meanBeyond(candidate.demandMilli, candidate.availableMilli + quantityMilli)) /
  1000;

/** Days for which stock at delivery lasts with this order; infinite where nothing sells. */
export const coverDaysAt = (candidate: OrderCandidate, quantityMilli: number): number =>
  candidate.dailyDemandMilli > 0
    ? Math.max(0, candidate.atDeliveryMilli + quantityMilli) / candidate.dailyDemandMilli
    : Number.POSITIVE_INFINITY;

/** Stock is charged for a year at most: nobody holds longer what does not sell. */
const holdingDaysMax = 365;

/** Holding what lies between two order quantities until it is sold: what is there before it sells first. */
function holdingMicrosBetween(candidate: OrderCandidate, fromMilli: number, toMilli: number): number {
  const days = Math.min(holdingDaysMax, coverDaysAt(candidate, (fromMilli + toMilli) / 2));
  return (candidate.holdingMicrosPerDay * (toMilli - fromMilli) * days) / 1000;
}

/** Net cost of ordering `toMilli` instead of `fromMilli` (more): holding less the shortage that it spares. */
export function costOfAdding(candidate: OrderCandidate, fromMilli: number, toMilli: number): number {
  const spared = shortageMicrosAt(candidate, fromMilli) - shortageMicrosAt(candidate, toMilli);
  return holdingMicrosBetween(candidate, fromMilli, toMilli) - spared;
}

/** Net loss of ordering `toMilli` instead of `fromMilli` (less): shortage less the holding that it spares. */
export const lossOfTaking = (candidate: OrderCandidate, fromMilli: number, toMilli: number): number =>
  -costOfAdding(candidate, toMilli, fromMilli);

export function requireCandidate(candidate: OrderCandidate): void {
  const { id, quantityMilli, stepMilli, demandMilli } = candidate;
  assert(stepMilli > 0 && Number.isSafeInteger(stepMilli), `the pack of ${id} is above zero`);
  assert(quantityMilli >= 0 && Number.isSafeInteger(quantityMilli), `the quantity of ${id} is not negative`);
  assert(demandMilli.length > 0, `the demand of ${id} has samples`);
}

/** The quantities ordered, by position of the candidate. */
export const totalOf = (
  candidates: readonly OrderCandidate[],
  measure: Measure,
  quantitiesMilli: readonly number[],
): number =>
  candidates.reduce(
    (sum, candidate, index) => sum + amountOf(candidate, measure, quantitiesMilli[index] ?? 0),
    0,
  );
