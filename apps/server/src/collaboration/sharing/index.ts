import type { Job, RestRoute, Subscription } from '../../platform/index.ts';

export { readOpenRules, tellSharingChanges } from './open-rules.ts';
export { migrations } from './sharing.migrations.ts';
export { sharingRouter } from './sharing.router.ts';

export const jobs: readonly Job[] = [];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
