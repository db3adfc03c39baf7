import { assert } from '@coplan/kernel';

export type ShareNeed = {
  id: string;
  /** What is asked for, in thousandths, none below zero. */
  needMilli: number;
  /** The pack in which it is delivered; default one thousandth. */
  packMilli?: number;
  /** What is there or on its way, and demand a day; needed for equal days of supply. */
  positionMilli?: number;
  dailyDemandMilli?: number;
};

export type FairShare = {
  /** In the order of the needs; whole packs, at most the need up to a full pack, none below zero. */
  shares: { id: string; shareMilli: number }[];
  /** What is left because no pack of an unmet need is as small. */
  leftMilli: number;
};

export type ShareRule = 'equal-fraction' | 'equal-days';

/** The same fraction of every need; all of it where there is enough. */
function byFraction(availableMilli: number, needs: readonly ShareNeed[]): number[] {
  const totalMilli = needs.reduce((sum, { needMilli }) => sum + needMilli, 0);
  const fraction = totalMilli > availableMilli ? availableMilli / totalMilli : 1;
  return needs.map(({ needMilli }) => needMilli * fraction);
}

/**
 * Filled up to the same days of supply, those with least first, at most to the need, by bisection over the days. Needs
 * without demand get what is left then.
 */
function byDays(availableMilli: number, needs: readonly ShareNeed[]): number[] {
  const sharesAt = (days: number): number[] =>
    needs.map(({ needMilli, positionMilli = 0, dailyDemandMilli = 0 }) =>
      dailyDemandMilli > 0 ? Math.min(needMilli, Math.max(0, days * dailyDemandMilli - positionMilli)) : 0,
    );
  const totalAt = (days: number): number => sharesAt(days).reduce((sum, share) => sum + share, 0);
  let [low, high] = [0, 1];
  for (const { needMilli, positionMilli = 0, dailyDemandMilli = 0 } of needs) {
    if (dailyDemandMilli <= 0) continue;
    low = Math.min(low, positionMilli / dailyDemandMilli);
    high = Math.max(high, (positionMilli + needMilli) / dailyDemandMilli);
  }
  const leftMilli = availableMilli - totalAt(high);
  if (leftMilli >= 0) {
    const idle = needs.map((need) => ((need.dailyDemandMilli ?? 0) > 0 ? { ...need, needMilli: 0 } : need));
    const idleShares = byFraction(leftMilli, idle);
    return sharesAt(high).map((share, index) => share + (idleShares[index] ?? 0));
  }
  for (let step = 0; step < 100 && high - low > 1e-12 * (1 + Math.abs(high)); step++) {
    const middle = (low + high) / 2;
    if (totalAt(middle) > availableMilli) high = middle;
    else low = middle;
  }
  return sharesAt(low);
}

/** Whole packs by largest remainder: first what each surely gets, then packs to those who lack the largest part of one. */
function toPacks(availableMilli: number, needs: readonly ShareNeed[], wanted: readonly number[]): FairShare {
  let leftMilli = availableMilli;
  const parts = needs.map(({ id, needMilli, packMilli = 1 }, index) => {
    const wantedMilli = wanted[index] ?? 0;
    const packs = Math.floor(wantedMilli / packMilli + 1e-9);
    const packsMax = Math.ceil(needMilli / packMilli);
    leftMilli -= packs * packMilli;
    return { id, index, packMilli, packs, packsMax, remainder: wantedMilli / packMilli - packs };
  });
  const byRemainder = [...parts].sort(
    (left, right) => right.remainder - left.remainder || left.index - right.index,
  );
  for (let isGiven = true; isGiven; ) {
    isGiven = false;
    for (const part of byRemainder) {
      if (part.packs >= part.packsMax || part.packMilli > leftMilli) continue;
      part.packs += 1;
      leftMilli -= part.packMilli;
      isGiven = true;
    }
  }
  return {
    shares: parts.map(({ id, packs, packMilli }) => ({ id, shareMilli: packs * packMilli })),
    leftMilli,
  };
}

/**
 * Divides what a distribution centre has among those who ask for it: by the same fraction of each need, or so that all
 * have the same days of supply (Silver, Pyke & Thomas, section 11.5: fair shares). Conserves the total: shares and what
 * is left add up to what was there; nothing is left that would fill a pack of an unmet need.
 */
export function fairShare(input: {
  availableMilli: number;
  needs: readonly ShareNeed[];
  rule: ShareRule;
}): FairShare {
  const { needs, rule } = input;
  const availableMilli = Math.max(0, input.availableMilli);
  assert(Number.isSafeInteger(availableMilli), 'what is available is whole thousandths');
  for (const { id, needMilli, packMilli = 1 } of needs) {
    assert(
      needMilli >= 0 && Number.isSafeInteger(needMilli),
      `the need of ${id} is whole thousandths, not negative`,
    );
    assert(
      packMilli > 0 && Number.isSafeInteger(packMilli),
      `the pack of ${id} is whole thousandths above zero`,
    );
  }
  const wanted = rule === 'equal-days' ? byDays(availableMilli, needs) : byFraction(availableMilli, needs);
  return toPacks(availableMilli, needs, wanted);
}
