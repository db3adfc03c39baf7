import { type ShipmentStatus, type ShipmentStatusEvent, shipmentStatus } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import { readMoment } from '../transport/x12-moments.ts';
import { readReferences, referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';
import type { Appointment } from './status-profile.ts';

const events = ({ status }: AgreementProfile) => codeList('event', status.events);
const appointments = ({ status }: AgreementProfile) => codeList('appointment', status.appointments);
const reasons = ({ status }: AgreementProfile) => codeList('reason of the event', status.reasons);
const isAppointment = (event: ShipmentStatusEvent['event']): event is Appointment =>
  event === 'pickup-appointment' || event === 'delivery-appointment';

/** AT705 to AT707. */
const momentAt = { day: 5, time: 6, zone: 7 } as const;

/** ASC X12 214 at 004010 and 005010, which has no numbers in front of the first LX any more. */
export const x12ShipmentStatus = defineMapping<ShipmentStatus>({
  type: '214',
  document: shipmentStatus,
  read(root, from, profile) {
    const beginning = root.first('B10');
    const groups = root.loops('LX');
    const numbers = [root, ...groups].flatMap((level) => level.all('L11'));
    const references = readReferences(from, numbers, profile);
    if (groups.length === 0) from.complain(beginning, 0, 'no event is told: send an LX with an AT7');
    return {
      documentType: 'shipment-status',
      carrierCode: from.text(beginning, 3),
      carrierReference: from.text(beginning, 1),
      shipmentNumber: from.text(beginning, 2),
      // A number that stands at several events is one number.
      references: references.filter(
        ({ kind, value }, index) =>
          references.findIndex((other) => other.kind === kind && other.value === value) === index,
      ),
      events: groups.flatMap((group) => group.loops('AT7').map((event) => readEvent(from, event, profile))),
    };
  },
  write({ carrierCode, carrierReference, shipmentNumber, references, events: told }, to, profile) {
    to.segment('B10', carrierReference, shipmentNumber, carrierCode);
    const numbers = references.map((reference) => referenceCodes(reference, profile));
    const writeNumbers = (): void => {
      for (const { qualifier, value } of numbers) to.segment('L11', value, qualifier);
    };
    const isInFront = profile.version < '005010';
    if (isInFront) writeNumbers();
    told.forEach((event, index) => {
      to.segment('LX', String(index + 1));
      if (!isInFront && index === 0) writeNumbers();
      writeEvent(to, event, profile);
    });
  },
});

function readEvent(from: Reading, loop: Loop, profile: AgreementProfile) {
  const at = loop.first('AT7');
  const isAgreedDay = from.text(at, 3) !== undefined;
  const reasonAt = isAgreedDay ? 4 : 2;
  const where = loop.first('MS1');
  const vehicle = loop.first('MS2');
  return {
    event: isAgreedDay ? from.code(appointments(profile), at, 3) : from.code(events(profile), at, 1),
    reason: from.text(at, reasonAt) === undefined ? undefined : from.code(reasons(profile), at, reasonAt),
    at: at && readMoment(from, at, 'day of the event', momentAt),
    // A place that is given by its coordinates only is left out.
    place:
      from.text(where, 1) === undefined
        ? undefined
        : {
            city: from.text(where, 1),
            region: from.text(where, 2),
            countryCode: from.text(where, 3),
          },
    equipment:
      from.text(vehicle, 2) === undefined
        ? undefined
        : { carrierCode: from.text(vehicle, 1), number: from.text(vehicle, 2) },
  };
}

function writeEvent(to: Writing, event: ShipmentStatusEvent, profile: AgreementProfile): void {
  const { reason, at, place, equipment } = event;
  const why = reason === undefined ? '' : reasons(profile).toTheirs(reason);
  const what = isAppointment(event.event)
    ? ['', '', appointments(profile).toTheirs(event.event), why]
    : [events(profile).toTheirs(event.event), why, '', ''];
  const hour = at.time?.replace(':', '');
  to.segment('AT7', ...what, toCcyymmdd(at.on), hour, at.timeZone);
  if (place !== undefined) to.segment('MS1', place.city, place.region, place.countryCode);
  if (equipment !== undefined) to.segment('MS2', equipment.carrierCode, equipment.number);
}
