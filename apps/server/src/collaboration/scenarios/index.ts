import type { Job, RestRoute } from '../../platform/index.ts';

export type { OrderFigures, OrderImpact, StockFigures, StockImpact } from './compare-scenario.ts';
export { recordScenarioImpact } from './compare-scenario.ts';
export { subscriptions } from './follow-base.ts';
export type { PlanValues } from './load-scenario.ts';
export { findScenarioToCompute, type ScenarioToCompute } from './scenario-to-compute.ts';
export { migrations } from './scenarios.migrations.ts';
export { scenariosRouter } from './scenarios.router.ts';

export const jobs: readonly Job[] = [];
export const restRoutes: readonly RestRoute[] = [];
