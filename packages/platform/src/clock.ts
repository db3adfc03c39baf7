import type { Clock } from '@coplan/kernel';

/** The machine's clock: the only place of the product that asks it, besides timers. */
export const systemClock: Clock = { now: () => new Date() };
