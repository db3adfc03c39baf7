import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { carriageCodes, carrierPlace, referenceCodes, referencePlace } from './transport-words.ts';

const { transport } = defaultProfile.edifact;

export const bookingConfirmationPage: MessagePage = {
  set: 'IFTMBC',
  title: 'answer to a booking',
  places: [
    ['BGM01-1', '', 'kind of message; only the agreed ones are taken'],
    ['BGM02', 'references[].value', 'the carrier’s number of the load, in front of the others'],
    ['BGM03', 'decision', 'by the agreed codes'],
    ['DTM01-2', 'answeredOn', 'where DTM01-1 is 137'],
    ['FTX03-1', 'reasonCode', 'where FTX01 is the agreed code of a reason'],
    ['FTX04-1', 'notes[]', 'by the agreed code in FTX01; up to five parts, split at blanks'],
    ['RFF01-2', 'shipmentNumber', 'the number of the load, by the agreed codes in RFF01-1'],
    referencePlace,
    carrierPlace,
  ],
  codes: [
    ...codesOf('Decision (BGM03)', transport.decisions),
    ...referenceCodes,
    ...carriageCodes,
    ...codesOf('Other codes', {
      'kind of message (BGM01-1)': transport.types.confirmation,
      'number of the load (RFF01-1)': transport.shipmentNumbers,
      'reason (FTX01)': transport.texts.reason,
      'note (FTX01)': transport.texts.load,
    }),
  ],
};
