import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './agreements.migrations.ts';
export { agreementsRouter } from './agreements.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
