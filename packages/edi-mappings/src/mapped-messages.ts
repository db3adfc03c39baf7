import type { AnyOrder, BusinessDocument, DocumentType } from '@coplan/documents';
import { type AgreementProfile, dialectOf } from './agreement-profile.ts';
import { edifactApplicationAdvice } from './application-advice/edifact-aperak.ts';
import { x12ApplicationAdvice } from './application-advice/x12-824.ts';
import { x12BilledShipment } from './billed-shipment/x12-857.ts';
import { x12ClaimResponse } from './claim-response/x12-141.ts';
import { edifactDespatchAdvice } from './despatch-advice/edifact-desadv.ts';
import { x12DespatchAdvice } from './despatch-advice/x12-856.ts';
import { x12FreightInvoice } from './freight-invoice/x12-210.ts';
import { edifactReturnAnnouncement } from './goods-return/edifact-retann.ts';
import { edifactReturnInstruction } from './goods-return/edifact-retins.ts';
import { x12GoodsReturn } from './goods-return/x12-180.ts';
import { edifactInventoryReport } from './inventory-report/edifact-invrpt.ts';
import { x12InventoryReport } from './inventory-report/x12-846.ts';
import { edifactInvoice } from './invoice/edifact-invoic.ts';
import { x12Invoice } from './invoice/x12-810.ts';
import { edifactFirmBooking, edifactTransportInstruction } from './load-tender/edifact-tender.ts';
import { x12LoadTender } from './load-tender/x12-204.ts';
import type { Mapping } from './mapping.ts';
import { edifactOrderConfirmation } from './order-confirmation/edifact-ordrsp.ts';
import { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
import { x12ChangeConfirmation } from './order-confirmation/x12-865.ts';
import { edifactDeliveryForecast } from './planning-schedule/edifact-delfor.ts';
import { edifactSalesForecast } from './planning-schedule/edifact-slsfct.ts';
import { x12PlanningSchedule } from './planning-schedule/x12-830.ts';
import { edifactPriceCatalogue } from './price-catalogue/edifact-pricat.ts';
import { x12PriceCatalogue } from './price-catalogue/x12-832.ts';
import { edifactSalesReport } from './product-activity/edifact-slsrpt.ts';
import { x12ProductActivity } from './product-activity/x12-852.ts';
import { x12ProductRegistration } from './product-registration/x12-140.ts';
import { edifactPurchaseOrder } from './purchase-order/edifact-orders.ts';
import { x12PurchaseOrder } from './purchase-order/x12-850.ts';
import { edifactPurchaseOrderChange } from './purchase-order-change/edifact-ordchg.ts';
import { x12PurchaseOrderChange } from './purchase-order-change/x12-860.ts';
import { edifactReceivingAdvice } from './receiving-advice/edifact-recadv.ts';
import { x12ReceivingAdvice } from './receiving-advice/x12-861.ts';
import { edifactRemittanceAdvice } from './remittance-advice/edifact-remadv.ts';
import { x12RemittanceAdvice } from './remittance-advice/x12-820.ts';
import { x12RoutingInstructions } from './routing-instructions/x12-754.ts';
import { x12RoutingRequest } from './routing-request/x12-753.ts';
import { x12ServiceClaim } from './service-claim/x12-142.ts';
import { edifactShipmentStatus } from './shipment-status/edifact-iftsta.ts';
import { x12ShipmentStatus } from './shipment-status/x12-214.ts';
import { edifactDeliveryReleases } from './shipping-schedule/edifact-deljit.ts';
import { x12ShippingSchedule } from './shipping-schedule/x12-862.ts';
import { x12StockTransferReceipt } from './stock-transfer-receipt/x12-944.ts';
import { x12StockTransferShipment } from './stock-transfer-shipment/x12-943.ts';
import { edifactBookingConfirmation } from './tender-response/edifact-iftmbc.ts';
import { x12TenderResponse } from './tender-response/x12-990.ts';
import { x12TextMessage } from './text-message/x12-864.ts';
import { x12WarehouseOrder } from './warehouse-order/x12-940.ts';
import { x12WarehouseShipment } from './warehouse-shipment/x12-945.ts';

export type MappedMessage = {
  /** The document that the message carries; also the folder of the mapping and of its golden files. */
  documentType: DocumentType;
  mapping: Mapping<BusinessDocument>;
  /** Whether the document goes into this message, where several of a dialect have its type. */
  carries(document: BusinessDocument, profile: AgreementProfile): boolean;
};

type DocumentOf<Type extends DocumentType> = Extract<BusinessDocument, { documentType: Type }>;

/** A mapping checks by its schema what it is given to write, so that it may be called with any document. */
const mapped = <Type extends DocumentType>(
  documentType: Type,
  mapping: Mapping<DocumentOf<Type>>,
  carries: (document: DocumentOf<Type>, profile: AgreementProfile) => boolean = () => true,
): MappedMessage => ({
  documentType,
  mapping: mapping as unknown as Mapping<BusinessDocument>,
  carries: (document, profile) =>
    document.documentType === documentType && carries(document as DocumentOf<Type>, profile),
});

/** An 850 and an ORDERS carry an order or a blanket order, as they say themselves. */
const ordersOfAnyKind = (mapping: Mapping<AnyOrder>): MappedMessage => ({
  documentType: 'purchase-order',
  mapping: mapping as unknown as Mapping<BusinessDocument>,
  carries: ({ documentType }) => documentType === 'purchase-order' || documentType === 'blanket-order',
});

/** Every message that is read and written. Gateway, golden files and robustness tests follow this list. */
export const mappedMessages: readonly MappedMessage[] = [
  ordersOfAnyKind(x12PurchaseOrder),
  ordersOfAnyKind(edifactPurchaseOrder),
  mapped('purchase-order-change', x12PurchaseOrderChange),
  mapped('purchase-order-change', edifactPurchaseOrderChange),
  mapped('order-confirmation', x12OrderConfirmation, ({ change }) => change === undefined),
  mapped('order-confirmation', x12ChangeConfirmation, ({ change }) => change !== undefined),
  mapped('order-confirmation', edifactOrderConfirmation),
  mapped('despatch-advice', x12DespatchAdvice),
  mapped('despatch-advice', edifactDespatchAdvice),
  mapped('invoice', x12Invoice),
  mapped('invoice', edifactInvoice),
  mapped('receiving-advice', x12ReceivingAdvice),
  mapped('receiving-advice', edifactReceivingAdvice),
  mapped('remittance-advice', x12RemittanceAdvice),
  mapped('remittance-advice', edifactRemittanceAdvice),
  mapped('product-activity', x12ProductActivity),
  mapped('product-activity', edifactSalesReport),
  mapped('planning-schedule', x12PlanningSchedule),
  mapped(
    'planning-schedule',
    edifactDeliveryForecast,
    ({ kind }, { edifact }) => kind === 'order' || edifact.schedule.delforTypes[kind].length > 0,
  ),
  mapped('planning-schedule', edifactSalesForecast),
  mapped('shipping-schedule', x12ShippingSchedule),
  mapped('shipping-schedule', edifactDeliveryReleases),
  mapped('inventory-report', x12InventoryReport),
  mapped('inventory-report', edifactInventoryReport),
  mapped('price-catalogue', x12PriceCatalogue),
  mapped('price-catalogue', edifactPriceCatalogue),
  mapped('load-tender', x12LoadTender),
  mapped(
    'load-tender',
    edifactTransportInstruction,
    (_, { edifact }) => edifact.transport.tenderMessage === 'IFTMIN',
  ),
  mapped('load-tender', edifactFirmBooking),
  mapped('tender-response', x12TenderResponse),
  mapped('tender-response', edifactBookingConfirmation),
  mapped('shipment-status', x12ShipmentStatus),
  mapped('shipment-status', edifactShipmentStatus),
  mapped('freight-invoice', x12FreightInvoice),
  mapped('routing-request', x12RoutingRequest),
  mapped('routing-instructions', x12RoutingInstructions),
  mapped('warehouse-order', x12WarehouseOrder),
  mapped('warehouse-shipment', x12WarehouseShipment),
  mapped('stock-transfer-shipment', x12StockTransferShipment),
  mapped('stock-transfer-receipt', x12StockTransferReceipt),
  mapped('application-advice', x12ApplicationAdvice),
  mapped('application-advice', edifactApplicationAdvice),
  mapped('text-message', x12TextMessage),
  mapped('goods-return', x12GoodsReturn),
  mapped('goods-return', edifactReturnAnnouncement, ({ kind }) => kind === 'announcement'),
  mapped('goods-return', edifactReturnInstruction, ({ kind }) => kind === 'instruction'),
  mapped('billed-shipment', x12BilledShipment),
  mapped('product-registration', x12ProductRegistration),
  mapped('service-claim', x12ServiceClaim),
  mapped('claim-response', x12ClaimResponse),
];

/** The mapping that writes a document in the agreed dialect; undefined where the dialect has none. */
export const mappingFor = (
  document: BusinessDocument,
  profile: AgreementProfile,
): Mapping<BusinessDocument> | undefined =>
  mappedMessages.find(
    ({ mapping, carries }) => dialectOf(mapping.type) === profile.dialect && carries(document, profile),
  )?.mapping;
