import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './digests.migrations.ts';
export { digestsRouter } from './digests.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
