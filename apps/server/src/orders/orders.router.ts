import { listSharedForecast, listSharedForecastInput } from '../collaboration/index.ts';
import { definePermissions, router } from '../platform/index.ts';
import { listAnswersByEdi, setAnswersByEdi, setAnswersByEdiInput } from './answers-by-edi.ts';
import { listArrivals, listArrivalsInput } from './arrivals/list-arrivals.ts';
import { recordArrival, recordArrivalInput } from './arrivals/record-arrival.ts';
import { agreeBlanket, agreeBlanketInput } from './blanket/agree-blanket.ts';
import {
  closeBlanket,
  closeBlanketInput,
  previewCloseBlanket,
  previewCloseInput,
} from './blanket/close-blanket.ts';
import { getBlanket, getBlanketInput, listBlankets, listBlanketsInput } from './blanket/read-blankets.ts';
import {
  previewRelease,
  previewReleaseInput,
  releaseBlanket,
  releaseInput,
} from './blanket/release-blanket.ts';
import {
  issueReleaseFile,
  previewReleaseFile,
  previewReleaseFileInput,
  releaseFileInput,
} from './blanket/release-file.ts';
import { seedRelease, seedReleaseInput } from './blanket/seed-release.ts';
import { acceptMany, cancelMany, cancelManyInput, manyInput, resendMany } from './bulk-orders.ts';
import { cancelOrder, cancelOrderInput, closeShort, closeShortInput } from './cancel-order.ts';
import { previewCancel } from './cancel-preview.ts';
import { changeOrder, changeOrderInput } from './change-order.ts';
import { confirmOrder, confirmOrderInput } from './confirm-order.ts';
import {
  agreeContract,
  agreeContractInput,
  endContract,
  endContractInput,
  listContracts,
  listContractsInput,
} from './contracts/agree-contract.ts';
import { decideChange, decideChangeInput } from './decide-change.ts';
import { decideInvoice, decideInvoiceInput } from './decide-invoice.ts';
import {
  answerProposal,
  answerProposalInput,
  decideDispute,
  decideDisputeInput,
  proposeInDispute,
  proposeInput,
  sayInDispute,
  sayInDisputeInput,
  withdrawDispute,
  withdrawDisputeInput,
} from './disputes/act-on-dispute.ts';
import {
  countDisputes,
  getDispute,
  getDisputeInput,
  listDisputes,
  listDisputesInput,
} from './disputes/list-disputes.ts';
import { raiseDispute, raiseDisputeInput } from './disputes/raise-dispute.ts';
import { resendDocument, resendDocumentInput } from './failed-documents.ts';
import { getForecastUse } from './forecast-used.ts';
import { getOrder, getOrderInput } from './get-order.ts';
import { holdOrder, holdOrderInput, releaseHold, releaseHoldInput } from './holds/hold-order.ts';
import { getHoldRules, setHoldRules, setHoldRulesInput } from './holds/hold-rules.ts';
import { invoiceOrder, invoiceOrderInput } from './invoice-order.ts';
import { countWorklists, listOrders, listOrdersInput } from './list-orders.ts';
import { listPayable, listPayableInput, listPayments, listPaymentsInput } from './list-payments.ts';
import { listViews, removeView, removeViewInput, saveView, saveViewInput } from './order-views.ts';
import { payInvoices, payInvoicesInput } from './pay-invoices.ts';
import { receiveOrder, receiveOrderInput, reverseReceipt, reverseReceiptInput } from './receive-order.ts';
import { findGoods, findGoodsInput } from './receiving.ts';
import { resendOrder, resendOrderInput } from './resend-order.ts';
import { alternativesInput, listAlternatives, resourceOrder, resourceOrderInput } from './resource-order.ts';
import { setTolerances, setTolerancesInput } from './set-tolerances.ts';
import { shipOrder, shipOrderInput } from './ship-order.ts';
import { getSupplierHome } from './supplier-home.ts';
import { getTolerances } from './tolerances.ts';
import { listWaiting, listWaitingInput } from './waiting/list-waiting.ts';
import {
  dismissWaiting,
  dismissWaitingInput,
  repairWaiting,
  repairWaitingInput,
} from './waiting/repair-waiting.ts';

const { permitted } = definePermissions('orders', {
  'orders.read': ['buyer', 'approver', 'admin', 'clerk', 'supplier-planner', 'edi-coordinator'],
  'orders.confirm': ['supplier-planner', 'edi'],
  'orders.decide': ['buyer', 'approver'],
  'orders.hold': ['buyer', 'approver', 'admin'],
  'orders.administer-holds': ['admin'],
  'orders.agree-contracts': ['approver', 'admin'],
  'orders.release': ['buyer', 'approver'],
  'orders.answer-by-edi': ['supplier-planner', 'edi-coordinator', 'admin'],
  'orders.dispute': ['buyer', 'approver', 'clerk', 'supplier-planner'],
  'orders.settle': ['buyer', 'approver', 'supplier-planner'],
  'orders.ship': ['supplier-planner'],
  'orders.receive': ['buyer', 'approver', 'clerk'],
  'orders.arrive': ['buyer', 'approver', 'clerk', 'edi'],
  'orders.pay': ['approver', 'clerk'],
  'orders.place-by-document': ['edi'],
  'orders.repair': ['buyer', 'approver', 'clerk', 'supplier-planner', 'admin'],
  'orders.administer-tolerances': ['admin'],
  'orders.report-delivery': ['edi'],
  'orders.supply': ['supplier-planner'],
});

export const ordersRouter = router({
  list: permitted('orders.read')
    .input(listOrdersInput)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  get: permitted('orders.read')
    .input(getOrderInput)
    .query(({ ctx, input }) => getOrder(ctx, input)),
  confirm: permitted('orders.confirm')
    .input(confirmOrderInput)
    .mutation(({ ctx, input }) => confirmOrder(ctx, input)),
  decideChange: permitted('orders.decide')
    .input(decideChangeInput)
    .mutation(({ ctx, input }) => decideChange(ctx, input)),
  cancel: permitted('orders.decide')
    .input(cancelOrderInput)
    .mutation(({ ctx, input }) => cancelOrder(ctx, input)),
  resend: permitted('orders.decide')
    .input(resendOrderInput)
    .mutation(({ ctx, input }) => resendOrder(ctx, input)),
  resendDocument: permitted('orders.decide')
    .input(resendDocumentInput)
    .mutation(({ ctx, input }) => resendDocument(ctx, input)),
  worklists: permitted('orders.read').query(({ ctx }) => countWorklists(ctx)),
  change: permitted('orders.decide')
    .input(changeOrderInput)
    .mutation(({ ctx, input }) => changeOrder(ctx, input)),
  closeShort: permitted('orders.decide')
    .input(closeShortInput)
    .mutation(({ ctx, input }) => closeShort(ctx, input)),
  ship: permitted('orders.ship')
    .input(shipOrderInput)
    .mutation(({ ctx, input }) => shipOrder(ctx, input)),
  receive: permitted('orders.receive')
    .input(receiveOrderInput)
    .mutation(({ ctx, input }) => receiveOrder(ctx, input)),
  reverseReceipt: permitted('orders.receive')
    .input(reverseReceiptInput)
    .mutation(({ ctx, input }) => reverseReceipt(ctx, input)),
  invoice: permitted('orders.ship')
    .input(invoiceOrderInput)
    .mutation(({ ctx, input }) => invoiceOrder(ctx, input)),
  decideInvoice: permitted('orders.decide')
    .input(decideInvoiceInput)
    .mutation(({ ctx, input }) => decideInvoice(ctx, input)),
  findGoods: permitted('orders.receive')
    .input(findGoodsInput)
    .query(({ ctx, input }) => findGoods(ctx, input)),
  payable: permitted('orders.pay')
    .input(listPayableInput)
    .query(({ ctx, input }) => listPayable(ctx, input)),
  payments: permitted('orders.read')
    .input(listPaymentsInput)
    .query(({ ctx, input }) => listPayments(ctx, input)),
  pay: permitted('orders.pay')
    .input(payInvoicesInput)
    .mutation(({ ctx, input }) => payInvoices(ctx, input)),
  previewCancel: permitted('orders.decide')
    .input(getOrderInput)
    .query(({ ctx, input }) => previewCancel(ctx, input)),
  forecastUse: permitted('orders.read')
    .input(getOrderInput)
    .query(({ ctx, input }) => getForecastUse(ctx, input)),
  alternatives: permitted('orders.decide')
    .input(alternativesInput)
    .query(({ ctx, input }) => listAlternatives(ctx, input)),
  reSource: permitted('orders.decide')
    .input(resourceOrderInput)
    .mutation(({ ctx, input }) => resourceOrder(ctx, input)),
  hold: permitted('orders.hold')
    .input(holdOrderInput)
    .mutation(({ ctx, input }) => holdOrder(ctx, input)),
  releaseHold: permitted('orders.hold')
    .input(releaseHoldInput)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
  holdRules: router({
    get: permitted('orders.administer-holds').query(({ ctx }) => getHoldRules(ctx)),
    set: permitted('orders.administer-holds')
      .input(setHoldRulesInput)
      .mutation(({ ctx, input }) => setHoldRules(ctx, input)),
  }),
  contracts: router({
    list: permitted('orders.read')
      .input(listContractsInput)
      .query(({ ctx, input }) => listContracts(ctx, input)),
    agree: permitted('orders.agree-contracts')
      .input(agreeContractInput)
      .mutation(({ ctx, input }) => agreeContract(ctx, input)),
    end: permitted('orders.agree-contracts')
      .input(endContractInput)
      .mutation(({ ctx, input }) => endContract(ctx, input)),
  }),
  blankets: router({
    list: permitted('orders.read')
      .input(listBlanketsInput)
      .query(({ ctx, input }) => listBlankets(ctx, input)),
    get: permitted('orders.read')
      .input(getBlanketInput)
      .query(({ ctx, input }) => getBlanket(ctx, input)),
    agree: permitted('orders.release')
      .input(agreeBlanketInput)
      .mutation(({ ctx, input }) => agreeBlanket(ctx, input)),
    seedRelease: permitted('orders.release')
      .input(seedReleaseInput)
      .query(({ ctx, input }) => seedRelease(ctx, input)),
    previewRelease: permitted('orders.release')
      .input(previewReleaseInput)
      // A mutation only because a year of weeks does not fit into an address; it writes nothing.
      .mutation(({ ctx, input }) => previewRelease(ctx, input)),
    release: permitted('orders.release')
      .input(releaseInput)
      .mutation(({ ctx, input }) => releaseBlanket(ctx, input)),
    previewFile: permitted('orders.release')
      .input(previewReleaseFileInput)
      // A mutation only because a file does not fit into an address; it writes nothing.
      .mutation(({ ctx, input }) => previewReleaseFile(ctx, input)),
    releaseFile: permitted('orders.release')
      .input(releaseFileInput)
      .mutation(({ ctx, input }) => issueReleaseFile(ctx, input)),
    previewClose: permitted('orders.release')
      .input(previewCloseInput)
      .query(({ ctx, input }) => previewCloseBlanket(ctx, input)),
    close: permitted('orders.release')
      .input(closeBlanketInput)
      .mutation(({ ctx, input }) => closeBlanket(ctx, input)),
  }),
  many: router({
    cancel: permitted('orders.decide')
      .input(cancelManyInput)
      .mutation(({ ctx, input }) => cancelMany(ctx, input)),
    resend: permitted('orders.decide')
      .input(manyInput)
      .mutation(({ ctx, input }) => resendMany(ctx, input)),
    accept: permitted('orders.confirm')
      .input(manyInput)
      .mutation(({ ctx, input }) => acceptMany(ctx, input)),
  }),
  views: router({
    list: permitted('orders.read').query(({ ctx }) => listViews(ctx)),
    save: permitted('orders.read')
      .input(saveViewInput)
      .mutation(({ ctx, input }) => saveView(ctx, input)),
    remove: permitted('orders.read')
      .input(removeViewInput)
      .mutation(({ ctx, input }) => removeView(ctx, input)),
  }),
  answersByEdi: router({
    list: permitted('orders.answer-by-edi').query(({ ctx }) => listAnswersByEdi(ctx)),
    set: permitted('orders.answer-by-edi')
      .input(setAnswersByEdiInput)
      .mutation(({ ctx, input }) => setAnswersByEdi(ctx, input)),
  }),
  arrivals: router({
    list: permitted('orders.read')
      .input(listArrivalsInput)
      .query(({ ctx, input }) => listArrivals(ctx, input)),
    record: permitted('orders.arrive')
      .input(recordArrivalInput)
      .mutation(({ ctx, input }) => recordArrival(ctx, { ...input, channel: 'portal' })),
  }),
  disputes: router({
    list: permitted('orders.read')
      .input(listDisputesInput)
      .query(({ ctx, input }) => listDisputes(ctx, input)),
    counts: permitted('orders.read').query(({ ctx }) => countDisputes(ctx)),
    get: permitted('orders.read')
      .input(getDisputeInput)
      .query(({ ctx, input }) => getDispute(ctx, input)),
    raise: permitted('orders.dispute')
      .input(raiseDisputeInput)
      .mutation(({ ctx, input }) => raiseDispute(ctx, input)),
    say: permitted('orders.dispute')
      .input(sayInDisputeInput)
      .mutation(({ ctx, input }) => sayInDispute(ctx, input)),
    propose: permitted('orders.settle')
      .input(proposeInput)
      .mutation(({ ctx, input }) => proposeInDispute(ctx, input)),
    answerProposal: permitted('orders.settle')
      .input(answerProposalInput)
      .mutation(({ ctx, input }) => answerProposal(ctx, input)),
    decide: permitted('orders.settle')
      .input(decideDisputeInput)
      .mutation(({ ctx, input }) => decideDispute(ctx, input)),
    withdraw: permitted('orders.dispute')
      .input(withdrawDisputeInput)
      .mutation(({ ctx, input }) => withdrawDispute(ctx, input)),
  }),
  waiting: router({
    list: permitted('orders.read')
      .input(listWaitingInput)
      .query(({ ctx, input }) => listWaiting(ctx, input)),
    repair: permitted('orders.repair')
      .input(repairWaitingInput)
      .mutation(({ ctx, input }) => repairWaiting(ctx, input)),
    dismiss: permitted('orders.repair')
      .input(dismissWaitingInput)
      .mutation(({ ctx, input }) => dismissWaiting(ctx, input)),
  }),
});

/** A supplier's own view over all its buyers. */
export const supplierRouter = router({
  home: permitted('orders.supply').query(({ ctx }) => getSupplierHome(ctx)),
  forecast: permitted('orders.supply')
    .input(listSharedForecastInput)
    .query(({ ctx, input }) => listSharedForecast(ctx, input)),
});

/** How far a supplier's promise may stray before the buyer is asked; counts for orders placed from then on. */
export const tolerancesRouter = router({
  get: permitted('orders.administer-tolerances').query(({ ctx }) => getTolerances(ctx)),
  set: permitted('orders.administer-tolerances')
    .input(setTolerancesInput)
    .mutation(({ ctx, input }) => setTolerances(ctx, input)),
});
