import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';

const { charges, corrections, days, parties, rateBases } = defaultProfile.freight;

export const freightInvoicePage: MessagePage = {
  set: '210',
  title: 'freight invoice of a carrier',
  places: [
    ['B302', 'invoiceNumber', ''],
    ['B303', 'shipmentNumber', 'the number of the shipper'],
    ['B304', 'payment', 'by the agreed codes of the 204'],
    ['B305', '', 'unit of a weight whose L011 or L312 is empty; where it is empty too, the agreed one'],
    ['B306', 'invoicedOn', ''],
    ['B307', 'totalHundredths', 'N2: 5165 are 51.65; refused where L305 says something else'],
    ['B308', 'kind', 'by the agreed codes; none is an ordinary invoice'],
    ['B309', 'deliveredOn', 'where B310 is empty or says so'],
    ['B311', 'carrierCode', 'SCAC'],
    ['C301', 'currency', 'where it is missing, the agreed one'],
    ['N902', 'references[].value', 'kind in N901; from 005010 on L11, its number first'],
    ['G6202', 'pickedUpOn', 'by the agreed code in G6201'],
    ['K101', 'notes[]', 'two in a K1'],
    ['N101', 'shipper, consignee, billTo', 'role, by the agreed codes'],
    ['N104', '….gln, ….code', 'one of them'],
    ['LX01', '', 'running number of a line'],
    ['L502', 'lines[].description', 'the first L5'],
    ['L004', 'lines[].weight.amountMilli', 'of the L0 whose L005 is G, else of the first with a weight'],
    ['L008', 'lines[].pieces', ''],
    ['L011', 'lines[].weight.unit', ''],
    ['L102', 'lines[].charges[].rate.amountMicros', ''],
    ['L103', 'lines[].charges[].rate.basis', 'by the agreed codes'],
    ['L104', 'lines[].charges[].amountHundredths', 'N2; negative where something is taken off'],
    ['L108', 'lines[].charges[].kind', 'by the agreed codes; none is freight'],
    ['L112', 'lines[].charges[].description', ''],
    ['L301', 'weight.amountMilli', 'in the unit of L312'],
    ['L305', '', 'what B307 says'],
    ['L311', 'pieces', ''],
  ],
  codesIntroduction:
    'Payment, units of weight and kinds of numbers are those of the 204. A kind of charge without a code is not exchanged unless it is agreed. Stops (S5) and equipment (N7) are left out.',
  codes: [
    ...codesOf('Corrections (B308)', corrections),
    ...codesOf('Charges (L108)', charges),
    ...codesOf('Basis of a rate (L103)', rateBases),
    ...codesOf('Roles (N101)', parties),
    ...codesOf('Days (B310, G6201)', days),
  ],
};
