import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './plans.migrations.ts';
export { plansRouter } from './plans.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
