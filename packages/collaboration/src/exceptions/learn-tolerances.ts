import { assert } from '@coplan/kernel';
import type { Criterion } from '../agreement-content.ts';
import { type VolumeClass, volumeClasses } from '../vocabulary.ts';

/** One difference as it was in some week of the past, whether it was raised or not. */
export type ToleranceObservation = {
  category: string;
  volumeClass: VolumeClass;
  /** Which week; alerts are counted per week. */
  weekIndex: number;
  ratio: number;
  unitsMilli: number;
  moneyMinor: number;
};

export type LearntClass = {
  category: string;
  volumeClass: VolumeClass;
  observationCount: number;
  ratioBefore: number;
  ratioAfter: number;
  firedBefore: number;
  firedAfter: number;
};

export type LearntTolerances = {
  /** What to sign instead of the criterion; the criterion itself when there was too little to learn from. */
  criteria: Criterion[];
  classes: LearntClass[];
  weekCount: number;
  firedPerWeekBefore: number;
  firedPerWeekAfter: number;
  /** Money of what would still have been raised, as a share of all money outside before. */
  moneyShareKept: number;
  capacityPerWeek: number;
  reason: string;
};

const observationsMin = 30;
const criteriaMax = 12;
const ratioStep = 0.01;
const codeLengthMax = 40;

type Class = {
  category: string;
  volumeClass: VolumeClass;
  seen: ToleranceObservation[];
  ratios: Float64Array;
};

function classesOf(history: readonly ToleranceObservation[], byCategory: boolean): Class[] {
  const groups = new Map<string, ToleranceObservation[]>();
  for (const seen of history) {
    const key = `${byCategory ? seen.category : ''}\n${volumeClasses.indexOf(seen.volumeClass)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [seen]);
    else group.push(seen);
  }
  return [...groups.keys()].sort().map((key) => {
    const seen = groups.get(key) as ToleranceObservation[];
    const [category = '', place = '0'] = key.split('\n');
    const ratios = Float64Array.from(seen, ({ ratio }) => Math.min(ratio, 100)).sort();
    return { category, volumeClass: volumeClasses[Number(place)] ?? 'slow', seen, ratios };
  });
}

/** The ratio that a share `tail` of the class's errors passes, rounded up to whole percent so that it can be signed. */
function quantileAt({ ratios }: Class, tail: number): number {
  const place = Math.min(ratios.length - 1, Math.max(0, Math.ceil((1 - tail) * ratios.length) - 1));
  return Math.min(100, Math.ceil((ratios[place] as number) / ratioStep - 1e-9) * ratioStep);
}

const passes = (seen: ToleranceObservation, ratio: number, { thresholds }: Criterion): boolean =>
  seen.ratio > ratio &&
  (thresholds.unitsMilli === undefined || seen.unitsMilli > thresholds.unitsMilli) &&
  (thresholds.moneyMinor === undefined || seen.moneyMinor > thresholds.moneyMinor);

const firedOf = ({ seen }: Class, ratio: number, criterion: Criterion): ToleranceObservation[] =>
  seen.filter((one) => passes(one, ratio, criterion));

const twoDigits = (ratio: number): number => Math.round(ratio * 100) / 100;

/** The widest tail whose alerts still fit; alerts only grow with the tail, so halving the interval finds it. */
function widestTail(classes: readonly Class[], criterion: Criterion, alertsMax: number): number {
  const alertsAt = (tail: number): number =>
    classes.reduce((sum, each) => sum + firedOf(each, quantileAt(each, tail), criterion).length, 0);
  let fits = 0;
  let isTooWide = 1;
  if (alertsAt(1) <= alertsMax) return 1;
  for (let step = 0; step < 30; step++) {
    const middle = (fits + isTooWide) / 2;
    if (alertsAt(middle) <= alertsMax) fits = middle;
    else isTooWide = middle;
  }
  return fits;
}

const codeOf = (criterion: Criterion, place: number): string => {
  const suffix = `-${place + 1}`;
  return `${criterion.code.slice(0, codeLengthMax - suffix.length)}${suffix}`;
};

const money = (observations: readonly ToleranceObservation[]): number =>
  observations.reduce((sum, { moneyMinor }) => sum + moneyMinor, 0);

const nameOf = (criterion: Criterion, { category, volumeClass }: Class): string =>
  `${criterion.name} (${category === '' ? '' : `${category}, `}${volumeClass})`.slice(0, 80);

/**
 * Tolerances from what really differed: for each category and volume class the error quantile beyond which alerts are
 * raised, the same tail for all classes, chosen so that the alerts of an average week fit the planner who has less time.
 * Units and money of the criterion stay as they are. The result is a proposal: it counts once both have signed it.
 */
export function learnTolerances(about: {
  criterion: Criterion;
  errorHistory: readonly ToleranceObservation[];
  /** Exceptions that each side's planners can look at in a week; both get every alert, so the smaller one binds. */
  capacityPerWeek: { buyer: number; seller: number };
}): LearntTolerances {
  const { criterion, errorHistory } = about;
  const capacityPerWeek = Math.min(about.capacityPerWeek.buyer, about.capacityPerWeek.seller);
  assert(capacityPerWeek > 0, 'tolerances are learnt for a capacity above zero');
  const weekCount = new Set(errorHistory.map(({ weekIndex }) => weekIndex)).size;
  const before = criterion.thresholds.ratio ?? 0;
  const fired = errorHistory.filter((seen) => passes(seen, before, criterion));
  const unchanged = {
    criteria: [criterion],
    classes: [],
    weekCount,
    firedPerWeekBefore: weekCount === 0 ? 0 : fired.length / weekCount,
    firedPerWeekAfter: weekCount === 0 ? 0 : fired.length / weekCount,
    moneyShareKept: 1,
    capacityPerWeek,
  };
  if (errorHistory.length < observationsMin) {
    const reason = `Only ${errorHistory.length} differences are known; ${observationsMin} are needed to learn from.`;
    return { ...unchanged, reason };
  }
  const byCategory = classesOf(errorHistory, true);
  const classes = byCategory.length <= criteriaMax ? byCategory : classesOf(errorHistory, false);
  const tail = widestTail(classes, criterion, capacityPerWeek * weekCount);
  const learnt = classes.map((each) => ({ each, ratio: twoDigits(quantileAt(each, tail)) }));
  const kept = learnt.flatMap(({ each, ratio }) => firedOf(each, ratio, criterion));
  return {
    ...unchanged,
    criteria: learnt.map(({ each, ratio }, place) => ({
      ...criterion,
      code: codeOf(criterion, place),
      name: nameOf(criterion, each),
      thresholds: { ...criterion.thresholds, ratio },
      categories: each.category === '' ? criterion.categories : [each.category],
      volumeClasses: [each.volumeClass],
    })),
    classes: learnt.map(({ each, ratio }) => ({
      category: each.category,
      volumeClass: each.volumeClass,
      observationCount: each.seen.length,
      ratioBefore: before,
      ratioAfter: ratio,
      firedBefore: firedOf(each, before, criterion).length,
      firedAfter: firedOf(each, ratio, criterion).length,
    })),
    firedPerWeekAfter: kept.length / weekCount,
    moneyShareKept: fired.length === 0 ? 1 : Math.min(1, money(kept) / Math.max(1, money(fired))),
    reason: `${errorHistory.length} differences of ${weekCount} weeks; ${capacityPerWeek} exceptions a week fit the side with less time.`,
  };
}
