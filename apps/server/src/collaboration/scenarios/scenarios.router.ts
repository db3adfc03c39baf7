import { definePermissions, router } from '../../platform/index.ts';
import { compareScenario } from './compare-scenario.ts';
import { createScenario, createScenarioInput } from './create-scenario.ts';
import { getScenario, listScenarios, listScenariosInput, scenarioIdInput } from './list-scenarios.ts';
import { rebaseScenario, rebaseScenarioInput } from './rebase-scenario.ts';
import {
  abandonScenario,
  rejectScenario,
  rejectScenarioInput,
  requestReview,
  scenarioVersionInput,
  signScenario,
  signScenarioInput,
} from './review-scenario.ts';

const { permitted } = definePermissions('scenarios', {
  'scenarios.read': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'scenarios.write': ['buyer', 'approver', 'supplier-planner', 'admin'],
});

/** Branches of the joint plan that both sides edit; their cells are edited by `plans.edit` on the scenario's plan. */
export const scenariosRouter = router({
  list: permitted('scenarios.read')
    .input(listScenariosInput)
    .query(({ ctx, input }) => listScenarios(ctx, input)),
  get: permitted('scenarios.read')
    .input(scenarioIdInput)
    .query(({ ctx, input }) => getScenario(ctx, input)),
  compare: permitted('scenarios.read')
    .input(scenarioIdInput)
    .query(({ ctx, input }) => compareScenario(ctx, input)),
  create: permitted('scenarios.write')
    .input(createScenarioInput)
    .mutation(({ ctx, input }) => createScenario(ctx, input)),
  requestReview: permitted('scenarios.write')
    .input(scenarioVersionInput)
    .mutation(({ ctx, input }) => requestReview(ctx, input)),
  sign: permitted('scenarios.write')
    .input(signScenarioInput)
    .mutation(({ ctx, input }) => signScenario(ctx, input)),
  reject: permitted('scenarios.write')
    .input(rejectScenarioInput)
    .mutation(({ ctx, input }) => rejectScenario(ctx, input)),
  rebase: permitted('scenarios.write')
    .input(rebaseScenarioInput)
    .mutation(({ ctx, input }) => rebaseScenario(ctx, input)),
  abandon: permitted('scenarios.write')
    .input(scenarioVersionInput)
    .mutation(({ ctx, input }) => abandonScenario(ctx, input)),
});
