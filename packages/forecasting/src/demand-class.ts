import { mean, variance } from 'simple-statistics';

export type DemandClass = 'smooth' | 'erratic' | 'intermittent' | 'lumpy' | 'no-demand';

export type DemandProfile = {
  readonly demandClass: DemandClass;
  /** Average demand interval: observed periods per period with demand; Infinity without demand. */
  readonly averageIntervalPeriods: number;
  /** Squared coefficient of variation of the non-zero demands; 0 with fewer than two of them. */
  readonly squaredVariation: number;
};

const intervalCut = 1.32;
const variationCut = 0.49;

/**
 * Smooth, erratic, intermittent or lumpy, by how often and how evenly an item is demanded. Unobserved
 * periods (NaN) do not count as periods without demand.
 * Syntetos, Boylan & Croston (2005), J. of the Operational Research Society 56(5): cuts 1.32 and 0.49.
 */
export const classifyDemand = (history: Float64Array): DemandProfile => {
  let observed = 0;
  const sizes: number[] = [];
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    observed += 1;
    if (demand !== 0) sizes.push(demand);
  }
  if (sizes.length === 0) {
    return {
      demandClass: 'no-demand',
      averageIntervalPeriods: Number.POSITIVE_INFINITY,
      squaredVariation: 0,
    };
  }
  const averageIntervalPeriods = observed / sizes.length;
  const average = mean(sizes);
  const squaredVariation = sizes.length < 2 || average === 0 ? 0 : variance(sizes) / average ** 2;
  const isRare = averageIntervalPeriods >= intervalCut;
  const isUneven = squaredVariation >= variationCut;
  const demandClass = isRare ? (isUneven ? 'lumpy' : 'intermittent') : isUneven ? 'erratic' : 'smooth';
  return { demandClass, averageIntervalPeriods, squaredVariation };
};
