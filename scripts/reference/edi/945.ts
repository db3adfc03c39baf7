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

const { cartons, days, lineStatuses } = defaultProfile.warehouse;

export const warehouseShipmentPage: MessagePage = {
  set: '945',
  title: 'warehouse shipping advice',
  places: [
    ['W0601', '', 'kind of report; only the agreed ones are taken'],
    ['W0602', 'orderNumber', 'the number of the owner of the goods'],
    ['W0603', 'shippedOn', 'where it is missing, an agreed G62'],
    ['W0604', 'shipmentNumber', ''],
    ['W0606', 'poNumber', ''],
    ...warehouseParties('depositor, warehouse, shipTo'),
    ...warehouseReferences,
    ...w27,
    ['LX01', '', 'running number of a package'],
    ['MAN02', 'packages[].ssccs[]', 'by the agreed codes of the 856; other marks are left out'],
    ['W1201', 'packages[].lines[].status', 'by the agreed codes'],
    ['W1202', 'packages[].lines[].ordered.amountMilli', ''],
    ['W1203', 'packages[].lines[].shipped.amountMilli', ''],
    ['W1204', '', 'difference of the two, with any sign; checked when read'],
    ['W1205', '….unit', 'of both'],
    ...storedItem('W12', { list: 'packages[].lines', caseCode: 6, pairs: [7, 17, 21], lot: 9 }),
    ['W1210', 'packages[].lines[].weight.amountMilli', 'in the unit of W1212'],
    ...w03,
  ],
  codesIntroduction: 'Units are those of the 850, units of weight and kinds of numbers those of the 204.',
  codes: warehouseCodes(
    ...codesOf('Status of a line (W1201)', lineStatuses),
    ...codesOf('Other codes (G6201, W0307)', { shippedOn: days.shipped, cartons }),
  ),
};
