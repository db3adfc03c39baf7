import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { routedOrder, routingCodes, routingHead, routingMoments } from './routing-words.ts';

export const routingInstructionsPage: MessagePage = {
  set: '754',
  title: 'routing instructions',
  places: [
    ...routingHead('instructionNumber', 'issuedOn'),
    ['BGN06', 'requestNumber', 'the request that is answered'],
    ['N101', 'shipFrom, loads[].shipTo', 'role, by the agreed codes'],
    ['N104', '….gln, ….code', 'one of them'],
    ['LX01', '', 'running number of a load'],
    ['L1101', 'loads[].references[].value', 'kind in L1102; other kinds are left out'],
    ['BLR01', 'loads[].carrierCode', 'SCAC'],
    ['SMD01', 'loads[].service.level', 'by the agreed codes; several SMD in a load are refused'],
    ['SMD02', 'loads[].service.payment', 'by the agreed codes of the 204'],
    ...routedOrder('loads[].orders'),
    ...routingMoments('loads'),
  ],
  codesIntroduction: 'Payment, units of weight and kinds of numbers are those of the 204.',
  codes: [...codesOf('Service (SMD01)', defaultProfile.routing.services), ...routingCodes('instructions')],
};
