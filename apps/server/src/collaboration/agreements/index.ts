import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import {
  compileAfterItems,
  compileAfterTerms,
  keepAgreementsCurrentJob,
} from './keep-agreements-current.job.ts';
import { recordBaselineOnceActive } from './record-baseline.ts';

export { migrations } from './agreements.migrations.ts';
export { agreementsRouter } from './agreements.router.ts';

export const jobs: readonly Job[] = [keepAgreementsCurrentJob];
export const subscriptions: readonly Subscription[] = [
  compileAfterItems,
  compileAfterTerms,
  recordBaselineOnceActive,
];
export const restRoutes: readonly RestRoute[] = [];
