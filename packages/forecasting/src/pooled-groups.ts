import type { PooledSeries } from './pooled-series.ts';

/** What the series of one group (an item in all stores, all items of a store) did together, as plain data. */
export type GroupProfile = {
  /** `item`, `store`, … */
  readonly dimension: string;
  /** Which item, which store. */
  readonly name: string;
  /** Sum of the members' demand without drivers, each against its own mean; all end in the same period. */
  readonly sums: readonly number[];
  /** Of how many members, per period. */
  readonly counts: readonly number[];
  /** Mean of the members' driver effect (see `logFactors`), over history and horizon. */
  readonly pressure: readonly number[];
};

/** Fewer members say nothing that each of them does not say. */
const membersMin = 3;
/** A group of nearly all series tells the calendar period, which does not come again. */
const membersShareMax = 0.5;

/** Profiles of all groups with enough members, and not too many, sorted by dimension and name. */
export const profileGroups = (batch: readonly PooledSeries[]): GroupProfile[] => {
  const dimensions = [...new Set(batch.flatMap(({ input }) => Object.keys(input.groups ?? {})))].sort();
  return dimensions.flatMap((dimension) => {
    const members = new Map<string, PooledSeries[]>();
    for (const series of batch) {
      const name = series.input.groups?.[dimension];
      if (name === undefined) continue;
      const known = members.get(name);
      if (known === undefined) members.set(name, [series]);
      else known.push(series);
    }
    return [...members.keys()]
      .sort()
      .map((name) => ({ name, list: members.get(name)! }))
      .filter(({ list }) => list.length >= membersMin && list.length <= membersShareMax * batch.length)
      .map(({ name, list }) => ({ dimension, name, ...profileOf(list) }));
  });
};

const profileOf = (list: readonly PooledSeries[]): Omit<GroupProfile, 'dimension' | 'name'> => {
  const length = list.reduce((most, { plain }) => Math.max(most, plain.length), 0);
  const horizon = list.reduce((most, { input }) => Math.max(most, input.horizonPeriods), 0);
  const sums = new Array<number>(length).fill(0);
  const counts = new Array<number>(length).fill(0);
  const pressure = new Array<number>(length + horizon).fill(0);
  const known = new Array<number>(length + horizon).fill(0);
  for (const { plain, logFactors, sum, observed } of list) {
    const mean = sum[plain.length]! / observed[plain.length]!;
    if (!(mean > 0)) continue;
    const shift = length - plain.length;
    for (let t = 0; t < plain.length; t++) {
      if (Number.isNaN(plain[t]!)) continue;
      sums[t + shift]! += plain[t]! / mean;
      counts[t + shift]! += 1;
    }
    for (let t = 0; t < logFactors.length; t++) {
      pressure[t + shift]! += logFactors[t]!;
      known[t + shift]! += 1;
    }
  }
  return {
    sums,
    counts,
    pressure: pressure.map((total, t) => (known[t]! > 0 ? total / known[t]! : 0)),
  };
};
