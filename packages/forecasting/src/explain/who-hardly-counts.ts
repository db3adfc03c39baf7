import { capitalised, carryingMin, isMeasured, listed, type Measured, range, type Score } from './words.ts';

const namedMax = 3;
/** A difference below one per cent is none. */
const worseMin = 1.01;

/**
 * Who was tried and hardly counts, or was dropped, because it erred more than the closest; nothing of models that
 * count little by their usual share alone.
 */
export const whoHardlyCounts = (scores: readonly Score[], nameOf: (model: string) => string): string[] => {
  const measured = scores.filter(isMeasured).toSorted((left, right) => left.mase - right.mase);
  const best = measured[0];
  if (best === undefined || best.mase === 0) return [];
  const worse = measured.filter(({ weight, mase }) => weight < carryingMin && mase > worseMin * best.mase);
  const sentence = (some: readonly Measured[], verdict: string): string[] => {
    if (some.length === 0) return [];
    const others = some.length - namedMax;
    const named = some.slice(0, namedMax).map(({ model }) => nameOf(model));
    const who = capitalised(listed(others > 0 ? [...named, `${others} more`] : named));
    const more = some.map(({ mase }) => mase / best.mase - 1);
    const erred = range(Math.min(...more), Math.max(...more));
    return [`${who} ${verdict}, having erred ${erred} more than ${nameOf(best.model)}.`];
  };
  const dropped = worse.filter(({ weight }) => weight === 0);
  const small = worse.filter(({ weight }) => weight > 0);
  return [
    ...sentence(dropped, dropped.length === 1 ? 'was dropped' : 'were dropped'),
    ...sentence(small, small.length === 1 ? 'counts little' : 'count little'),
  ];
};
