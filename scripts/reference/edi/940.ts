import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { storedItem, warehouseCodes, warehouseParties, warehouseReferences } from './warehouse-words.ts';

const { moments, purposes } = defaultProfile.warehouse;

export const warehouseOrderPage: MessagePage = {
  set: '940',
  title: 'warehouse shipping order',
  places: [
    ['W0501', 'purpose', 'by the agreed codes'],
    ['W0502', 'orderNumber', 'the number of the owner of the goods'],
    ['W0503', 'poNumber', ''],
    ...warehouseParties('depositor, warehouse, shipTo'),
    ...warehouseReferences,
    ['G6201', 'moments[].kind', 'together with G6203; other kinds are left out'],
    ['G6202', 'moments[].at', 'time in G6204, zone in G6205'],
    ['NTE02', 'notes[]', ''],
    ['W6601', 'carriage.payment', 'needed to write a W66'],
    ['W6602', 'carriage.mode', 'by the agreed codes of the 856'],
    ['W6605', 'carriage.routing', ''],
    ['W6610', 'carriage.carrierCode', 'SCAC'],
    ['LX01', '', 'running number; a line that is split over stores (SDQ) is refused'],
    ['W0101', 'lines[].ordered.amountMilli', ''],
    ['W0102', 'lines[].ordered.unit', ''],
    ...storedItem('W01', { list: 'lines', caseCode: 3, pairs: [4, 6, 15], lot: 13 }),
    ['W7601', '', 'total of the quantities; checked when read'],
  ],
  codesIntroduction: 'Units are those of the 850, kinds of numbers those of the 204.',
  codes: warehouseCodes(
    ...codesOf('Purpose (W0501)', purposes),
    '### Days (G6201, G6203)',
    table(
      ['moment', 'G6201', 'G6203'],
      Object.entries(moments).map(([kind, { date, time }]) => [kind, date.join(', '), time.join(', ')]),
    ),
  ),
};
