import { type Analogue, type DemandPanel, forecastNewItem } from '@coplan/forecasting';
import { lostSalesOrderUnits, type WeeklyOrderCosts, type WeeklyStock } from '@coplan/planning';

type SeriesForecast = { demand: { mean: number; variance: number }[]; levelVariation: number };

/** How alike the same product elsewhere is, compared with the series itself. */
const sameGroup = 1;
const itself = 0.5;

/** The same product in other places, as far as it sold, and the series itself, so that nobody is without one. */
const analoguesOf = ({ sales, groups }: DemandPanel, series: number): Analogue[] => [
  { sinceLaunch: sales[series] ?? new Float64Array(), similarity: itself },
  ...sales.flatMap((sinceLaunch, other) =>
    other !== series && groups[other] === groups[series] ? [{ sinceLaunch, similarity: sameGroup }] : [],
  ),
];

function forecast(panel: DemandPanel, series: number, weeksAhead: number): SeriesForecast {
  const own = panel.sales[series] ?? new Float64Array();
  const analogues = analoguesOf(panel, series);
  const { mean, spread } = forecastNewItem({ own, analogues, horizonPeriods: weeksAhead, levels: [] });
  const demand = Array.from(mean, (expected, week) => ({
    mean: expected,
    // Counts vary at least as much as a Poisson variable does.
    variance: Math.max(expected, (spread.sd[week] ?? 0) ** 2),
  }));
  const [first] = demand;
  const relative = first === undefined || first.mean === 0 ? 0 : (spread.sd[0] ?? 0) / first.mean;
  return { demand, levelVariation: spread.carry * relative ** 2 };
}

/**
 * Weekly orders where the history is too short for a model of all series (`weeksNeededFor`): each series is forecast
 * as a new item, from its own weeks and those of the same product in other places, and ordered at the newsvendor's
 * level shortage / (shortage + holding). Whole units, one per series, in their order.
 */
export function planShortHistory(input: {
  panel: DemandPanel;
  stock: readonly WeeklyStock[];
  leadWeeks: number;
  costs: WeeklyOrderCosts;
}): number[] {
  const { panel, stock, leadWeeks, costs } = input;
  const targetLevel = costs.shortageCost / (costs.shortageCost + costs.holdingCost);
  return stock.map((state, series) =>
    lostSalesOrderUnits({ ...state, ...forecast(panel, series, leadWeeks + 1), targetLevel }),
  );
}
