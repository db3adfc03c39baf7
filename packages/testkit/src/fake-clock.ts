import type { Clock } from '@coplan/kernel';

export type FakeClock = Clock & {
  advanceMs(amountMs: number): void;
  set(instant: string): void;
};

/** A clock that stands still until it is moved. */
export function createFakeClock(instant = '2026-11-22T09:00:00Z'): FakeClock {
  let nowMs = Date.parse(instant);
  return {
    now: () => new Date(nowMs),
    advanceMs: (amountMs) => {
      nowMs += amountMs;
    },
    set: (next) => {
      nowMs = Date.parse(next);
    },
  };
}
