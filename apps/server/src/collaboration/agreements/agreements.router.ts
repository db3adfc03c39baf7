import { definePermissions, router } from '../../platform/index.ts';
import {
  counterAgreement,
  counterAgreementInput,
  reviseAgreement,
  reviseAgreementInput,
  saveDraft,
  saveDraftInput,
  startAgreement,
  startAgreementInput,
} from './draft-agreement.ts';
import {
  agreementReasonInput,
  declineAgreement,
  declineInput,
  resumeAgreement,
  resumeInput,
  suspendAgreement,
  terminateAgreement,
} from './end-agreement.ts';
import { diffVersions, diffVersionsInput, getAgreement, getAgreementInput } from './get-agreement.ts';
import { listAgreements } from './list-agreements.ts';
import { listPresets } from './list-presets.ts';
import {
  acceptAgreement,
  acceptAgreementInput,
  proposeAgreement,
  proposeAgreementInput,
} from './sign-agreement.ts';

const { permitted } = definePermissions('agreements', {
  'agreements.read': ['buyer', 'approver', 'admin', 'supplier-planner'],
  'agreements.write': ['buyer', 'approver', 'admin', 'supplier-planner'],
  'agreements.sign': ['approver', 'admin', 'supplier-planner'],
});

export const agreementsRouter = router({
  list: permitted('agreements.read').query(({ ctx }) => listAgreements(ctx)),
  get: permitted('agreements.read')
    .input(getAgreementInput)
    .query(({ ctx, input }) => getAgreement(ctx, input)),
  diff: permitted('agreements.read')
    .input(diffVersionsInput)
    .query(({ ctx, input }) => diffVersions(ctx, input)),
  presets: permitted('agreements.read').query(({ ctx }) => listPresets(ctx)),
  start: permitted('agreements.write')
    .input(startAgreementInput)
    .mutation(({ ctx, input }) => startAgreement(ctx, input)),
  revise: permitted('agreements.write')
    .input(reviseAgreementInput)
    .mutation(({ ctx, input }) => reviseAgreement(ctx, input)),
  saveDraft: permitted('agreements.write')
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx, input)),
  propose: permitted('agreements.write')
    .input(proposeAgreementInput)
    .mutation(({ ctx, input }) => proposeAgreement(ctx, input)),
  counter: permitted('agreements.write')
    .input(counterAgreementInput)
    .mutation(({ ctx, input }) => counterAgreement(ctx, input)),
  accept: permitted('agreements.sign')
    .input(acceptAgreementInput)
    .mutation(({ ctx, input }) => acceptAgreement(ctx, input)),
  reject: permitted('agreements.write')
    .input(declineInput)
    .mutation(({ ctx, input }) => declineAgreement(ctx, 'reject', input)),
  withdraw: permitted('agreements.write')
    .input(declineInput)
    .mutation(({ ctx, input }) => declineAgreement(ctx, 'withdraw', input)),
  suspend: permitted('agreements.sign')
    .input(agreementReasonInput)
    .mutation(({ ctx, input }) => suspendAgreement(ctx, input)),
  resume: permitted('agreements.sign')
    .input(resumeInput)
    .mutation(({ ctx, input }) => resumeAgreement(ctx, input)),
  terminate: permitted('agreements.sign')
    .input(agreementReasonInput)
    .mutation(({ ctx, input }) => terminateAgreement(ctx, input)),
});
