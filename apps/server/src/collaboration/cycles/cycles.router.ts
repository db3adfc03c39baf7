import { definePermissions, router } from '../../platform/index.ts';
import { closeCycle, getCycle, getCycleInput, readCycleBar } from './cycle-bar.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

const { permitted } = definePermissions('cycles', { 'cycles.read': planners, 'cycles.write': planners });

export const cyclesRouter = router({
  bar: permitted('cycles.read').query(({ ctx }) => readCycleBar(ctx)),
  get: permitted('cycles.read')
    .input(getCycleInput)
    .query(({ ctx, input }) => getCycle(ctx, input)),
  close: permitted('cycles.write')
    .input(getCycleInput)
    .mutation(({ ctx, input }) => closeCycle(ctx, input)),
});
