import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './business-plans.migrations.ts';
export { businessPlansRouter } from './business-plans.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
