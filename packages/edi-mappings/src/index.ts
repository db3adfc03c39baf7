export {
  deliveryReportOf,
  documentIssueOf,
  statusInAnswer,
  statusOfMessage,
} from './acknowledgement/delivery-report.ts';
export {
  type AgreementProfile,
  agreementProfile,
  type DeepPartial,
  defaultProfile,
  dialectOf,
  type LineStatus,
} from './agreement-profile.ts';
export type { AgreementTerms, TermsParty, TermsSet } from './agreement-terms.ts';
export { edifactApplicationAdvice } from './application-advice/edifact-aperak.ts';
export { x12ApplicationAdvice } from './application-advice/x12-824.ts';
export { x12BilledShipment } from './billed-shipment/x12-857.ts';
export { type Block, toHtml, toMarkdown } from './blocks/blocks.ts';
export { x12ClaimResponse } from './claim-response/x12-141.ts';
export { guidePage } from './companion-guide/guide-page.ts';
export {
  type ConformanceFinding,
  type ConformanceReport,
  type ConformanceRule,
  checkConformance,
} from './conformance/check-conformance.ts';
export { conformancePage } from './conformance/conformance-page.ts';
export { edifactDespatchAdvice } from './despatch-advice/edifact-desadv.ts';
export { x12DespatchAdvice } from './despatch-advice/x12-856.ts';
export type { EdifactProfile } from './edifact/edifact-profile.ts';
export { x12FreightInvoice } from './freight-invoice/x12-210.ts';
export { edifactReturnAnnouncement } from './goods-return/edifact-retann.ts';
export { edifactReturnInstruction } from './goods-return/edifact-retins.ts';
export { x12GoodsReturn } from './goods-return/x12-180.ts';
export { edifactInventoryReport } from './inventory-report/edifact-invrpt.ts';
export { x12InventoryReport } from './inventory-report/x12-846.ts';
export { edifactInvoice } from './invoice/edifact-invoic.ts';
export { x12Invoice } from './invoice/x12-810.ts';
export { edifactFirmBooking, edifactTransportInstruction } from './load-tender/edifact-tender.ts';
export { x12LoadTender } from './load-tender/x12-204.ts';
export { type MappedMessage, mappedMessages, mappingFor } from './mapped-messages.ts';
export type { Mapping, ReadDocument, WrittenMessage } from './mapping.ts';
export { edifactOrderConfirmation } from './order-confirmation/edifact-ordrsp.ts';
export { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
export { x12ChangeConfirmation } from './order-confirmation/x12-865.ts';
export { edifactDeliveryForecast } from './planning-schedule/edifact-delfor.ts';
export { edifactSalesForecast } from './planning-schedule/edifact-slsfct.ts';
export { x12PlanningSchedule } from './planning-schedule/x12-830.ts';
export { edifactPriceCatalogue } from './price-catalogue/edifact-pricat.ts';
export { x12PriceCatalogue } from './price-catalogue/x12-832.ts';
export { edifactSalesReport } from './product-activity/edifact-slsrpt.ts';
export { x12ProductActivity } from './product-activity/x12-852.ts';
export { x12ProductRegistration } from './product-registration/x12-140.ts';
export { edifactPurchaseOrder } from './purchase-order/edifact-orders.ts';
export { x12PurchaseOrder } from './purchase-order/x12-850.ts';
export { edifactPurchaseOrderChange } from './purchase-order-change/edifact-ordchg.ts';
export { x12PurchaseOrderChange } from './purchase-order-change/x12-860.ts';
export { edifactReceivingAdvice } from './receiving-advice/edifact-recadv.ts';
export { x12ReceivingAdvice } from './receiving-advice/x12-861.ts';
export { edifactRemittanceAdvice } from './remittance-advice/edifact-remadv.ts';
export { x12RemittanceAdvice } from './remittance-advice/x12-820.ts';
export { x12RoutingInstructions } from './routing-instructions/x12-754.ts';
export { x12RoutingRequest } from './routing-request/x12-753.ts';
export { type Answer, type AnsweredProposal, answerQuestions } from './sample-proposal/answer-questions.ts';
export type {
  AgreementProposal,
  Choice,
  ElementUse,
  Evidence,
  Finding,
  Question,
  SampleFile,
  SetUse,
} from './sample-proposal/proposal.ts';
export { proposalPage } from './sample-proposal/proposal-page.ts';
export { proposeAgreement } from './sample-proposal/propose-agreement.ts';
export { settingWords } from './sample-proposal/settings.ts';
export type { ScheduleProfile } from './schedules/schedule-profile.ts';
export { x12ServiceClaim } from './service-claim/x12-142.ts';
export { edifactShipmentStatus } from './shipment-status/edifact-iftsta.ts';
export { x12ShipmentStatus } from './shipment-status/x12-214.ts';
export { edifactDeliveryReleases } from './shipping-schedule/edifact-deljit.ts';
export { x12ShippingSchedule } from './shipping-schedule/x12-862.ts';
export { x12StockTransferReceipt } from './stock-transfer-receipt/x12-944.ts';
export { x12StockTransferShipment } from './stock-transfer-shipment/x12-943.ts';
export { edifactBookingConfirmation } from './tender-response/edifact-iftmbc.ts';
export { x12TenderResponse } from './tender-response/x12-990.ts';
export { x12TextMessage } from './text-message/x12-864.ts';
export { compareDocuments, type DocumentChange, type DocumentValue } from './trace/compare-documents.ts';
export { compareReadings, type ReadingDifference } from './trace/compare-readings.ts';
export {
  type FieldEffect,
  type MessageTrace,
  type TracedField,
  traceMessage,
} from './trace/trace-message.ts';
export { x12WarehouseOrder } from './warehouse-order/x12-940.ts';
export { x12WarehouseShipment } from './warehouse-shipment/x12-945.ts';
