/** Known drivers by name (price, promotion, …), each over the history and the horizon alike; NaN: unknown. */
export type Regressors = Readonly<Record<string, Float64Array>>;

/** One column of a promotion regression: 0 where nothing special happens. */
export type Driver = { readonly name: string; readonly values: Float64Array };

const basePrefix = 'base_';

/** Unknown values keep the last known one: a price does not change because nobody wrote it down. */
const carryForward = (values: Float64Array): Float64Array => {
  const first = values.find((value) => !Number.isNaN(value)) ?? 0;
  let known = first;
  return values.map((value) => {
    if (!Number.isNaN(value)) known = value;
    return known;
  });
};

const medianOf = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  return sorted[Math.floor(sorted.length / 2)]!;
};

/** Positive amounts that are more than a yes or no (prices): their effect is relative. */
const isAmount = (values: Float64Array): boolean => {
  let isPositive = true;
  let isBinary = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value <= 0) isPositive = false;
    if (value !== 0 && value !== 1) isBinary = false;
  }
  return isPositive && !isBinary;
};

/**
 * Regressors made comparable between series: a price beside its base price becomes ln(price / base price),
 * another amount ln(value / its median), a flag or count stays. Drivers that never change say nothing and
 * are left out. Sorted by name, so that the order of the input does not matter.
 */
export const driversOf = (regressors: Regressors): Driver[] =>
  Object.keys(regressors)
    .sort()
    .flatMap((name) => [...absenceOf(name, regressors), ...driverOf(name, regressors)]);

const driverOf = (name: string, regressors: Regressors): Driver[] => {
  const values = regressors[name]!;
  const base = regressors[`${basePrefix}${name}`];
  const driver =
    base === undefined
      ? { name, values: isAmountOf(name, regressors) ? amount(values) : values.map((value) => value || 0) }
      : { name: `${name}/${basePrefix}${name}`, values: discount(values, base) };
  return driver.values.every((value) => value === driver.values[0]) ? [] : [driver];
};

/** A price of 0 says that there was none: the item was not offered. An unknown price (NaN) says nothing. */
const absenceOf = (name: string, regressors: Regressors): Driver[] => {
  const values = regressors[name]!;
  if (regressors[`${basePrefix}${name}`] === undefined || !values.includes(0)) return [];
  return [{ name: `${name}-absent`, values: values.map((value) => (value === 0 ? 1 : 0)) }];
};

/** What is not above 0 is no price: the last known one holds. */
const amount = (values: Float64Array): Float64Array =>
  logRatio(carryForward(values.map((value) => (value > 0 ? value : Number.NaN))));

const isAmountOf = (name: string, regressors: Regressors): boolean =>
  isAmount(regressors[name]!) || isBaseOf(name, regressors);

const logRatio = (values: Float64Array): Float64Array => {
  const median = medianOf(values);
  return values.map((value) => Math.log(value / median));
};

/** Amounts (prices, base prices) of a series as ln(value / its median), with ln of that median. */
export type AmountDriver = Driver & { readonly logUsual: number };

/** The regressors that are amounts, each against its own usual value; what is not above 0 is unknown. */
export const amountsOf = (regressors: Regressors): AmountDriver[] =>
  Object.keys(regressors)
    .sort()
    .flatMap((name) => {
      const isPair = regressors[`${basePrefix}${name}`] !== undefined || isBaseOf(name, regressors);
      const given = regressors[name]!;
      if (!isPair && !isAmount(given)) return [];
      const values = carryForward(given.map((value) => (value > 0 ? value : Number.NaN)));
      if (!(values[0]! > 0)) return [];
      return [{ name, values: logRatio(values), logUsual: Math.log(medianOf(values)) }];
    });

const isBaseOf = (name: string, regressors: Regressors): boolean =>
  name.startsWith(basePrefix) && regressors[name.slice(basePrefix.length)] !== undefined;

/** ln(price / base price); where either is unknown or no price, the usual one of the series: unknown is not "no discount". */
const discount = (price: Float64Array, base: Float64Array): Float64Array => {
  const ratios = price.map((value, t) =>
    value > 0 && base[t]! > 0 ? Math.log(value / base[t]!) : Number.NaN,
  );
  const known = ratios.filter((ratio) => !Number.isNaN(ratio));
  const usual = known.length === 0 ? 0 : medianOf(known);
  return ratios.map((ratio) => (Number.isNaN(ratio) ? usual : ratio));
};
