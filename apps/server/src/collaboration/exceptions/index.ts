import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import {
  evaluateAgreementJob,
  evaluateHourlyJob,
  evaluationSubscriptions,
} from './evaluate-agreement.job.ts';
import { followEventChanges } from './follow-event-changes.ts';
import { watchClocksJob } from './watch-clocks.job.ts';
import { writePending } from './write-pending.ts';

export { evaluateAgreement } from './evaluate-agreement.ts';
export { migrations } from './exceptions.migrations.ts';
export { exceptionsRouter } from './exceptions.router.ts';

export const jobs: readonly Job[] = [evaluateAgreementJob, evaluateHourlyJob, watchClocksJob];
export const subscriptions: readonly Subscription[] = [
  ...evaluationSubscriptions,
  followEventChanges,
  writePending,
];
export const restRoutes: readonly RestRoute[] = [];
