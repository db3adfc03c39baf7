import type { BusinessDocument, DocumentType } from '@coplan/documents';
import applicationAdviceMillChangesAnOrder5010 from '../application-advice/golden/mill-changes-an-order-5010.x12.json' with {
  type: 'json',
};
import applicationAdviceNorthAcceptsAnOrderD01b from '../application-advice/golden/north-accepts-an-order-d01b.edi.json' with {
  type: 'json',
};
import applicationAdviceNorthRejectsAnInvoice4010 from '../application-advice/golden/north-rejects-an-invoice-4010.x12.json' with {
  type: 'json',
};
import applicationAdviceNorthRejectsAnInvoiceD96a from '../application-advice/golden/north-rejects-an-invoice-d96a.edi.json' with {
  type: 'json',
};
import billedShipmentMillTwoOrders4010 from '../billed-shipment/golden/mill-two-orders-4010.x12.json' with {
  type: 'json',
};
import claimResponseMillOneOfTwo4010 from '../claim-response/golden/mill-one-of-two-4010.x12.json' with {
  type: 'json',
};
import despatchHarbourStandardPack5010 from '../despatch-advice/golden/harbour-standard-pack-5010.x12.json' with {
  type: 'json',
};
import despatchMillPalletsAndCartons4010 from '../despatch-advice/golden/mill-pallets-and-cartons-4010.x12.json' with {
  type: 'json',
};
import despatchMillPalletsAndCartonsD96a from '../despatch-advice/golden/mill-pallets-and-cartons-d96a.edi.json' with {
  type: 'json',
};
import despatchPlainLinesD01b from '../despatch-advice/golden/plain-lines-d01b.edi.json' with {
  type: 'json',
};
import freightInvoiceFastCorrected5010 from '../freight-invoice/golden/fast-corrected-5010.x12.json' with {
  type: 'json',
};
import freightInvoiceFastFuelAndDiscount4010 from '../freight-invoice/golden/fast-fuel-and-discount-4010.x12.json' with {
  type: 'json',
};
import goodsReturnMillAnswers5010 from '../goods-return/golden/mill-answers-5010.x12.json' with {
  type: 'json',
};
import goodsReturnMillAnswersD96a from '../goods-return/golden/mill-answers-d96a.edi.json' with {
  type: 'json',
};
import goodsReturnNorthAnnounces4010 from '../goods-return/golden/north-announces-4010.x12.json' with {
  type: 'json',
};
import goodsReturnNorthAnnouncesD96a from '../goods-return/golden/north-announces-d96a.edi.json' with {
  type: 'json',
};
import inventoryDropShipFeed5010 from '../inventory-report/golden/drop-ship-feed-5010.x12.json' with {
  type: 'json',
};
import inventoryMillStockAndArrivals from '../inventory-report/golden/mill-stock-and-arrivals.x12.json' with {
  type: 'json',
};
import inventoryNorthStockD01b from '../inventory-report/golden/north-stock-d01b.edi.json' with {
  type: 'json',
};
import inventoryNorthStockD96a from '../inventory-report/golden/north-stock-d96a.edi.json' with {
  type: 'json',
};
import invoiceExemptCreditNoteD01b from '../invoice/golden/exempt-credit-note-d01b.edi.json' with {
  type: 'json',
};
import invoiceHarbourCreditMemo5010 from '../invoice/golden/harbour-credit-memo-5010.x12.json' with {
  type: 'json',
};
import invoiceMillFreightAndDiscount4010 from '../invoice/golden/mill-freight-and-discount-4010.x12.json' with {
  type: 'json',
};
import invoiceMillVatAndTermsD96a from '../invoice/golden/mill-vat-and-terms-d96a.edi.json' with {
  type: 'json',
};
import loadNorthCancelsALoad5010 from '../load-tender/golden/north-cancels-a-load-5010.x12.json' with {
  type: 'json',
};
import loadNorthOnePickupTwoDrops4010 from '../load-tender/golden/north-one-pickup-two-drops-4010.x12.json' with {
  type: 'json',
};
import loadTenderNorthOrdersOnALoadD96a from '../load-tender/golden/north-orders-on-a-load-d96a.edi.json' with {
  type: 'json',
};
import loadTenderNorthPalletsD01b from '../load-tender/golden/north-pallets-d01b.edi.json' with {
  type: 'json',
};
import orderLinesWithoutStatus from '../order-confirmation/golden/lines-without-status.x12.json' with {
  type: 'json',
};
import orderMillAcceptsAllChanges5010 from '../order-confirmation/golden/mill-accepts-all-changes-5010.x12.json' with {
  type: 'json',
};
import orderMillAllAccepted from '../order-confirmation/golden/mill-all-accepted.x12.json' with {
  type: 'json',
};
import orderMillAnswersAChange4010 from '../order-confirmation/golden/mill-answers-a-change-4010.x12.json' with {
  type: 'json',
};
import orderMillSplitAndRejected from '../order-confirmation/golden/mill-split-and-rejected.x12.json' with {
  type: 'json',
};
import orderMillSplitAndRejectedD96a from '../order-confirmation/golden/mill-split-and-rejected-d96a.edi.json' with {
  type: 'json',
};
import orderWholeChangeAcceptedD01b from '../order-confirmation/golden/whole-change-accepted-d01b.edi.json' with {
  type: 'json',
};
import orderWholeOrderRejected from '../order-confirmation/golden/whole-order-rejected.x12.json' with {
  type: 'json',
};
import planningHarbourOrderForecast5010 from '../planning-schedule/golden/harbour-order-forecast-5010.x12.json' with {
  type: 'json',
};
import planningHarbourOrderForecastD96aByItem from '../planning-schedule/golden/harbour-order-forecast-d96a-by-item.edi.json' with {
  type: 'json',
};
import planningMillOrderForecastD01b from '../planning-schedule/golden/mill-order-forecast-d01b.edi.json' with {
  type: 'json',
};
import planningNorthOrderForecastD96aByPlace from '../planning-schedule/golden/north-order-forecast-d96a-by-place.edi.json' with {
  type: 'json',
};
import planningNorthSalesForecastByStore from '../planning-schedule/golden/north-sales-forecast-by-store.edi.json' with {
  type: 'json',
};
import planningNorthSalesForecastByStoreToo from '../planning-schedule/golden/north-sales-forecast-by-store.x12.json' with {
  type: 'json',
};
import priceMillPrices4010 from '../price-catalogue/golden/mill-prices-4010.x12.json' with { type: 'json' };
import priceMillPricesD01b from '../price-catalogue/golden/mill-prices-d01b.edi.json' with { type: 'json' };
import priceMillPricesD96a from '../price-catalogue/golden/mill-prices-d96a.edi.json' with { type: 'json' };
import productNorthSalesD01bByItem from '../product-activity/golden/north-sales-d01b-by-item.edi.json' with {
  type: 'json',
};
import productNorthSalesD96a from '../product-activity/golden/north-sales-d96a.edi.json' with {
  type: 'json',
};
import productNorthWeekByStore from '../product-activity/golden/north-week-by-store.x12.json' with {
  type: 'json',
};
import productOneStoreTotals from '../product-activity/golden/one-store-totals.x12.json' with {
  type: 'json',
};
import productRegistrationNorthTwoOwners4010 from '../product-registration/golden/north-two-owners-4010.x12.json' with {
  type: 'json',
};
import purchaseHarbourPipes5010Wrapped from '../purchase-order/golden/harbour-pipes-5010-wrapped.x12.json' with {
  type: 'json',
};
import purchaseLineDaysAndCommasD01b from '../purchase-order/golden/line-days-and-commas-d01b.edi.json' with {
  type: 'json',
};
import purchaseLineDaysOnly from '../purchase-order/golden/line-days-only.x12.json' with { type: 'json' };
import purchaseNorthTwoLines4010 from '../purchase-order/golden/north-two-lines-4010.x12.json' with {
  type: 'json',
};
import purchaseNorthTwoLinesD96a from '../purchase-order/golden/north-two-lines-d96a.edi.json' with {
  type: 'json',
};
import purchaseCancelledD01b from '../purchase-order-change/golden/cancelled-d01b.edi.json' with {
  type: 'json',
};
import purchaseHarbourCancelsTheOrder5010 from '../purchase-order-change/golden/harbour-cancels-the-order-5010.x12.json' with {
  type: 'json',
};
import purchaseNorthMoreAndAddedD96a from '../purchase-order-change/golden/north-more-and-added-d96a.edi.json' with {
  type: 'json',
};
import purchaseNorthMoreLessAndLater4010 from '../purchase-order-change/golden/north-more-less-and-later-4010.x12.json' with {
  type: 'json',
};
import receivingNorthReceipt5010 from '../receiving-advice/golden/north-receipt-5010.x12.json' with {
  type: 'json',
};
import receivingNorthShortAndDamaged4010 from '../receiving-advice/golden/north-short-and-damaged-4010.x12.json' with {
  type: 'json',
};
import receivingNorthShortAndDamagedD96a from '../receiving-advice/golden/north-short-and-damaged-d96a.edi.json' with {
  type: 'json',
};
import receivingRejectedD01b from '../receiving-advice/golden/rejected-d01b.edi.json' with { type: 'json' };
import remittanceNorthCheck5010 from '../remittance-advice/golden/north-check-5010.x12.json' with {
  type: 'json',
};
import remittanceNorthCheckD01b from '../remittance-advice/golden/north-check-d01b.edi.json' with {
  type: 'json',
};
import remittanceNorthPayment4010 from '../remittance-advice/golden/north-payment-4010.x12.json' with {
  type: 'json',
};
import remittanceNorthPaymentD96a from '../remittance-advice/golden/north-payment-d96a.edi.json' with {
  type: 'json',
};
import routingInstructionsNorthTwoLoads5010 from '../routing-instructions/golden/north-two-loads-5010.x12.json' with {
  type: 'json',
};
import routingRequestMillTwoDestinations5010 from '../routing-request/golden/mill-two-destinations-5010.x12.json' with {
  type: 'json',
};
import serviceClaimHarbourTwoClaims4010 from '../service-claim/golden/harbour-two-claims-4010.x12.json' with {
  type: 'json',
};
import shipmentFastDelivered5010 from '../shipment-status/golden/fast-delivered-5010.x12.json' with {
  type: 'json',
};
import shipmentStatusFastDeliveredD01b from '../shipment-status/golden/fast-delivered-d01b.edi.json' with {
  type: 'json',
};
import shipmentFastOnItsWay4010 from '../shipment-status/golden/fast-on-its-way-4010.x12.json' with {
  type: 'json',
};
import shipmentStatusFastOnItsWayD96a from '../shipment-status/golden/fast-on-its-way-d96a.edi.json' with {
  type: 'json',
};
import shippingHarbourReleasesByTime from '../shipping-schedule/golden/harbour-releases-by-time.x12.json' with {
  type: 'json',
};
import shippingHarbourReleasesD96a from '../shipping-schedule/golden/harbour-releases-d96a.edi.json' with {
  type: 'json',
};
import stockTransferReceiptHarborCountsShorts4010 from '../stock-transfer-receipt/golden/harbor-counts-shorts-4010.x12.json' with {
  type: 'json',
};
import stockTransferReceiptHarborTwoGroups5010 from '../stock-transfer-receipt/golden/harbor-two-groups-5010.x12.json' with {
  type: 'json',
};
import stockTransferShipmentMillDayInG625010 from '../stock-transfer-shipment/golden/mill-day-in-g62-5010.x12.json' with {
  type: 'json',
};
import stockTransferShipmentMillSendsToStore4010 from '../stock-transfer-shipment/golden/mill-sends-to-store-4010.x12.json' with {
  type: 'json',
};
import tenderFastAccepts4010 from '../tender-response/golden/fast-accepts-4010.x12.json' with {
  type: 'json',
};
import tenderResponseFastConfirmsD96a from '../tender-response/golden/fast-confirms-d96a.edi.json' with {
  type: 'json',
};
import tenderFastDeclines5010 from '../tender-response/golden/fast-declines-5010.x12.json' with {
  type: 'json',
};
import tenderResponseFastDeclinesD01b from '../tender-response/golden/fast-declines-d01b.edi.json' with {
  type: 'json',
};
import textMessageNorthHolidayClosing4010 from '../text-message/golden/north-holiday-closing-4010.x12.json' with {
  type: 'json',
};
import warehouseOrderHarbourCancels5010 from '../warehouse-order/golden/harbour-cancels-5010.x12.json' with {
  type: 'json',
};
import warehouseOrderMillTwoLines4010 from '../warehouse-order/golden/mill-two-lines-4010.x12.json' with {
  type: 'json',
};
import warehouseShipmentHarborLoose5010 from '../warehouse-shipment/golden/harbor-loose-5010.x12.json' with {
  type: 'json',
};
import warehouseShipmentHarborPalletsAndShorts4010 from '../warehouse-shipment/golden/harbor-pallets-and-shorts-4010.x12.json' with {
  type: 'json',
};

const byType: Partial<Record<DocumentType, readonly unknown[]>> = {
  'application-advice': [
    applicationAdviceNorthRejectsAnInvoice4010,
    applicationAdviceMillChangesAnOrder5010,
    applicationAdviceNorthRejectsAnInvoiceD96a,
    applicationAdviceNorthAcceptsAnOrderD01b,
  ],
  'text-message': [textMessageNorthHolidayClosing4010],
  'goods-return': [
    goodsReturnNorthAnnounces4010,
    goodsReturnMillAnswers5010,
    goodsReturnNorthAnnouncesD96a,
    goodsReturnMillAnswersD96a,
  ],
  'billed-shipment': [billedShipmentMillTwoOrders4010],
  'product-registration': [productRegistrationNorthTwoOwners4010],
  'service-claim': [serviceClaimHarbourTwoClaims4010],
  'claim-response': [claimResponseMillOneOfTwo4010],
  'despatch-advice': [
    despatchHarbourStandardPack5010,
    despatchMillPalletsAndCartons4010,
    despatchMillPalletsAndCartonsD96a,
    despatchPlainLinesD01b,
  ],
  'inventory-report': [
    inventoryDropShipFeed5010,
    inventoryMillStockAndArrivals,
    inventoryNorthStockD01b,
    inventoryNorthStockD96a,
  ],
  invoice: [
    invoiceExemptCreditNoteD01b,
    invoiceHarbourCreditMemo5010,
    invoiceMillFreightAndDiscount4010,
    invoiceMillVatAndTermsD96a,
  ],
  'load-tender': [
    loadNorthCancelsALoad5010,
    loadNorthOnePickupTwoDrops4010,
    loadTenderNorthOrdersOnALoadD96a,
    loadTenderNorthPalletsD01b,
  ],
  'order-confirmation': [
    orderLinesWithoutStatus,
    orderMillAcceptsAllChanges5010,
    orderMillAllAccepted,
    orderMillAnswersAChange4010,
    orderMillSplitAndRejectedD96a,
    orderMillSplitAndRejected,
    orderWholeChangeAcceptedD01b,
    orderWholeOrderRejected,
  ],
  'planning-schedule': [
    planningHarbourOrderForecast5010,
    planningHarbourOrderForecastD96aByItem,
    planningMillOrderForecastD01b,
    planningNorthOrderForecastD96aByPlace,
    planningNorthSalesForecastByStore,
    planningNorthSalesForecastByStoreToo,
  ],
  'price-catalogue': [priceMillPrices4010, priceMillPricesD01b, priceMillPricesD96a],
  'product-activity': [
    productNorthSalesD01bByItem,
    productNorthSalesD96a,
    productNorthWeekByStore,
    productOneStoreTotals,
  ],
  'purchase-order-change': [
    purchaseCancelledD01b,
    purchaseHarbourCancelsTheOrder5010,
    purchaseNorthMoreAndAddedD96a,
    purchaseNorthMoreLessAndLater4010,
  ],
  'purchase-order': [
    purchaseHarbourPipes5010Wrapped,
    purchaseLineDaysAndCommasD01b,
    purchaseLineDaysOnly,
    purchaseNorthTwoLines4010,
    purchaseNorthTwoLinesD96a,
  ],
  'receiving-advice': [
    receivingNorthReceipt5010,
    receivingNorthShortAndDamaged4010,
    receivingNorthShortAndDamagedD96a,
    receivingRejectedD01b,
  ],
  'remittance-advice': [
    remittanceNorthCheck5010,
    remittanceNorthCheckD01b,
    remittanceNorthPayment4010,
    remittanceNorthPaymentD96a,
  ],
  'shipment-status': [
    shipmentFastDelivered5010,
    shipmentFastOnItsWay4010,
    shipmentStatusFastOnItsWayD96a,
    shipmentStatusFastDeliveredD01b,
  ],
  'shipping-schedule': [shippingHarbourReleasesByTime, shippingHarbourReleasesD96a],
  'tender-response': [
    tenderFastAccepts4010,
    tenderFastDeclines5010,
    tenderResponseFastConfirmsD96a,
    tenderResponseFastDeclinesD01b,
  ],
  'freight-invoice': [freightInvoiceFastFuelAndDiscount4010, freightInvoiceFastCorrected5010],
  'routing-instructions': [routingInstructionsNorthTwoLoads5010],
  'routing-request': [routingRequestMillTwoDestinations5010],
  'stock-transfer-receipt': [
    stockTransferReceiptHarborCountsShorts4010,
    stockTransferReceiptHarborTwoGroups5010,
  ],
  'stock-transfer-shipment': [
    stockTransferShipmentMillSendsToStore4010,
    stockTransferShipmentMillDayInG625010,
  ],
  'warehouse-order': [warehouseOrderMillTwoLines4010, warehouseOrderHarbourCancels5010],
  'warehouse-shipment': [warehouseShipmentHarborPalletsAndShorts4010, warehouseShipmentHarborLoose5010],
};

/** Believable documents of a type: those of the golden files that are understood. */
export const exampleDocuments = (documentType: DocumentType): readonly BusinessDocument[] =>
  (byType[documentType] ?? []) as readonly BusinessDocument[];
