import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './scenarios.migrations.ts';
export { scenariosRouter } from './scenarios.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
