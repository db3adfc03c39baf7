import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './exceptions.migrations.ts';
export { exceptionsRouter } from './exceptions.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
