import { definePermissions, router } from '../../platform/index.ts';
import { acceptCommit, acceptCommitInput, acceptCommits, acceptCommitsInput } from './accept-commits.ts';
import { commitAsForecast, commitAsForecastInput } from './commit-as-forecast.ts';
import { getCommit, getCommitInput, listCommits, listCommitsInput } from './list-commits.ts';
import { saveCommitDrafts, saveCommitDraftsInput } from './save-commit-drafts.ts';
import { submitCommits, submitCommitsInput } from './submit-commits.ts';

const { permitted } = definePermissions('commits', {
  'commits.read': ['buyer', 'approver', 'supplier-planner', 'admin'],
  'commits.commit': ['supplier-planner', 'admin'],
  'commits.accept': ['buyer', 'approver', 'admin'],
});

/** What the supplier answers to the order forecast, and what the buyer makes of it. */
export const commitsRouter = router({
  list: permitted('commits.read')
    .input(listCommitsInput)
    .query(({ ctx, input }) => listCommits(ctx, input)),
  get: permitted('commits.read')
    .input(getCommitInput)
    .query(({ ctx, input }) => getCommit(ctx, input)),
  saveDrafts: permitted('commits.commit')
    .input(saveCommitDraftsInput)
    .mutation(({ ctx, input }) => saveCommitDrafts(ctx, input)),
  submit: permitted('commits.commit')
    .input(submitCommitsInput)
    .mutation(({ ctx, input }) => submitCommits(ctx, input)),
  commitAsForecast: permitted('commits.commit')
    .input(commitAsForecastInput)
    .mutation(({ ctx, input }) => commitAsForecast(ctx, input)),
  accept: permitted('commits.accept')
    .input(acceptCommitInput)
    .mutation(({ ctx, input }) => acceptCommit(ctx, input)),
  acceptMany: permitted('commits.accept')
    .input(acceptCommitsInput)
    .mutation(({ ctx, input }) => acceptCommits(ctx, input)),
});
