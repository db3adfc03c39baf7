import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';

const { status } = defaultProfile;

export const shipmentStatusPage: MessagePage = {
  set: '214',
  title: 'shipment status',
  places: [
    ['B1001', 'carrierReference', ''],
    ['B1002', 'shipmentNumber', ''],
    ['B1003', 'carrierCode', 'SCAC'],
    [
      'L1101',
      'references[].value',
      'in front of the first LX; from 005010 on inside it. All are read, each once',
    ],
    ['L1102', 'references[].kind', 'by the agreed codes; other kinds are left out'],
    ['LX01', '', 'counts the events; several AT7 in one are read'],
    ['AT701', 'events[].event', 'by the agreed codes'],
    ['AT702', 'events[].reason', 'by the agreed codes'],
    ['AT703', 'events[].event', 'instead of AT701 for an appointment'],
    ['AT704', 'events[].reason', 'instead of AT702 for an appointment'],
    ['AT705', 'events[].at.on', ''],
    ['AT706', 'events[].at.time', ''],
    ['AT707', 'events[].at.timeZone', 'as it stands there; none is the local time of the place'],
    ['MS101', 'events[].place.city', 'a place by coordinates only is left out'],
    ['MS102', 'events[].place.region', ''],
    ['MS103', 'events[].place.countryCode', ''],
    ['MS201', 'events[].equipment.carrierCode', ''],
    ['MS202', 'events[].equipment.number', ''],
  ],
  codesIntroduction: 'Kinds of numbers are those of the 204.',
  codes: [
    ...codesOf('Events (AT701)', status.events),
    ...codesOf('Appointments (AT703)', status.appointments),
    ...codesOf('Reasons (AT702, AT704)', status.reasons),
  ],
};
