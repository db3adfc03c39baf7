import type { LocalDate } from '@coplan/kernel';

export type Period = { startsOn: LocalDate; endsBefore: LocalDate };

/** A call-off as it stands; thousandths. */
export type StandingCallOff = Period & {
  lineNumber: string;
  time: string | null;
  orderedMilli: number;
  /** Cannot be taken back: shipped, or finished. */
  floorMilli: number;
  /** Cannot be made larger either: it is settled, or its rest was given up. */
  isLocked: boolean;
};

export type WantedCallOff = Period & { time: string | null; amountMilli: number };

export type CallOffPlan = {
  changed: { lineNumber: string; quantityMilli: number | null }[];
  added: WantedCallOff[];
};

type Entry = WantedCallOff & { standing: StandingCallOff | null; floorMilli: number };

const byTime = (left: WantedCallOff, right: WantedCallOff): number =>
  left.startsOn.localeCompare(right.startsOn) ||
  (left.time ?? '').localeCompare(right.time ?? '') ||
  left.endsBefore.localeCompare(right.endsBefore);

const isSamePeriod = (left: WantedCallOff | StandingCallOff, right: WantedCallOff): boolean =>
  left.startsOn === right.startsOn && left.endsBefore === right.endsBefore && left.time === right.time;

/** Takes what was shipped ahead of its day off what is wanted next, earliest first. */
function takeOff(entries: readonly Entry[], aheadMilli: number): Entry[] {
  let left = aheadMilli;
  return entries.map((entry) => {
    const taken = Math.min(left, entry.amountMilli - entry.floorMilli);
    left -= taken;
    return { ...entry, amountMilli: entry.amountMilli - taken };
  });
}

/**
 * What to change so that the call-offs of an item are those that a release wants: the same period keeps its line, what
 * is no longer wanted goes, what was shipped stays and counts for the next days. Undefined where more is shipped than
 * is wanted. What stands afterwards adds up to what is wanted.
 */
export function planCallOffs(
  standing: readonly StandingCallOff[],
  wanted: readonly WantedCallOff[],
): CallOffPlan | undefined {
  const rest = [...wanted];
  let aheadMilli = 0;
  const kept = standing.map((line): Entry => {
    const at = rest.findIndex((one) => isSamePeriod(line, one));
    const wantedMilli = at < 0 ? 0 : (rest[at]?.amountMilli ?? 0);
    const limitMilli = line.isLocked ? Math.min(wantedMilli, line.floorMilli) : wantedMilli;
    const beyond = wantedMilli - limitMilli;
    if (at >= 0) rest.splice(at, 1, ...(beyond > 0 ? [{ ...line, amountMilli: beyond }] : []));
    const amountMilli = Math.max(line.floorMilli, limitMilli);
    aheadMilli += amountMilli - limitMilli;
    return { ...line, amountMilli, standing: line };
  });
  const added = rest
    .filter(({ amountMilli }) => amountMilli > 0)
    .map(
      ({ startsOn, endsBefore, time, amountMilli }): Entry => ({
        ...{ startsOn, endsBefore, time, amountMilli },
        standing: null,
        floorMilli: 0,
      }),
    );
  const entries = [...kept, ...added].sort(byTime);
  const freeMilli = entries.reduce((sum, one) => sum + one.amountMilli - one.floorMilli, 0);
  if (freeMilli < aheadMilli) return undefined;
  const settled = takeOff(entries, aheadMilli);
  return {
    changed: settled.flatMap(({ standing: line, amountMilli }) =>
      line === null || line.isLocked || line.orderedMilli === amountMilli
        ? []
        : [{ lineNumber: line.lineNumber, quantityMilli: amountMilli === 0 ? null : amountMilli }],
    ),
    added: settled
      .filter(({ standing: line, amountMilli }) => line === null && amountMilli > 0)
      .map(({ startsOn, endsBefore, time, amountMilli }) => ({ startsOn, endsBefore, time, amountMilli })),
  };
}

/** What of a standing call-off a release does not speak about: the part of its period outside the release's horizon. */
export function leftOutside(
  standing: readonly StandingCallOff[],
  wanted: readonly WantedCallOff[],
  horizon: Period,
): WantedCallOff[] {
  return standing.flatMap((line) => {
    const isHead = line.startsOn < horizon.startsOn;
    const isTail = line.endsBefore > horizon.endsBefore;
    if (!isHead && !isTail) return [];
    const insideMilli = wanted
      .filter(({ startsOn }) => startsOn >= line.startsOn && startsOn < line.endsBefore)
      .reduce((sum, { amountMilli }) => sum + amountMilli, 0);
    const restMilli = line.orderedMilli - insideMilli;
    if (restMilli <= 0) return [];
    const { startsOn, endsBefore, time } = line;
    return isHead
      ? [{ startsOn, endsBefore, time, amountMilli: restMilli }]
      : [{ startsOn: horizon.endsBefore, endsBefore, time: null, amountMilli: restMilli }];
  });
}
