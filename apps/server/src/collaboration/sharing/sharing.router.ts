import { definePermissions, router } from '../../platform/index.ts';
import { closeRule, closeRuleInput, reopenRule, reopenRuleInput } from './close-rule.ts';
import { listReads, listReadsInput } from './list-reads.ts';
import { listOwnSeries, listOwnSeriesInput } from './own-series.ts';
import { saveOwnSeries, saveOwnSeriesInput } from './save-own-series.ts';
import { getSharingMatrix, sharingMatrixInput } from './sharing-matrix.ts';
import {
  listVisibleTo,
  readPartnersData,
  sharedDataInput,
  viewAs,
  viewAsInput,
  visibleToInput,
} from './view-as.ts';

const { permitted } = definePermissions('sharing', {
  'sharing.read': ['buyer', 'approver', 'admin', 'supplier-planner'],
  'sharing.write': ['buyer', 'approver', 'admin', 'supplier-planner'],
});

export const sharingRouter = router({
  matrix: permitted('sharing.read')
    .input(sharingMatrixInput)
    .query(({ ctx, input }) => getSharingMatrix(ctx, input)),
  visibleTo: permitted('sharing.read')
    .input(visibleToInput)
    .query(({ ctx, input }) => listVisibleTo(ctx, input)),
  viewAs: permitted('sharing.read')
    .input(viewAsInput)
    .query(({ ctx, input }) => viewAs(ctx, input)),
  reads: permitted('sharing.read')
    .input(listReadsInput)
    .query(({ ctx, input }) => listReads(ctx, input)),
  data: permitted('sharing.read')
    .input(sharedDataInput)
    .query(({ ctx, input }) => readPartnersData(ctx, input)),
  ownSeries: permitted('sharing.read')
    .input(listOwnSeriesInput)
    .query(({ ctx, input }) => listOwnSeries(ctx, input)),
  saveOwnSeries: permitted('sharing.write')
    .input(saveOwnSeriesInput)
    .mutation(({ ctx, input }) => saveOwnSeries(ctx, input)),
  close: permitted('sharing.write')
    .input(closeRuleInput)
    .mutation(({ ctx, input }) => closeRule(ctx, input)),
  reopen: permitted('sharing.write')
    .input(reopenRuleInput)
    .mutation(({ ctx, input }) => reopenRule(ctx, input)),
});
