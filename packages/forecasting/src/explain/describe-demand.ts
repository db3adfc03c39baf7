/** What was recorded of a forecast, as far as sentences about it need it. */
export type DescribedForecast = {
  readonly demandClass: string;
  readonly periodDays: 1 | 7;
  readonly scores: readonly {
    readonly model: string;
    readonly weight: number;
    readonly mase: number | null;
  }[];
  /** Null for forecasts that recorded none. */
  readonly evidence: ForecastEvidence | null;
  /** Of a new item: how many items it follows, and how much its own past counts (0–1). */
  readonly analogues: {
    readonly count: number;
    readonly isNamed: boolean;
    readonly ownWeight: number;
  } | null;
  readonly horizonPeriods: number;
  /** Periods ahead in which agreed events, or a planner's own number, change the forecast. */
  readonly eventPeriods: number;
  readonly overridePeriods: number;
};

/** What a model choice rests on; plain data. */
export type ForecastEvidence = {
  readonly periodsObserved: number;
  readonly periodsUnobserved: number;
  /** Rolling origins at which the candidates were tested. */
  readonly windowCount: number;
  /** Observed periods per period with demand; null without demand. */
  readonly averageIntervalPeriods: number | null;
  /** How clearly the season shows, 0–1. */
  readonly seasonStrength: number;
};

const rhythm: Readonly<Record<string, string>> = {
  smooth: 'in similar amounts',
  erratic: 'in very different amounts',
  intermittent: 'in similar amounts when it does',
  lumpy: 'in very different amounts when it does',
};

const clearSeasonMin = 0.6;

export const isRare = ({ demandClass }: DescribedForecast): boolean =>
  demandClass === 'intermittent' || demandClass === 'lumpy';

export const period = ({ periodDays }: DescribedForecast): string => (periodDays === 7 ? 'week' : 'day');

/** "1 week", "26 weeks". */
export const periods = (forecast: DescribedForecast, count: number): string =>
  `${count} ${period(forecast)}${count === 1 ? '' : 's'}`;

const seasonWords = (forecast: DescribedForecast): string => {
  const strength = forecast.evidence?.seasonStrength;
  if (strength === undefined) return '';
  const season = forecast.periodDays === 7 ? 'yearly season' : 'pattern over the week';
  if (strength >= clearSeasonMin) return `, with a clear ${season}`;
  return strength > 0 ? `, with a slight ${season}` : `, without a ${season} that shows`;
};

/** The kind of demand (Syntetos, Boylan & Croston 2005), the season, and how much of the past is known. */
export const describeDemand = (forecast: DescribedForecast): string[] => {
  const { demandClass, evidence } = forecast;
  const amounts = rhythm[demandClass] ?? 'unevenly';
  const rare = isRare(forecast);
  const interval = evidence?.averageIntervalPeriods;
  const often =
    !rare || interval == null
      ? `It sells in ${rare ? 'few' : 'most'} ${period(forecast)}s`
      : `It sells about every ${interval.toFixed(1)} ${period(forecast)}s`;
  const kind = `${often}, ${amounts}${rare ? '' : seasonWords(forecast)}.`;
  if (evidence === null || evidence.periodsUnobserved === 0) return [kind];
  const without = `${periods(forecast, evidence.periodsUnobserved)} without stock or data`;
  return [
    kind,
    `${without} ${evidence.periodsUnobserved === 1 ? 'is' : 'are'} left out; ${periods(forecast, evidence.periodsObserved)} are known.`,
  ];
};
