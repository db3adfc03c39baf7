/** What a policy did over the counted periods of one series or of many; sums, so that parts add up to a whole. */
export type PolicySums = {
  /** Series times days. */
  seriesDays: number;
  demandUnits: number;
  servedUnits: number;
  missedUnits: number;
  demandMoney: number;
  servedMoney: number;
  missedMoney: number;
  /** Stock at the end of each period times its days, so that days and weeks add up. */
  stockUnitDays: number;
  stockMoneyDays: number;
  orderCount: number;
  orderedUnits: number;
  holdingCost: number;
  shortageCost: number;
  orderingCost: number;
  /** Review intervals, and those in which all demand was served. */
  cycleCount: number;
  servedCycleCount: number;
  /** Cost of each week of the replay. */
  weekCosts: number[];
};

const summed = [
  'seriesDays',
  'demandUnits',
  'servedUnits',
  'missedUnits',
  'demandMoney',
  'servedMoney',
  'missedMoney',
  'stockUnitDays',
  'stockMoneyDays',
  'orderCount',
  'orderedUnits',
  'holdingCost',
  'shortageCost',
  'orderingCost',
  'cycleCount',
  'servedCycleCount',
] as const satisfies readonly (keyof PolicySums)[];

export const emptySums = (weekCount: number): PolicySums => ({
  ...(Object.fromEntries(summed.map((name) => [name, 0])) as Record<(typeof summed)[number], number>),
  weekCosts: new Array<number>(weekCount).fill(0),
});

/** Adds `more` to `sums`. */
export function addSums(sums: PolicySums, more: PolicySums): void {
  for (const name of summed) sums[name] += more[name];
  more.weekCosts.forEach((cost, week) => {
    sums.weekCosts[week] = (sums.weekCosts[week] ?? 0) + cost;
  });
}

/** Figures of a policy as people read them; ratios 0–1, `undefined` where there was nothing to divide by. */
export type PolicyFigures = {
  /** Share of demand served from the shelf, by money at cost; by units for one series. */
  fillRate: number | undefined;
  /** Share of the intervals between two orders in which nothing was missed. */
  cycleService: number | undefined;
  averageStockUnits: number;
  averageStockMoney: number;
  /** Days that the average stock lasts at what was served. */
  supplyDays: number | undefined;
  orderCount: number;
  missedUnits: number;
  missedMoney: number;
  holdingCost: number;
  shortageCost: number;
  orderingCost: number;
  totalCost: number;
};

const ratio = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/** Figures over a window of so many days; stock is averaged over the whole window. */
export function figuresOf(sums: PolicySums, windowDays: number): PolicyFigures {
  return {
    fillRate: ratio(sums.servedMoney, sums.demandMoney) ?? ratio(sums.servedUnits, sums.demandUnits),
    cycleService: ratio(sums.servedCycleCount, sums.cycleCount),
    averageStockUnits: sums.stockUnitDays / windowDays,
    averageStockMoney: sums.stockMoneyDays / windowDays,
    supplyDays: ratio(sums.stockMoneyDays, sums.servedMoney) ?? ratio(sums.stockUnitDays, sums.servedUnits),
    orderCount: sums.orderCount,
    missedUnits: sums.missedUnits,
    missedMoney: sums.missedMoney,
    holdingCost: sums.holdingCost,
    shortageCost: sums.shortageCost,
    orderingCost: sums.orderingCost,
    totalCost: sums.holdingCost + sums.shortageCost + sums.orderingCost,
  };
}
