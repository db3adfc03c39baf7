import { defineJob } from '../../platform/index.ts';
import { recordAllMetricResults } from './record-metric-results.ts';

/** Every night, so that late facts reach provisional numbers; the bucket's own number is there the night after it ends. */
export const recordMetricResultsJob = defineJob({
  name: 'collaboration.record-metric-results',
  schedule: '37 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 600_000,
  run: (context) => recordAllMetricResults(context),
});
