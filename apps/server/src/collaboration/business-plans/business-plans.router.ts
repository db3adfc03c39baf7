import { definePermissions, router } from '../../platform/index.ts';
import { changePlanEvent, changePlanEventInput } from './change-plan-event.ts';
import { createPlanEvent, createPlanEventInput } from './create-plan-event.ts';
import {
  agreePlanEvent,
  agreePlanEventInput,
  cancelPlanEvent,
  cancelPlanEventInput,
  proposePlanEvent,
  proposePlanEventInput,
  rejectPlanEvent,
  rejectPlanEventInput,
} from './decide-plan-event.ts';
import {
  evaluatePlanEvent,
  evaluatePlanEventInput,
  getEvaluation,
  getEvaluationInput,
} from './evaluate-plan-event.ts';
import { getBusinessPlan, getBusinessPlanInput } from './get-business-plan.ts';
import { getPlanEvent, getPlanEventInput } from './get-plan-event.ts';
import { listPlanEvents, listPlanEventsInput } from './list-plan-events.ts';
import { suggestLift, suggestLiftInput } from './suggest-lift.ts';
import { decideTargets, decideTargetsInput, saveTargets, saveTargetsInput } from './targets.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;
const { permitted } = definePermissions('businessPlans', {
  'businessPlans.read': planners,
  'businessPlans.write': planners,
});
const read = permitted('businessPlans.read');
const write = permitted('businessPlans.write');

export const businessPlansRouter = router({
  get: read.input(getBusinessPlanInput).query(({ ctx, input }) => getBusinessPlan(ctx, input)),
  saveTargets: write.input(saveTargetsInput).mutation(({ ctx, input }) => saveTargets(ctx, input)),
  decideTargets: write.input(decideTargetsInput).mutation(({ ctx, input }) => decideTargets(ctx, input)),
  events: router({
    list: read.input(listPlanEventsInput).query(({ ctx, input }) => listPlanEvents(ctx, input)),
    get: read.input(getPlanEventInput).query(({ ctx, input }) => getPlanEvent(ctx, input)),
    suggestLift: read.input(suggestLiftInput).query(({ ctx, input }) => suggestLift(ctx, input)),
    create: write.input(createPlanEventInput).mutation(({ ctx, input }) => createPlanEvent(ctx, input)),
    change: write.input(changePlanEventInput).mutation(({ ctx, input }) => changePlanEvent(ctx, input)),
    propose: write.input(proposePlanEventInput).mutation(({ ctx, input }) => proposePlanEvent(ctx, input)),
    agree: write.input(agreePlanEventInput).mutation(({ ctx, input }) => agreePlanEvent(ctx, input)),
    reject: write.input(rejectPlanEventInput).mutation(({ ctx, input }) => rejectPlanEvent(ctx, input)),
    cancel: write.input(cancelPlanEventInput).mutation(({ ctx, input }) => cancelPlanEvent(ctx, input)),
    evaluation: read.input(getEvaluationInput).query(({ ctx, input }) => getEvaluation(ctx, input)),
    evaluate: write.input(evaluatePlanEventInput).mutation(({ ctx, input }) => evaluatePlanEvent(ctx, input)),
  }),
});
