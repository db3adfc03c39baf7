import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './cycles.migrations.ts';
export { cyclesRouter } from './cycles.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
