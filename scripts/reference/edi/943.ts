import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import {
  storedItem,
  w03,
  w27,
  warehouseCodes,
  warehouseParties,
  warehouseReferences,
} from './warehouse-words.ts';

const { cartons, days } = defaultProfile.warehouse;

export const stockTransferShipmentPage: MessagePage = {
  set: '943',
  title: 'stock transfer to a warehouse: shipment',
  places: [
    ['W0601', '', 'kind of report; only the agreed ones are taken'],
    ['W0602', 'orderNumber', 'the number of the owner of the goods'],
    ['W0603', 'shippedOn', 'where it is missing, an agreed G62'],
    ['W0604', 'shipmentNumber', ''],
    ['W0606', 'poNumber', ''],
    ...warehouseParties('depositor, warehouse, shipFrom'),
    ...warehouseReferences,
    ['G6202', 'expectedOn', 'by the agreed code in G6201'],
    ...w27,
    ['W0401', 'lines[].shipped.amountMilli', ''],
    ['W0402', 'lines[].shipped.unit', ''],
    ...storedItem('W04', { list: 'lines', caseCode: 3, pairs: [4, 6, 14] }),
    ...w03,
  ],
  codesIntroduction: 'Units are those of the 850, kinds of numbers those of the 204.',
  codes: warehouseCodes(
    ...codesOf('Other codes (G6201, W0307)', { shippedOn: days.shipped, expectedOn: days.expected, cartons }),
  ),
};
