import { jobs as collaboration } from './collaboration/index.ts';
import { reconcileVersionJob, recordAccuracyJob, removeOldForecastsJob } from './forecasting/index.ts';
import { expireReservationsJob } from './fulfillment/index.ts';
import { closeCutOffImportsJob } from './inventory/index.ts';
import { endBlanketsJob } from './orders/index.ts';
import { keepScoresCurrentJob } from './performance/index.ts';
import type { Job } from './platform/index.ts';
import {
  carryOutBacktestJob,
  carryOutRunJob,
  expireProposalsJob,
  removeOldRunInputsJob,
  startDailyRunsJob,
} from './replenishment/index.ts';

/** Every job that the server can carry out, besides the platform's own. */
export const jobs: readonly Job[] = [
  closeCutOffImportsJob,
  reconcileVersionJob,
  recordAccuracyJob,
  removeOldForecastsJob,
  ...collaboration,
  startDailyRunsJob,
  carryOutRunJob,
  carryOutBacktestJob,
  expireProposalsJob,
  removeOldRunInputsJob,
  endBlanketsJob,
  expireReservationsJob,
  keepScoresCurrentJob,
];
