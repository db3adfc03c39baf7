import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { recomputeOnFacts } from './follow-facts.ts';
import { keepCyclesJob } from './keep-cycles.job.ts';

export { migrations } from './cycles.migrations.ts';
export { cyclesRouter } from './cycles.router.ts';
export { keepCycles, openCycle } from './open-cycle.ts';
export { recomputeCycle } from './recompute-cycle.ts';

export const jobs: readonly Job[] = [keepCyclesJob];
export const subscriptions: readonly Subscription[] = [...recomputeOnFacts];
export const restRoutes: readonly RestRoute[] = [];
