import { productRegistrationPage } from './edi/140.ts';
import { claimResponsePage } from './edi/141.ts';
import { serviceClaimPage } from './edi/142.ts';
import { goodsReturnPage } from './edi/180.ts';
import { loadTenderPage } from './edi/204.ts';
import { freightInvoicePage } from './edi/210.ts';
import { shipmentStatusPage } from './edi/214.ts';
import { routingRequestPage } from './edi/753.ts';
import { routingInstructionsPage } from './edi/754.ts';
import { invoicePage } from './edi/810.ts';
import { remittanceAdvicePage } from './edi/820.ts';
import { applicationAdvicePage } from './edi/824.ts';
import { planningSchedulePage } from './edi/830.ts';
import { priceCataloguePage } from './edi/832.ts';
import { inventoryReportPage } from './edi/846.ts';
import { purchaseOrderPage } from './edi/850.ts';
import { productActivityPage } from './edi/852.ts';
import { orderConfirmationPage } from './edi/855.ts';
import { despatchAdvicePage } from './edi/856.ts';
import { billedShipmentPage } from './edi/857.ts';
import { orderChangePage } from './edi/860.ts';
import { receivingAdvicePage } from './edi/861.ts';
import { shippingSchedulePage } from './edi/862.ts';
import { textMessagePage } from './edi/864.ts';
import { changeConfirmationPage } from './edi/865.ts';
import { warehouseOrderPage } from './edi/940.ts';
import { stockTransferShipmentPage } from './edi/943.ts';
import { stockTransferReceiptPage } from './edi/944.ts';
import { warehouseShipmentPage } from './edi/945.ts';
import { tenderResponsePage } from './edi/990.ts';
import { acknowledgementPage } from './edi/997.ts';
import { answerPages } from './edi/answers.ts';
import { aperakPage } from './edi/aperak.ts';
import { delforPage } from './edi/delfor.ts';
import { deljitPage } from './edi/deljit.ts';
import { edifactDespatchAdvicePage } from './edi/desadv.ts';
import { bookingConfirmationPage } from './edi/iftmbc.ts';
import { firmBookingPage } from './edi/iftmbf.ts';
import { transportInstructionPage } from './edi/iftmin.ts';
import { edifactShipmentStatusPage } from './edi/iftsta.ts';
import { edifactInvoicePage } from './edi/invoic.ts';
import { invrptPage } from './edi/invrpt.ts';
import { type MessagePage, messagePage } from './edi/message-page.ts';
import { edifactOrderChangePage } from './edi/ordchg.ts';
import { edifactOrdersPage } from './edi/orders.ts';
import { edifactOrderResponsePage } from './edi/ordrsp.ts';
import { pricatPage } from './edi/pricat.ts';
import { edifactReceivingAdvicePage } from './edi/recadv.ts';
import { edifactRemittanceAdvicePage } from './edi/remadv.ts';
import { retannPage } from './edi/retann.ts';
import { retinsPage } from './edi/retins.ts';
import { slsfctPage } from './edi/slsfct.ts';
import { slsrptPage } from './edi/slsrpt.ts';

/** One for each message of `mappedMessages`; a test fails where one is missing. */
const pages: readonly MessagePage[] = [
  planningSchedulePage,
  priceCataloguePage,
  inventoryReportPage,
  purchaseOrderPage,
  edifactOrdersPage,
  orderChangePage,
  edifactOrderChangePage,
  productActivityPage,
  orderConfirmationPage,
  changeConfirmationPage,
  edifactOrderResponsePage,
  shippingSchedulePage,
  delforPage,
  deljitPage,
  slsfctPage,
  slsrptPage,
  invrptPage,
  pricatPage,
  despatchAdvicePage,
  edifactDespatchAdvicePage,
  invoicePage,
  edifactInvoicePage,
  loadTenderPage,
  transportInstructionPage,
  firmBookingPage,
  tenderResponsePage,
  bookingConfirmationPage,
  shipmentStatusPage,
  edifactShipmentStatusPage,
  freightInvoicePage,
  routingRequestPage,
  routingInstructionsPage,
  warehouseOrderPage,
  warehouseShipmentPage,
  stockTransferShipmentPage,
  stockTransferReceiptPage,
  receivingAdvicePage,
  edifactReceivingAdvicePage,
  remittanceAdvicePage,
  edifactRemittanceAdvicePage,
  productRegistrationPage,
  claimResponsePage,
  serviceClaimPage,
  goodsReturnPage,
  applicationAdvicePage,
  billedShipmentPage,
  textMessagePage,
  aperakPage,
  retannPage,
  retinsPage,
];

export const ediPages = (): Record<string, string> => ({
  ...Object.fromEntries(pages.map((page) => [`edi-${page.set.toLowerCase()}.md`, messagePage(page)])),
  'edi-997.md': acknowledgementPage(),
  ...answerPages(),
});
