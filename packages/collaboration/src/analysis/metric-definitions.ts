import type {
  CommitFact,
  ExclusionReason,
  ForecastFact,
  MetricFactKind,
  ShareFact,
  VersionFact,
} from './metric-facts.ts';

/** What one observation adds to numerator and denominator, or why it does not count. */
export type Terms = { numerator: number; denominator: number } | ExclusionReason;

export type MetricUnit = 'ratio' | 'units-milli' | 'signal';
export type MetricDirection = 'higher-is-better' | 'lower-is-better' | 'near-zero';

type DefinitionOf<Kind extends MetricFactKind, Fact> = {
  code: string;
  name: string;
  /** In words and signs, as it stands beside the number on the screen. */
  formula: string;
  /** Raised whenever the arithmetic changes; results of different versions are never compared. */
  definitionVersion: number;
  unit: MetricUnit;
  direction: MetricDirection;
  /** Fewer observations than this are NO_DATA. */
  observationsMin: number;
  factKind: Kind;
  terms(fact: Fact): Terms;
  /** From the sums to the value; a plain ratio of sums when absent. */
  finish?(sums: { numerator: number; denominator: number; n: number }): {
    value: number;
    denominator: number;
  };
};
export type MetricDefinition =
  | DefinitionOf<'forecast', ForecastFact>
  | DefinitionOf<'version', VersionFact>
  | DefinitionOf<'commit', CommitFact>
  | DefinitionOf<'share', ShareFact>;

/** Terms of a fact whose both sides are known. */
const ofPair =
  (terms: (actual: number, forecast: number) => Terms) =>
  ({ actualMilli, forecastMilli }: ForecastFact): Terms =>
    actualMilli === null
      ? 'NO_ACTUAL'
      : forecastMilli === null
        ? 'NO_FORECAST'
        : terms(actualMilli, forecastMilli);

const shareTerms = ({ hitCount, ofCount }: ShareFact): Terms => ({
  numerator: hitCount,
  denominator: ofCount,
});

const forecastDefaults = { definitionVersion: 1, factKind: 'forecast', observationsMin: 1 } as const;
const lowerRatio = { unit: 'ratio', direction: 'lower-is-better' } as const;
const higherRatio = { unit: 'ratio', direction: 'higher-is-better' } as const;

const absoluteError = ofPair((actual, forecast) => ({
  numerator: Math.abs(actual - forecast),
  denominator: Math.abs(actual),
}));

const forecastMetrics: readonly MetricDefinition[] = [
  {
    ...forecastDefaults,
    ...lowerRatio,
    code: 'wape',
    name: 'Weighted absolute percentage error',
    formula: 'Σ|actual − forecast at lag| / Σ actual',
    terms: absoluteError,
  },
  {
    ...forecastDefaults,
    ...higherRatio,
    code: 'forecast-accuracy',
    name: 'Forecast accuracy',
    formula: 'max(0, 1 − Σ|actual − forecast at lag| / Σ actual)',
    terms: absoluteError,
    finish: ({ numerator, denominator }) => ({
      value: Math.max(0, 1 - numerator / denominator),
      denominator,
    }),
  },
  {
    ...forecastDefaults,
    unit: 'ratio',
    direction: 'near-zero',
    code: 'forecast-bias',
    name: 'Forecast bias',
    formula: 'Σ(forecast at lag − actual) / Σ actual; above 0: too much was forecast',
    terms: ofPair((actual, forecast) => ({ numerator: forecast - actual, denominator: Math.abs(actual) })),
  },
  {
    ...forecastDefaults,
    unit: 'signal',
    direction: 'near-zero',
    code: 'tracking-signal',
    name: 'Tracking signal',
    formula:
      'Σ(actual − forecast at lag) / mean absolute error; above 0: too little was forecast, alarm beyond ±4',
    observationsMin: 6,
    terms: ofPair((actual, forecast) => ({
      numerator: actual - forecast,
      denominator: Math.abs(actual - forecast),
    })),
    finish: ({ numerator, denominator, n }) => ({
      value: denominator === 0 ? 0 : numerator / (denominator / n),
      denominator: denominator / n,
    }),
  },
  {
    ...forecastDefaults,
    ...lowerRatio,
    code: 'mape',
    name: 'Mean absolute percentage error',
    formula:
      'mean of |actual − forecast at lag| / actual over buckets with demand; not for intermittent items',
    terms: ofPair((actual, forecast) =>
      actual === 0
        ? 'ZERO_ACTUAL'
        : { numerator: Math.abs(actual - forecast) / Math.abs(actual), denominator: 1 },
    ),
  },
  {
    ...forecastDefaults,
    ...lowerRatio,
    code: 'smape',
    name: 'Symmetric mean absolute percentage error',
    formula: 'mean of 2·|actual − forecast at lag| / (|actual| + |forecast|), 0/0 counting 0',
    terms: ofPair((actual, forecast) => {
      const size = Math.abs(actual) + Math.abs(forecast);
      return { numerator: size === 0 ? 0 : (2 * Math.abs(actual - forecast)) / size, denominator: 1 };
    }),
  },
  {
    ...forecastDefaults,
    unit: 'units-milli',
    direction: 'lower-is-better',
    code: 'mae',
    name: 'Mean absolute error',
    formula: 'mean of |actual − forecast at lag|',
    terms: ofPair((actual, forecast) => ({ numerator: Math.abs(actual - forecast), denominator: 1 })),
  },
  {
    ...forecastDefaults,
    unit: 'units-milli',
    direction: 'lower-is-better',
    code: 'rmse',
    name: 'Root mean squared error',
    formula: '√ mean of (actual − forecast at lag)²',
    terms: ofPair((actual, forecast) => ({ numerator: (actual - forecast) ** 2, denominator: 1 })),
    finish: ({ numerator, denominator }) => ({ value: Math.sqrt(numerator / denominator), denominator }),
  },
  {
    ...forecastDefaults,
    unit: 'ratio',
    direction: 'lower-is-better',
    code: 'mase',
    name: 'Mean absolute scaled error',
    formula:
      'Σ|actual − forecast at lag| / Σ mean absolute error of the seasonal naive forecast; below 1: better than it',
    terms: (fact: ForecastFact) =>
      fact.scaleMilli === undefined || fact.scaleMilli === 0
        ? 'NO_SCALE'
        : ofPair((actual, forecast) => ({
            numerator: Math.abs(actual - forecast),
            denominator: fact.scaleMilli ?? 0,
          }))(fact),
  },
];

const collaborationMetrics: readonly MetricDefinition[] = [
  {
    definitionVersion: 1,
    factKind: 'version',
    observationsMin: 1,
    ...lowerRatio,
    code: 'forecast-volatility',
    name: 'Forecast volatility',
    formula: 'Σ|forecast − forecast of the version before| / Σ forecast, same buckets',
    terms: ({ previousMilli, currentMilli }) =>
      previousMilli === null || currentMilli === null
        ? 'NO_FORECAST'
        : { numerator: Math.abs(currentMilli - previousMilli), denominator: Math.abs(currentMilli) },
  },
  {
    definitionVersion: 1,
    factKind: 'commit',
    observationsMin: 1,
    ...higherRatio,
    code: 'commit-reliability',
    name: 'Commit reliability',
    formula: 'Σ min(received, committed) / Σ committed, buckets that are due',
    terms: ({ committedMilli, receivedMilli }) =>
      committedMilli === null
        ? 'NO_FORECAST'
        : receivedMilli === null
          ? 'NO_ACTUAL'
          : { numerator: Math.min(receivedMilli, committedMilli), denominator: committedMilli },
  },
];

const share = (code: string, name: string, formula: string): MetricDefinition => ({
  definitionVersion: 1,
  factKind: 'share',
  observationsMin: 1,
  ...higherRatio,
  code,
  name,
  formula,
  terms: shareTerms,
});

const shareMetrics: readonly MetricDefinition[] = [
  share('response-rate', 'Response rate', 'answers given in time / answers due'),
  share('in-stock', 'In stock', 'item-location days with stock / item-location days planned'),
  share(
    'otif',
    'On time in full',
    'order lines received in the window and within tolerance / order lines due',
  ),
  share('fill-rate', 'Fill rate', 'units received / units ordered, lines due'),
  share(
    'touchless-rate',
    'Agreed without a person',
    'cells agreed by the rule within tolerance / cells compared',
  ),
  share('data-completeness', 'Data completeness', 'values shared / values that the sharing rules promise'),
];

/** Every number that a scorecard may show, as data: code, name, formula, version, unit and what is better. */
export const metricDefinitions: readonly MetricDefinition[] = [
  ...forecastMetrics,
  ...collaborationMetrics,
  ...shareMetrics,
];

export const findMetricDefinition = (code: string): MetricDefinition | undefined =>
  metricDefinitions.find((definition) => definition.code === code);
