import type { BusinessDocument, DocumentType } from '@coplan/documents';
import { x12InventoryReport } from './inventory-report/x12-846.ts';
import type { Mapping } from './mapping.ts';
import { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
import { x12PlanningSchedule } from './planning-schedule/x12-830.ts';
import { x12ProductActivity } from './product-activity/x12-852.ts';
import { edifactPurchaseOrder } from './purchase-order/edifact-orders.ts';
import { x12PurchaseOrder } from './purchase-order/x12-850.ts';
import { x12ShippingSchedule } from './shipping-schedule/x12-862.ts';

export type MappedMessage = {
  /** The document that the message carries; also the folder of the mapping and of its golden files. */
  documentType: DocumentType;
  mapping: Mapping<BusinessDocument>;
};

type DocumentOf<Type extends DocumentType> = Extract<BusinessDocument, { documentType: Type }>;

/** A mapping checks by its schema what it is given to write, so that it may be called with any document. */
const mapped = <Type extends DocumentType>(
  documentType: Type,
  mapping: Mapping<DocumentOf<Type>>,
): MappedMessage => ({ documentType, mapping: mapping as unknown as Mapping<BusinessDocument> });

/** Every message that is read and written. Gateway, golden files and robustness tests follow this list. */
export const mappedMessages: readonly MappedMessage[] = [
  mapped('purchase-order', x12PurchaseOrder),
  mapped('purchase-order', edifactPurchaseOrder),
  mapped('order-confirmation', x12OrderConfirmation),
  mapped('product-activity', x12ProductActivity),
  mapped('planning-schedule', x12PlanningSchedule),
  mapped('shipping-schedule', x12ShippingSchedule),
  mapped('inventory-report', x12InventoryReport),
];
