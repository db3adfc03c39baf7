import { definePermissions, router } from '../../platform/index.ts';
import { askPartner, askPartnerInput, replyToPartner, replyToPartnerInput } from './ask-partner.ts';
import {
  assignException,
  assignExceptionInput,
  claimException,
  exceptionCommandInput,
} from './claim-exception.ts';
import { evaluateInput, requestEvaluation } from './evaluate-agreement.ts';
import {
  evaluationInput,
  getEvaluationInput,
  listEvaluations,
  listEvaluationsInput,
  readEvaluationInput,
  verifyEvaluation,
} from './evaluations.ts';
import { getException, getExceptionInput } from './get-exception.ts';
import { listExceptions, listExceptionsInput } from './list-exceptions.ts';
import {
  acceptProposal,
  proposeResolution,
  proposeResolutionInput,
  rejectProposal,
  rejectProposalInput,
} from './propose-resolution.ts';
import {
  acceptAsIs,
  acceptAsIsInput,
  snoozeException,
  snoozeExceptionInput,
  wakeException,
} from './snooze-exception.ts';
import { suggestTolerances, suggestTolerancesInput } from './suggest-tolerances.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

const { permitted } = definePermissions('exceptions', {
  'exceptions.read': planners,
  'exceptions.write': planners,
});

export const exceptionsRouter = router({
  list: permitted('exceptions.read')
    .input(listExceptionsInput)
    .query(({ ctx, input }) => listExceptions(ctx, input)),
  get: permitted('exceptions.read')
    .input(getExceptionInput)
    .query(({ ctx, input }) => getException(ctx, input)),
  claim: permitted('exceptions.write')
    .input(exceptionCommandInput)
    .mutation(({ ctx, input }) => claimException(ctx, input)),
  assign: permitted('exceptions.write')
    .input(assignExceptionInput)
    .mutation(({ ctx, input }) => assignException(ctx, input)),
  ask: permitted('exceptions.write')
    .input(askPartnerInput)
    .mutation(({ ctx, input }) => askPartner(ctx, input)),
  reply: permitted('exceptions.write')
    .input(replyToPartnerInput)
    .mutation(({ ctx, input }) => replyToPartner(ctx, input)),
  propose: permitted('exceptions.write')
    .input(proposeResolutionInput)
    .mutation(({ ctx, input }) => proposeResolution(ctx, input)),
  acceptProposal: permitted('exceptions.write')
    .input(exceptionCommandInput)
    .mutation(({ ctx, input }) => acceptProposal(ctx, input)),
  rejectProposal: permitted('exceptions.write')
    .input(rejectProposalInput)
    .mutation(({ ctx, input }) => rejectProposal(ctx, input)),
  snooze: permitted('exceptions.write')
    .input(snoozeExceptionInput)
    .mutation(({ ctx, input }) => snoozeException(ctx, input)),
  wake: permitted('exceptions.write')
    .input(exceptionCommandInput)
    .mutation(({ ctx, input }) => wakeException(ctx, input)),
  acceptAsIs: permitted('exceptions.write')
    .input(acceptAsIsInput)
    .mutation(({ ctx, input }) => acceptAsIs(ctx, input)),
  evaluate: permitted('exceptions.write')
    .input(evaluateInput)
    .mutation(({ ctx, input }) => requestEvaluation(ctx, input)),
  verify: permitted('exceptions.read')
    .input(evaluationInput)
    .query(({ ctx, input }) => verifyEvaluation(ctx, input)),
  evaluations: router({
    list: permitted('exceptions.read')
      .input(listEvaluationsInput)
      .query(({ ctx, input }) => listEvaluations(ctx, input)),
    input: permitted('exceptions.read')
      .input(readEvaluationInput)
      .query(({ ctx, input }) => getEvaluationInput(ctx, input)),
  }),
  tolerances: router({
    suggest: permitted('exceptions.read')
      .input(suggestTolerancesInput)
      .query(({ ctx, input }) => suggestTolerances(ctx, input)),
  }),
});
