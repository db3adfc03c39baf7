import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { migrations } from './answers.migrations.ts';
export { answersRouter } from './answers.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
