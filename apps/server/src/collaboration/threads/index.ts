import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './threads.migrations.ts';
export { threadsRouter } from './threads.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
