export { deliveryReportOf, documentIssueOf, statusOfMessage } from './acknowledgement/delivery-report.ts';
export {
  type AgreementProfile,
  agreementProfile,
  type DeepPartial,
  defaultProfile,
  dialectOf,
  type LineStatus,
} from './agreement-profile.ts';
export type { EdifactProfile } from './edifact/edifact-profile.ts';
export { x12InventoryReport } from './inventory-report/x12-846.ts';
export { type MappedMessage, mappedMessages } from './mapped-messages.ts';
export type { Mapping, ReadDocument, WrittenMessage } from './mapping.ts';
export { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
export { x12PlanningSchedule } from './planning-schedule/x12-830.ts';
export { x12ProductActivity } from './product-activity/x12-852.ts';
export { edifactPurchaseOrder } from './purchase-order/edifact-orders.ts';
export { x12PurchaseOrder } from './purchase-order/x12-850.ts';
export type { ScheduleProfile } from './schedules/schedule-profile.ts';
export { x12ShippingSchedule } from './shipping-schedule/x12-862.ts';
