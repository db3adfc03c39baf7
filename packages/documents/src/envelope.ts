import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import { applicationAdvice } from './application-advice.ts';
import { billedShipment } from './billed-shipment.ts';
import { blanketOrder } from './blanket-order.ts';
import { claimResponse } from './claim-response.ts';
import { deliveryReport } from './delivery-report.ts';
import { despatchAdvice } from './despatch-advice.ts';
import { freightInvoice } from './freight-invoice.ts';
import { goodsReturn } from './goods-return.ts';
import { inventoryReport } from './inventory-report.ts';
import { invoice } from './invoice.ts';
import { loadTender } from './load-tender.ts';
import { orderConfirmation } from './order-confirmation.ts';
import { organisationId } from './parts.ts';
import { planningSchedule } from './planning-schedule.ts';
import { priceCatalogue } from './price-catalogue.ts';
import { productActivity } from './product-activity.ts';
import { productRegistration } from './product-registration.ts';
import { purchaseOrder } from './purchase-order.ts';
import { purchaseOrderChange } from './purchase-order-change.ts';
import { receivingAdvice } from './receiving-advice.ts';
import { remittanceAdvice } from './remittance-advice.ts';
import { routingInstructions, routingRequest } from './routing.ts';
import { serviceClaim } from './service-claim.ts';
import { shipmentStatus } from './shipment-status.ts';
import { shippingSchedule } from './shipping-schedule.ts';
import { stockTransferReceipt, stockTransferShipment } from './stock-transfer.ts';
import { tenderResponse } from './tender-response.ts';
import { textMessage } from './text-message.ts';
import { warehouseOrder } from './warehouse-order.ts';
import { warehouseShipment } from './warehouse-shipment.ts';

/** Raised when a document changes in a way that an older reader would misunderstand. */
export const schemaVersion = 1;

export const businessDocument = z.discriminatedUnion('documentType', [
  purchaseOrder,
  blanketOrder,
  purchaseOrderChange,
  orderConfirmation,
  productActivity,
  planningSchedule,
  shippingSchedule,
  inventoryReport,
  priceCatalogue,
  despatchAdvice,
  invoice,
  loadTender,
  tenderResponse,
  shipmentStatus,
  freightInvoice,
  routingRequest,
  routingInstructions,
  warehouseOrder,
  warehouseShipment,
  stockTransferShipment,
  stockTransferReceipt,
  receivingAdvice,
  remittanceAdvice,
  applicationAdvice,
  textMessage,
  goodsReturn,
  billedShipment,
  productRegistration,
  serviceClaim,
  claimResponse,
  deliveryReport,
]);
export type BusinessDocument = z.output<typeof businessDocument>;
export type DocumentType = BusinessDocument['documentType'];

export const documentTypes = [
  'purchase-order',
  'blanket-order',
  'purchase-order-change',
  'order-confirmation',
  'product-activity',
  'planning-schedule',
  'shipping-schedule',
  'inventory-report',
  'price-catalogue',
  'despatch-advice',
  'invoice',
  'load-tender',
  'tender-response',
  'shipment-status',
  'freight-invoice',
  'routing-request',
  'routing-instructions',
  'warehouse-order',
  'warehouse-shipment',
  'stock-transfer-shipment',
  'stock-transfer-receipt',
  'receiving-advice',
  'remittance-advice',
  'application-advice',
  'text-message',
  'goods-return',
  'billed-shipment',
  'product-registration',
  'service-claim',
  'claim-response',
  'delivery-report',
] as const satisfies readonly DocumentType[];

/**
 * A document on its way. `documentId` is also the idempotency key: the same id with the same body changes nothing
 * the second time, with another body it is a conflict.
 */
export const documentEnvelope = z
  .object({
    documentId: z.uuid(),
    documentType: z.enum(documentTypes),
    schemaVersion: z.literal(schemaVersion),
    senderOrganisationId: organisationId,
    receiverOrganisationId: organisationId,
    createdAt: z.iso.datetime(),
    body: businessDocument,
  })
  .refine(({ documentType, body }) => documentType === body.documentType, {
    path: ['documentType'],
    message: 'the envelope and its body name different document types',
  });
export type DocumentEnvelope = z.output<typeof documentEnvelope>;

/** Wraps a document; id and time come from the caller. */
export const envelop = (
  body: BusinessDocument,
  about: {
    documentId: string;
    senderOrganisationId: OrganisationId;
    receiverOrganisationId: OrganisationId;
    createdAt: string;
  },
): DocumentEnvelope => ({ ...about, documentType: body.documentType, schemaVersion, body });
