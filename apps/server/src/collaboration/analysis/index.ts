import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { countOnceActive } from './count-once-active.ts';
import { recordMetricResultsJob } from './record-metric-results.job.ts';

export { migrations } from './analysis.migrations.ts';
export { analysisRouter } from './analysis.router.ts';
export { recordAllMetricResults, recordMetricResults } from './record-metric-results.ts';

export const jobs: readonly Job[] = [recordMetricResultsJob];
export const subscriptions: readonly Subscription[] = [countOnceActive];
export const restRoutes: readonly RestRoute[] = [];
