import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { carriageCodes, referenceCodes } from './transport-words.ts';

const { status } = defaultProfile.edifact;

export const edifactShipmentStatusPage: MessagePage = {
  set: 'IFTSTA',
  title: 'status of a shipment',
  places: [
    ['BGM01-1', '', 'kind of message; only the agreed ones are taken'],
    ['NAD02-1', 'carrierCode', 'where NAD01 and NAD02-3 are the agreed ones; else the agreed carrier'],
    [
      'CNI02-1',
      'shipmentNumber',
      'or carrierReference, where that is agreed; a second consignment is refused',
    ],
    ['RFF01-2', 'carrierReference, references[].value', 'by the agreed codes in RFF01-1, also below an STS'],
    ['STS01-1', '', 'kind of status; only the agreed ones are taken'],
    ['STS02-1', 'events[].event', 'by the agreed codes'],
    ['STS03-1', 'events[].reason', 'by the agreed codes'],
    ['DTM01-2', 'events[].at', 'below the STS, by the agreed codes in DTM01-1; local time, no zone'],
    ['LOC02-4', 'events[].place.city', 'a place that is given by a code only is left out'],
    ['LOC03-1', 'events[].place.countryCode', 'where LOC03-2 is 162'],
    ['LOC04-1', 'events[].place.region', 'where LOC04-2 is 163'],
    ['TDT05-1', 'events[].equipment.carrierCode', 'where TDT05-3 is the agreed agency'],
    ['EQD02-1', 'events[].equipment.number', 'where EQD01 is the agreed code'],
  ],
  codesIntroduction: 'An event or a reason without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Events (STS02-1)', status.events),
    ...codesOf('Reasons (STS03-1)', status.reasons),
    ...referenceCodes,
    ...carriageCodes,
    ...codesOf('Other codes', {
      'kind of message (BGM01-1)': status.types,
      'carrier (NAD01)': status.carrier,
      'the other number of the load (RFF01-1)': status.otherNumbers,
      'kind of status (STS01-1)': status.statusTypes,
      'day of what happened (DTM01-1)': status.dates.happened,
      'day of what is expected (DTM01-1)': status.dates.expected,
      'place (LOC01), written': [status.location],
      'equipment (EQD01)': status.equipment,
    }),
  ],
};
