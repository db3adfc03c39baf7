/** What a forecast depends on beside the history; kept with the version so that it can be computed again. */
export type ForecastParameters = {
  /** Quantile levels that are stored for each period, ascending. */
  levels: number[];
  horizonPeriods: { daily: number; weekly: number };
  seasonPeriods: { daily: number; weekly: number };
  /** Oldest periods beyond this are not looked at. */
  historyPeriodsMax: { daily: number; weekly: number };
};

export const defaultForecastParameters: ForecastParameters = {
  levels: [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98],
  horizonPeriods: { daily: 98, weekly: 26 },
  seasonPeriods: { daily: 7, weekly: 52 },
  historyPeriodsMax: { daily: 730, weekly: 208 },
};
