import { type Job, type RestRoute, type Subscription, subscribe } from '../../platform/index.ts';
import { advancePlanEventsJob } from './advance-plan-events.job.ts';
import { followPlanEvents, followPlans } from './apply-event-layers.ts';
import { planEventChangedType } from './business-plans.events.ts';
import { tellForecastOfEvents } from './tell-forecast-of-events.ts';

export { migrations } from './business-plans.migrations.ts';
export { businessPlansRouter } from './business-plans.router.ts';
export { type AgreementInForce, loadAgreement } from './load-agreement.ts';
export { maySeeSales, readSales } from './read-sales.ts';

export const jobs: readonly Job[] = [advancePlanEventsJob];
export const subscriptions: readonly Subscription[] = [
  subscribe(planEventChangedType, followPlanEvents, { name: 'apply-event-layers' }),
  subscribe(planEventChangedType, tellForecastOfEvents, { name: 'tell-forecast-of-events' }),
  subscribe('collaboration.plan-changed', followPlans, { name: 'apply-event-layers' }),
];
export const restRoutes: readonly RestRoute[] = [];
