import type { Job, RestRoute, Subscription } from '../platform/index.ts';
import * as agreements from './agreements/index.ts';
import * as analysis from './analysis/index.ts';
import * as answers from './answers/index.ts';
import * as businessPlans from './business-plans/index.ts';
import * as commits from './commits/index.ts';
import * as cycles from './cycles/index.ts';
import * as digests from './digests/index.ts';
import * as exceptions from './exceptions/index.ts';
import * as plans from './plans/index.ts';
import * as scenarios from './scenarios/index.ts';
import * as sharing from './sharing/index.ts';
import * as threads from './threads/index.ts';

export { agreementsRouter } from './agreements/index.ts';
export { analysisRouter, recordAllMetricResults } from './analysis/index.ts';
export { answersRouter } from './answers/index.ts';
export { businessPlansRouter } from './business-plans/index.ts';
export { migrations } from './collaboration.migrations.ts';
export {
  type AcceptedCommit,
  type AgreedSales,
  type AgreedSupply,
  agreedMark,
  agreedMarkTables,
  type CommitAlternative,
  type CommitPart,
  type CommitRow,
  cancelConsumption,
  carryOutlooks,
  commitsRouter,
  findAgreedSupply,
  findPlanningAgreements,
  findToldPlans,
  forgetOutlooks,
  getAgreement,
  getCommit,
  limitsWith,
  type OrderBuckets,
  type OrderedLine,
  type OrderForecastPlan,
  type OrderOutlook,
  orderBucketsOf,
  type PlanningAgreement,
  partsOf,
  publishOrderForecasts,
  readConsumption,
  recordConsumption,
  recordOutlooks,
  removeOldOutlooks,
} from './commits/index.ts';
export { cyclesRouter } from './cycles/index.ts';
export { digestsRouter } from './digests/index.ts';
export { exceptionsRouter } from './exceptions/index.ts';
export { plansRouter } from './plans/index.ts';
export {
  findScenarioToCompute,
  type OrderFigures,
  type PlanValues,
  recordScenarioImpact,
  type ScenarioToCompute,
  type StockFigures,
  scenariosRouter,
} from './scenarios/index.ts';
export {
  countSharedForecasts,
  listSharedForecast,
  listSharedForecastInput,
  noteReading,
  type SharedForecastRow,
  sharedForecastMigrations,
  sharingRouter,
} from './sharing/index.ts';
export { threadsRouter } from './threads/index.ts';

const parts = [
  agreements,
  analysis,
  answers,
  businessPlans,
  commits,
  cycles,
  digests,
  exceptions,
  plans,
  scenarios,
  sharing,
  threads,
];

export const jobs: readonly Job[] = parts.flatMap((part) => part.jobs);
export const subscriptions: readonly Subscription[] = parts.flatMap((part) => part.subscriptions);
export const restRoutes: readonly RestRoute[] = parts.flatMap((part) => part.restRoutes);
