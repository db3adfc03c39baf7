export { actOnOrder } from './acting-on-order.ts';
export { restRoutes } from './arrivals/arrivals.routes.ts';
export { recordArrivalWithin } from './arrivals/record-arrival.ts';
export { endBlanketsJob } from './blanket/end-blankets.job.ts';
export { closeShort } from './cancel-order.ts';
export { findContractPrices } from './contracts/agree-contract.ts';
export {
  type ActedOnDispute,
  aboutDispute,
  actInDispute,
  answerProposalInput,
  type DisputeKeeper,
  withdrawDisputeInput,
} from './disputes/act-on-dispute.ts';
export { openDispute, tellRaised } from './disputes/raise-dispute.ts';
export { orderDocumentReaders } from './document-readers.ts';
export { subscriptions } from './follow-up.ts';
export { type ApprovalLimits, findApprovalLimits } from './holds/approval-limits.ts';
export { judgeLineAnswer, type PromisePart } from './judge-answer.ts';
export { readAskedLine, termsAsOf } from './life/asked-line.ts';
export { agreedPrice, billedLine } from './life/match-invoices.ts';
export { type LineTerms, sortChanges } from './life/order-facts.ts';
export { type OrderState, orderLifecycle, orderStates } from './order.lifecycle.ts';
export { type HistoryLine, type OrderHistory, readOrderHistories } from './order-history.ts';
export { migrations } from './orders.migrations.ts';
export { ordersRouter, supplierRouter, tolerancesRouter } from './orders.router.ts';
export { type OrderToPlace, type PlacedOrder, placeOrder } from './place-order.ts';
export { type LineToShip, readLinesToShip } from './read-lines-to-ship.ts';
export { type OrderedLineRow, readOrderedLines } from './read-ordered-lines.ts';
export { deliveryReportReader } from './record-delivery.ts';
export { shipOrderWithin } from './ship-order.ts';
export { stepsTo } from './steps-to.ts';
