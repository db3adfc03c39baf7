import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './analysis.migrations.ts';
export { analysisRouter } from './analysis.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
