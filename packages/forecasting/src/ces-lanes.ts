import { solveTwoUnknowns } from './two-unknowns.ts';

/** Two numbers tell how complex smoothing weighs the past: the parts of its complex weight. */
export type CesLanes = { readonly real: Float64Array; readonly imaginary: Float64Array };

export const cesLaneCount = 4;

export const createCesLanes = (): CesLanes => ({
  real: new Float64Array(cesLaneCount),
  imaginary: new Float64Array(cesLaneCount),
});

/** Influence of the initial states below which a period is taken to know nothing of them. */
const negligible = 1e-8;

/** Of each lane: the transition that past errors take, by its trace and determinant, and what the newest two demands add. */
const traces = new Float64Array(cesLaneCount);
const determinants = new Float64Array(cesLaneCount);
const newest = new Float64Array(cesLaneCount);
const secondNewest = new Float64Array(cesLaneCount);

/** Sums of a lane over the periods that still know of the initial states, and over all. */
const squares = new Float64Array(cesLaneCount);
const errorPulse = new Float64Array(cesLaneCount);
const errorEcho = new Float64Array(cesLaneCount);
/** Pulse and echo as they are after those periods. */
const lastPulse = new Float64Array(cesLaneCount);
const lastEcho = new Float64Array(cesLaneCount);

/** Prepares a lane and answers how many periods its initial states are felt. */
const prepareLane = ({ real, imaginary }: CesLanes, lane: number): number => {
  const keep = 1 - real[lane]!;
  const drain = 1 - imaginary[lane]!;
  const levelGain = real[lane]! - imaginary[lane]!;
  const gain = real[lane]! + imaginary[lane]!;
  const trace = 1 - levelGain + keep;
  const determinant = (1 - levelGain) * keep + drain * (1 - gain);
  traces[lane] = trace;
  determinants[lane] = determinant;
  newest[lane] = levelGain;
  secondNewest[lane] = -drain * gain - keep * levelGain;
  const inside = trace * trace - 4 * determinant;
  const radius = inside < 0 ? Math.sqrt(determinant) : (Math.abs(trace) + Math.sqrt(inside)) / 2;
  return radius >= 1 ? Number.POSITIVE_INFINITY : Math.max(2, Math.log(negligible) / Math.log(radius));
};

/**
 * The least squared error of four complex weights over a history without gaps, into `losses`.
 * The errors are linear in the two initial states (see `solveTwoUnknowns`): these reach the level of period t as
 * pulse and echo, two sequences that follow from the weights alone, so that their squares are summed in closed form.
 * Every weight must be one whose errors die out.
 */
export const passFourCes = (history: Float64Array, lanes: CesLanes, losses: Float64Array): void => {
  for (let lane = 0; lane < cesLaneCount; lane += 2) {
    const felt = Math.max(prepareLane(lanes, lane), prepareLane(lanes, lane + 1));
    passPair(history, Math.min(history.length, Math.ceil(felt)), lane);
    losses[lane] = lossOf(lanes, lane);
    losses[lane + 1] = lossOf(lanes, lane + 1);
  }
};

/** Two lanes side by side, as many as fit into a processor's registers. */
const passPair = (history: Float64Array, felt: number, lane: number): void => {
  const trace0 = traces[lane]!;
  const trace1 = traces[lane + 1]!;
  const determinant0 = determinants[lane]!;
  const determinant1 = determinants[lane + 1]!;
  const newest0 = newest[lane]!;
  const newest1 = newest[lane + 1]!;
  const second0 = secondNewest[lane]!;
  const second1 = secondNewest[lane + 1]!;
  let level0 = 0.0;
  let level1 = 0.0;
  let rest0 = 0.0;
  let rest1 = 0.0;
  let pulse0 = 0.0;
  let pulse1 = 0.0;
  let echo0 = 1.0;
  let echo1 = 1.0;
  let squares0 = 0.0;
  let squares1 = 0.0;
  let errorPulse0 = 0.0;
  let errorPulse1 = 0.0;
  let errorEcho0 = 0.0;
  let errorEcho1 = 0.0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    const error0 = demand - level0;
    const error1 = demand - level1;
    squares0 += error0 * error0;
    squares1 += error1 * error1;
    const before0 = level0;
    const before1 = level1;
    level0 = trace0 * before0 + (newest0 * demand + rest0);
    level1 = trace1 * before1 + (newest1 * demand + rest1);
    rest0 = second0 * demand - determinant0 * before0;
    rest1 = second1 * demand - determinant1 * before1;
    if (t >= felt) continue;
    errorPulse0 += error0 * pulse0;
    errorPulse1 += error1 * pulse1;
    errorEcho0 += error0 * echo0;
    errorEcho1 += error1 * echo1;
    const turned0 = -determinant0 * pulse0;
    const turned1 = -determinant1 * pulse1;
    pulse0 = trace0 * pulse0 + echo0;
    pulse1 = trace1 * pulse1 + echo1;
    echo0 = turned0;
    echo1 = turned1;
  }
  squares[lane] = squares0;
  squares[lane + 1] = squares1;
  errorPulse[lane] = errorPulse0;
  errorPulse[lane + 1] = errorPulse1;
  errorEcho[lane] = errorEcho0;
  errorEcho[lane + 1] = errorEcho1;
  lastPulse[lane] = pulse0;
  lastPulse[lane + 1] = pulse1;
  lastEcho[lane] = echo0;
  lastEcho[lane + 1] = echo1;
};

/**
 * Both sequences repeat themselves linearly (pulse′ = trace·pulse + echo, echo′ = −determinant·pulse), so that the
 * sums of their squares and products follow from where they begin, (0, 1), and end.
 */
const lossOf = ({ real, imaginary }: CesLanes, lane: number): number => {
  const trace = traces[lane]!;
  const determinant = determinants[lane]!;
  const pulse = lastPulse[lane]!;
  const echo = lastEcho[lane]!;
  const turn = 1 + determinant;
  const left = 1 - pulse * pulse - echo * echo - (2 * trace * pulse * echo) / turn;
  const pulseSquares = (left * turn) / ((1 - determinant) * (turn * turn - trace * trace));
  const product = -(determinant * trace * pulseSquares + pulse * echo) / turn;
  const echoSquares = determinant * determinant * pulseSquares + 1 - echo * echo;
  const own = 1 - (real[lane]! - imaginary[lane]!);
  const other = imaginary[lane]! - 1;
  return solveTwoUnknowns({
    squares: squares[lane]!,
    errorFirst: own * errorPulse[lane]! + errorEcho[lane]!,
    errorSecond: other * errorPulse[lane]!,
    firstFirst: own * own * pulseSquares + 2 * own * product + echoSquares,
    firstSecond: other * (own * pulseSquares + product),
    secondSecond: other * other * pulseSquares,
    secondLow: Number.NEGATIVE_INFINITY,
    secondHigh: Number.POSITIVE_INFINITY,
  }).squaredError;
};
