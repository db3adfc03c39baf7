/** The three parts of an exponential smoothing model, as in ETS(error, trend, season). */
export type EtsForm = {
  readonly error: 'additive' | 'multiplicative';
  readonly trend: 'none' | 'additive' | 'damped';
  readonly season: 'none' | 'additive' | 'multiplicative';
};

export type EtsWeights = {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
};

export type EtsStart = { readonly level: number; readonly trend: number; readonly season: Float64Array };

/** What a pass leaves behind; overwritten by the next one. */
export const passResult = {
  level: 0,
  trend: 0,
  /** The season's values, slot 0 for the first period of the history. */
  season: new Float64Array(0),
  squares: 0,
  relativeSquares: 0,
  /** Sum of the logarithms of the expected values, which the likelihood of relative errors needs. */
  logs: 0,
};

const productMax = 1e200;
const productMin = 1e-200;

/**
 * One pass of the recursions over the history; a gap (NaN) moves the trend only. Additive and relative errors
 * have the same recursions as long as level and season add up, so one pass gives both likelihoods.
 * The relative one costs a division per period and is left out where `purpose` asks for squares only.
 * `residuals`, where given, receives actual minus expected.
 */
export const passEts = (
  history: Float64Array,
  season: EtsForm['season'],
  { alpha, beta, gamma, phi }: EtsWeights,
  start: EtsStart,
  purpose: 'squares' | 'likelihood' = 'squares',
  residuals?: Float64Array,
): void => {
  const periods = start.season.length;
  if (passResult.season.length !== periods) passResult.season = new Float64Array(periods);
  const states = passResult.season;
  for (let slot = 0; slot < periods; slot++) states[slot] = start.season[slot]!;
  const isRelative = season === 'multiplicative';
  const isLikelihood = isRelative || purpose === 'likelihood';
  let { level, trend } = start;
  let squares = 0;
  let relativeSquares = 0;
  let logs = 0;
  let product = 1;
  for (let t = 0, slot = 0; t < history.length; t++, slot = slot + 1 === periods ? 0 : slot + 1) {
    trend *= phi;
    level += trend;
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    const state = states[slot]!;
    const expected = isRelative ? level * state : level + state;
    const error = demand - expected;
    squares += error * error;
    let ratio = 0;
    if (isLikelihood) {
      ratio = error / expected;
      relativeSquares += ratio * ratio;
      product *= Math.abs(expected);
      if (product > productMax || product < productMin) {
        logs += Math.log(product);
        product = 1;
      }
    }
    if (residuals !== undefined) residuals[t] = error;
    const move = isRelative ? level * ratio : error;
    level += alpha * move;
    trend += beta * move;
    states[slot] = isRelative ? state * (1 + gamma * ratio) : state + gamma * error;
  }
  passResult.level = level;
  passResult.trend = trend;
  passResult.squares = squares;
  passResult.relativeSquares = relativeSquares;
  passResult.logs = logs + Math.log(product);
};
