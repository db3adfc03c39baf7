/** Thousandths of a unit at millionths of a currency unit, in minor units, rounded; no price: 0. */
export const worthMinor = (quantityMilli: number, unitPriceMicros: number): number =>
  Number.isNaN(unitPriceMicros) ? 0 : Math.round((quantityMilli * unitPriceMicros) / 10_000_000);

const daysPerYear = 365;

/** Margin lost when units are short: units × price × margin × the share not sold later. */
export const shortageMinor = (
  shortMilli: number,
  unitPriceMicros: number,
  { marginRatio, lossRatio }: { marginRatio: number; lossRatio: number },
): number => worthMinor(shortMilli * marginRatio * lossRatio, unitPriceMicros);

/** Cost of holding units above what is wanted: units × price × carrying rate × time. */
export const carryingMinor = (
  excessMilli: number,
  unitPriceMicros: number,
  { carryingRatioPerYear, days }: { carryingRatioPerYear: number; days: number },
): number => worthMinor((excessMilli * carryingRatioPerYear * days) / daysPerYear, unitPriceMicros);
