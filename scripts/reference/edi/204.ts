import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf, type MessagePage } from './message-page.ts';

const { transport } = defaultProfile;

const momentRows = (['pickup', 'delivery'] as const).flatMap((side) =>
  Object.entries(transport.moments[side]).map(([kind, { date, time }]) => [
    side,
    kind,
    date.join(', '),
    time.join(', '),
  ]),
);

export const loadTenderPage: MessagePage = {
  set: '204',
  title: 'load tender',
  places: [
    ['B202', 'carrierCode', 'SCAC'],
    ['B204', 'shipmentNumber', ''],
    ['B206', 'payment', 'by the agreed codes'],
    ['B2A01', 'purpose', '00 original, 04 change, 05 replacement, 01 cancellation'],
    ['L1101', 'references[].value, stops[].references[].value', 'those of the agreed kinds'],
    ['L1102', '….kind', 'by the agreed codes; other kinds are left out'],
    ['G6201', 'respondBy, stops[].moments[].kind', 'together with G6203'],
    ['G6202', '….on', ''],
    ['G6203', '', 'where it is agreed it says which moment it is, else G6201 does'],
    ['G6204', '….time', ''],
    ['G6205', '….timeZone', 'as it stands there; none is the local time of the place'],
    ['NTE02', 'notes[], stops[].notes[]', ''],
    ['N101', 'billTo, stops[].place', 'role, by the agreed codes and by whether the stop loads or unloads'],
    ['N104', '….gln, ….code', 'one of them'],
    ['S501', 'stops[].stopNumber', ''],
    ['S502', 'stops[].action', 'by the agreed codes'],
    ['S503', 'stops[].weight.amountMilli', ''],
    ['S504', 'stops[].weight.unit', ''],
    ['S505', 'stops[].pieces.amountMilli', ''],
    ['S506', 'stops[].pieces.unit', ''],
    ['OID01', 'stops[].orders[].reference', ''],
    ['OID02', 'stops[].orders[].poNumber', ''],
    ['OID05', 'stops[].orders[].pieces', 'a whole number'],
    ['OID07', 'stops[].orders[].weight.amountMilli', 'in the unit of OID06'],
    ['L301', 'totals.weight.amountMilli', 'in the unit of L312'],
    ['L305', 'totals.chargeHundredths', 'N2: 1050 are 10.50'],
    ['L311', 'totals.pieces', ''],
  ],
  codesIntroduction: 'Units of pieces and kinds of party ids are those of the 850.',
  codes: [
    ...codesOf('Payment (B206)', transport.payments),
    ...codesOf('Reason of a stop (S502)', transport.actions),
    ...codesOf('Kinds of numbers (L1102)', transport.references),
    ...codesOf('Roles (N101)', { billTo: transport.billTo, ...transport.places }),
    ...codesOf('Units of weight (S504, OID06, L312)', transport.weightUnits),
    ...codesOf('Answer wanted by (G6201, G6203)', {
      day: transport.respondBy.date,
      time: transport.respondBy.time,
    }),
    '### Moments of a stop (G6201, G6203)',
    table(['stop', 'moment', 'G6201', 'G6203'], momentRows),
  ],
};
