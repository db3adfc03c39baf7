import { randomBytes } from 'node:crypto';
import { type Clock, uuidv7 } from '@coplan/kernel';
import { systemClock } from './clock.ts';

/** A maker of UUIDv7 ids that takes its time from `clock` and its randomness from the operating system. */
export const createIds =
  (clock: Clock) =>
  <Name = string>(): Name =>
    uuidv7({ nowMs: clock.now().getTime(), randomBytes: randomBytes(10) }) as Name;

/** A new UUIDv7; the caller names its brand: `newId<OrderId>()`. */
export const newId = createIds(systemClock);
