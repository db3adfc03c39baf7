import type { MessagePage } from './message-page.ts';
import { storedItem, warehouseCodes, warehouseParties, warehouseReferences } from './warehouse-words.ts';

export const stockTransferReceiptPage: MessagePage = {
  set: '944',
  title: 'stock transfer to a warehouse: receipt',
  places: [
    ['W1701', '', 'kind of report; only the agreed ones are taken'],
    ['W1702', 'receivedOn', ''],
    ['W1703', 'receiptNumber', ''],
    ['W1704', 'orderNumber', 'the number of the owner of the goods'],
    ['W1705', 'shipmentNumber', ''],
    ...warehouseParties('depositor, warehouse, shipFrom'),
    ...warehouseReferences,
    ['W0801', 'carriage.mode', 'by the agreed codes of the 856'],
    ['W0802', 'carriage.carrierCode', 'SCAC'],
    ['W0803', 'carriage.routing', ''],
    ['W0805', 'carriage.equipmentNumber', ''],
    ['W0701', 'lines[].received.amountMilli', 'from 005010 on below an LX'],
    ['W0702', 'lines[].received.unit', ''],
    ...storedItem('W07', { list: 'lines', caseCode: 3, pairs: [4, 6, 10], lot: 8 }),
    ['W1301', 'lines[].deviations[].quantity.amountMilli', ''],
    ['W1302', 'lines[].deviations[].quantity.unit', ''],
    ['W1303', 'lines[].deviations[].condition', 'by the agreed codes of the 861; what is good is left out'],
    ['W1401', '', 'total of the quantities; checked when read'],
  ],
  codesIntroduction:
    'Units are those of the 850, kinds of numbers those of the 204, conditions those of the 861.',
  codes: warehouseCodes(),
};
