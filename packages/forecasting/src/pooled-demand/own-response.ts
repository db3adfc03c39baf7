import { solveTwoUnknowns } from '../two-unknowns.ts';
import type { Snapshot } from './demand-features.ts';
import { soldAhead } from './regression-means.ts';

/** How firmly a response holds to the common one, in weeks of evidence with a movement of e-fold. */
const ridge = 20;
/** Variance of a week over its mean, and how it grows with what a group sells: one shared week is one observation. */
const dispersion = 1.2;
const sharedDispersion = 0.05;
/** A mean is moved by a factor of e^1.5 at most. */
const moveMax = 1.5;
const roundsMax = 3;

/** Log of the level of the last five weeks over that of the last months, and of the last ones over the five. */
type Movements = { recent: Float64Array; latest: Float64Array };

const levelMargin = 0.02;

function movementsOf(snapshots: readonly Snapshot[], seriesCount: number): Movements {
  const recent = new Float64Array(snapshots.length * seriesCount);
  const latest = new Float64Array(snapshots.length * seriesCount);
  snapshots.forEach(({ levels }, index) => {
    for (let series = 0; series < seriesCount; series++) {
      const [, months, weeks, last] = levels.map((level) => Math.log((level[series] ?? 0) + levelMargin));
      recent[index * seriesCount + series] = (weeks ?? 0) - (months ?? 0);
      latest[index * seriesCount + series] = (last ?? 0) - (weeks ?? 0);
    }
  });
  return { recent, latest };
}

type Evidence = {
  movements: Movements;
  sold: readonly Float64Array[];
  means: readonly Float64Array[];
  snapshotCount: number;
  seriesCount: number;
};

type Response = { toRecent: number; toLatest: number };

const moveOf = (response: Response, movements: Movements, row: number): number => {
  const move =
    response.toRecent * (movements.recent[row] ?? 0) + response.toLatest * (movements.latest[row] ?? 0);
  return Math.min(moveMax, Math.max(-moveMax, move));
};

/** Weight of the members' known weeks so far ahead of a snapshot; 0 where none is known. */
function weightOf(
  sold: Float64Array,
  means: Float64Array,
  offset: number,
  members: readonly number[],
): number {
  let expected = 0;
  let isKnown = false;
  for (const series of members) {
    if (Number.isNaN(sold[offset + series] ?? Number.NaN)) continue;
    expected += means[offset + series] ?? 0;
    isKnown = true;
  }
  return isKnown ? 1 / (dispersion + sharedDispersion * expected) : 0;
}

/** Adds one Newton step of the penalised Poisson likelihood of the members' sales. */
function stepFrom(response: Response, evidence: Evidence, members: readonly number[]): Response {
  const { movements, sold, means, snapshotCount, seriesCount } = evidence;
  let errorFirst = -ridge * response.toRecent;
  let errorSecond = -ridge * response.toLatest;
  let firstFirst = ridge;
  let firstSecond = 0;
  let secondSecond = ridge;
  sold.forEach((counts, distance) => {
    const own = means[distance] ?? new Float64Array();
    for (let snapshot = 0; snapshot < snapshotCount; snapshot++) {
      const offset = snapshot * seriesCount;
      // Distances tell nearly the same of one snapshot, so they share its weight.
      const weight = weightOf(counts, own, offset, members) / sold.length;
      if (weight === 0) continue;
      for (const series of members) {
        const row = offset + series;
        const count = counts[row] ?? Number.NaN;
        if (Number.isNaN(count)) continue;
        const mean = (own[row] ?? 0) * Math.exp(moveOf(response, movements, row));
        const first = movements.recent[row] ?? 0;
        const second = movements.latest[row] ?? 0;
        errorFirst += weight * (count - mean) * first;
        errorSecond += weight * (count - mean) * second;
        firstFirst += weight * mean * first * first;
        firstSecond += weight * mean * first * second;
        secondSecond += weight * mean * second * second;
      }
    }
  });
  const limits = { secondLow: Number.NEGATIVE_INFINITY, secondHigh: Number.POSITIVE_INFINITY };
  const sums = { squares: 0, errorFirst, errorSecond, firstFirst, firstSecond, secondSecond, ...limits };
  const step = solveTwoUnknowns(sums);
  return { toRecent: response.toRecent + step.first, toLatest: response.toLatest + step.second };
}

function adaptMembers(evidence: Evidence, members: readonly number[]): void {
  let response: Response = { toRecent: 0, toLatest: 0 };
  for (let round = 0; round < roundsMax; round++) {
    const next = stepFrom(response, evidence, members);
    const change = Math.abs(next.toRecent - response.toRecent) + Math.abs(next.toLatest - response.toLatest);
    response = next;
    if (change < 1e-4) break;
  }
  for (const means of evidence.means) {
    for (let snapshot = 0; snapshot < evidence.snapshotCount; snapshot++) {
      for (const series of members) {
        const row = snapshot * evidence.seriesCount + series;
        means[row] = (means[row] ?? 0) * Math.exp(moveOf(response, evidence.movements, row));
      }
    }
  }
}

/**
 * Lets the means of all distances, in place, answer a rise or fall of the last weeks as strongly as each group, and then
 * each series of it, was seen to keep one: demand that comes in blocks of weeks is followed quickly, a lone peak of
 * what is else even is not. Two coefficients each on the logarithms of the short levels over the longer ones, by a
 * Poisson regression shrunk towards the response that all series have in common (a random slope; Gelman & Hill 2007,
 * Data Analysis Using Regression and Multilevel Models, ch. 13).
 */
export function adaptMeans(snapshots: readonly Snapshot[], means: readonly Float64Array[]): void {
  const [first] = snapshots;
  if (first === undefined) return;
  const seriesCount = first.panel.sales.length;
  const evidence = {
    movements: movementsOf(snapshots, seriesCount),
    sold: means.map((_, distance) => soldAhead(snapshots, distance + 1)),
    means,
    snapshotCount: snapshots.length,
    seriesCount,
  };
  const groups = new Map<number, number[]>();
  first.groupOf.forEach((group, series) => {
    groups.set(group, [...(groups.get(group) ?? []), series]);
  });
  for (const members of groups.values()) adaptMembers(evidence, members);
  for (let series = 0; series < seriesCount; series++) adaptMembers(evidence, [series]);
}
