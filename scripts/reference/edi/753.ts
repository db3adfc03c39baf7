import type { MessagePage } from './message-page.ts';
import { routedOrder, routingCodes, routingHead, routingMoments } from './routing-words.ts';

export const routingRequestPage: MessagePage = {
  set: '753',
  title: 'request for routing instructions',
  places: [
    ...routingHead('requestNumber', 'requestedOn'),
    ['N101', 'shipFrom, destinations[].shipTo', 'in front of the LX who ships, behind it where to'],
    ['N104', '….gln, ….code', 'one of them'],
    ['L1101', 'destinations[].references[].value', 'kind in L1102; other kinds are left out'],
    ...routingMoments('destinations'),
    ...routedOrder('destinations[].orders'),
    ['CMC01', 'destinations[].orders[].commodity', ''],
    ['CMC02', 'destinations[].orders[].freightClass', ''],
  ],
  codesIntroduction: 'Units of weight and kinds of numbers are those of the 204.',
  codes: routingCodes('request'),
};
