import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { sendDigestsJob } from './send-digests.job.ts';

export { migrations } from './digests.migrations.ts';
export { digestsRouter } from './digests.router.ts';

export const jobs: readonly Job[] = [sendDigestsJob];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
