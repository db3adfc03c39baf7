import { answerProposalInput, withdrawDisputeInput } from '../orders/index.ts';
import { definePermissions, router } from '../platform/index.ts';
import { reportCustomers, reportCustomersInput } from './customers/report-customers.ts';
import { disputeVerdict, disputeVerdictInput } from './dispute-verdict.ts';
import {
  answerVerdictProposal,
  decideVerdictDispute,
  decideVerdictDisputeInput,
  proposeVerdict,
  proposeVerdictInput,
  withdrawVerdictDispute,
} from './end-verdict-dispute.ts';
import { getDashboard, getDashboardInput } from './get-dashboard.ts';
import { getLine, getLineInput } from './get-line.ts';
import { getTerms, getTermsOfBuyer, getTermsOfBuyerInput } from './get-terms.ts';
import { getUntouched, getUntouchedInput } from './get-untouched.ts';
import { listLines, listLinesInput } from './list-lines.ts';
import { listRisks, listRisksInput } from './list-risks.ts';
import { assignCause, assignCauseInput, excludeLine, excludeLineInput } from './say-of-line.ts';
import { setTerms, setTermsInput } from './set-terms.ts';

const { permitted } = definePermissions('performance', {
  'performance.read': ['buyer', 'approver', 'admin', 'clerk', 'supplier-planner'],
  'performance.dispute': ['buyer', 'approver', 'admin', 'supplier-planner'],
  'performance.measure': ['buyer', 'approver', 'admin'],
  'performance.administer-terms': ['admin'],
});

/** How well orders were fulfilled: verdicts with their proof, what they cost, what may come. */
export const performanceRouter = router({
  dashboard: permitted('performance.read')
    .input(getDashboardInput)
    .query(({ ctx, input }) => getDashboard(ctx, input)),
  lines: permitted('performance.read')
    .input(listLinesInput)
    .query(({ ctx, input }) => listLines(ctx, input)),
  line: permitted('performance.read')
    .input(getLineInput)
    .query(({ ctx, input }) => getLine(ctx, input)),
  customers: permitted('performance.read')
    .input(reportCustomersInput)
    .query(({ ctx, input }) => reportCustomers(ctx, input)),
  risks: permitted('performance.read')
    .input(listRisksInput)
    .query(({ ctx, input }) => listRisks(ctx, input)),
  untouched: permitted('performance.measure')
    .input(getUntouchedInput)
    .query(({ ctx, input }) => getUntouched(ctx, input)),
  disputeVerdict: permitted('performance.dispute')
    .input(disputeVerdictInput)
    .mutation(({ ctx, input }) => disputeVerdict(ctx, input)),
  verdictDisputes: router({
    propose: permitted('performance.dispute')
      .input(proposeVerdictInput)
      .mutation(({ ctx, input }) => proposeVerdict(ctx, input)),
    answerProposal: permitted('performance.dispute')
      .input(answerProposalInput)
      .mutation(({ ctx, input }) => answerVerdictProposal(ctx, input)),
    decide: permitted('performance.dispute')
      .input(decideVerdictDisputeInput)
      .mutation(({ ctx, input }) => decideVerdictDispute(ctx, input)),
    withdraw: permitted('performance.dispute')
      .input(withdrawDisputeInput)
      .mutation(({ ctx, input }) => withdrawVerdictDispute(ctx, input)),
  }),
  exclude: permitted('performance.measure')
    .input(excludeLineInput)
    .mutation(({ ctx, input }) => excludeLine(ctx, input)),
  assignCause: permitted('performance.measure')
    .input(assignCauseInput)
    .mutation(({ ctx, input }) => assignCause(ctx, input)),
  terms: router({
    get: permitted('performance.measure').query(({ ctx }) => getTerms(ctx)),
    ofBuyer: permitted('performance.read')
      .input(getTermsOfBuyerInput)
      .query(({ ctx, input }) => getTermsOfBuyer(ctx, input)),
    set: permitted('performance.administer-terms')
      .input(setTermsInput)
      .mutation(({ ctx, input }) => setTerms(ctx, input)),
  }),
});
