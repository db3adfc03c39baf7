import { defineJob } from '../../platform/index.ts';
import { keepCycles } from './open-cycle.ts';

/**
 * Opens the cycle of a new week on every agreement's own clock, closes the one before, and marks what is late. Safe to
 * repeat: a week has one cycle, and a step stands where the facts say.
 */
export const keepCyclesJob = defineJob({
  name: 'collaboration.keep-cycles',
  schedule: '*/10 * * * *',
  timeZone: 'UTC',
  timeoutMs: 120_000,
  run: keepCycles,
});
