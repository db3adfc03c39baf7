import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import type { PlaceWords } from './words.ts';

const { transport } = defaultProfile.edifact;

export const carrierPlace: PlaceWords = [
  'TDT05-1',
  'carrierCode',
  'where TDT05-3 is the agreed agency; else the agreed carrier',
];
export const referencePlace: PlaceWords = [
  'RFF01-2',
  'references[].value',
  'those of the agreed kinds in RFF01-1',
];
export const referenceCodes = codesOf('Kinds of numbers (RFF01-1)', transport.references);
export const carriageCodes = codesOf('Carriage (TDT)', {
  'stage (TDT01)': [transport.carriage.stage],
  'mode (TDT03-1), written': [transport.carriage.mode],
  'means (TDT04-1), written': [transport.carriage.means],
  'code list (TDT05-2), written': [transport.carriage.codeList],
  'agency (TDT05-3)': transport.carriage.agencies,
});

const places: readonly PlaceWords[] = [
  ['BGM01-1', '', 'kind of message; only the agreed ones are taken'],
  ['BGM02', 'shipmentNumber', 'in D.01B the first component'],
  ['BGM03', 'purpose', '9 original, 4 change, 5 replacement, 1 cancellation'],
  ['DTM01-2', 'respondBy, stops[].moments[].at', 'by the agreed codes in DTM01-1; local time, no zone'],
  ['MOA01-2', 'totals.chargeHundredths', ''],
  ['FTX04-1', 'notes[], stops[].notes[]', 'by the agreed codes in FTX01; up to five parts, split at blanks'],
  ['CNT01-2', 'totals.weight, totals.pieces', 'by the agreed codes in CNT01-1'],
  ['LOC02-1', 'stops[].place', 'a GLN or an agreed code; read where no NAD is more exact'],
  ['TOD02', 'payment', 'by the agreed codes; where it is missing, the agreed one'],
  referencePlace,
  carrierPlace,
  ['NAD01', 'billTo, stops[].place', 'by the agreed codes'],
  ['NAD02-1', '….gln, ….code', ''],
  ['NAD04-1', '….name', 'up to five parts, split at blanks'],
  ['NAD05-1', '….address', 'NAD05 to NAD09'],
  ['GID01', '', 'running number'],
  [
    'GID02-1',
    'stops[0].orders[].pieces, stops[0].pieces',
    'goods without the number of an order are added up',
  ],
  ['GID02-2', 'stops[0].pieces.unit', 'by the agreed codes'],
  ['MEA03-2', '….weight.amountMilli', 'in the unit of MEA03-1, by the agreed codes in MEA02-1'],
];

/** IFTMIN and IFTMBF carry the same, below different codes in BGM. */
export const tenderPage = (set: string, title: string, types: readonly string[]): MessagePage => ({
  set,
  title,
  places,
  codesIntroduction:
    'Party ids and units of weight are those of the ORDERS. The load has two stops, load-complete and unload-complete; one with more is refused, and sent by 204 only. A kind without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Payment (TOD02)', transport.payments),
    '### Moments of a stop (DTM01-1)',
    table(
      ['stop', 'moment', 'codes'],
      (['pickup', 'delivery'] as const).flatMap((side) =>
        Object.entries(transport.moments[side]).map(([kind, codes]) => [side, kind, codes.join(', ')]),
      ),
    ),
    '### Places of a stop',
    table(
      ['stop', 'NAD01 of the company, written', 'NAD01 of the place', 'LOC01'],
      Object.entries(transport.places).map(([side, { company, place, location }]) => [
        side,
        company.join(', '),
        place.join(', '),
        location.join(', '),
      ]),
    ),
    ...referenceCodes,
    ...codesOf('Numbers of an order (RFF01-1 below GID)', transport.orders),
    ...codesOf('Packages (GID02-2)', transport.packages),
    ...carriageCodes,
    ...codesOf('Other codes', {
      'kind of message (BGM01-1)': types,
      'answer wanted by (DTM01-1)': transport.respondBy,
      'who pays (NAD01)': transport.billTo,
      'charge (MOA01-1)': transport.charge,
      'weight of the load (CNT01-1)': transport.totals.weight,
      'pieces of the load (CNT01-1)': transport.totals.pieces,
      'weight of goods (MEA02-1)': transport.weights.kinds,
      'remark on the load (FTX01)': transport.texts.load,
      'remark on loading (FTX01)': transport.texts.pickup,
      'remark on unloading (FTX01)': transport.texts.delivery,
    }),
  ],
});
