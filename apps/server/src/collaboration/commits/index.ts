import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './commits.migrations.ts';
export { commitsRouter } from './commits.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
