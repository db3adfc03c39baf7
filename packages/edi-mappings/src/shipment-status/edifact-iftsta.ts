import { type ShipmentStatus, type ShipmentStatusEvent, shipmentStatus } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import {
  readCarrierCode,
  readEdifactMoment,
  readRffs,
  rffsOf,
  writeCarriage,
  writeEdifactMoment,
  writeRff,
} from '../transport/edifact-parts.ts';
import type { Writing } from '../writing.ts';

const eventList = ({ edifact }: AgreementProfile) => codeList('event', edifact.status.events);
const reasonList = ({ edifact }: AgreementProfile) => codeList('reason of the event', edifact.status.reasons);
const typeList = ({ edifact }: AgreementProfile) =>
  codeList('kind of message', { status: edifact.status.types });
const statusTypeList = ({ edifact }: AgreementProfile) =>
  codeList('kind of status', { transport: edifact.status.statusTypes });
const expectedEvents: readonly string[] = [
  'pickup-appointment',
  'delivery-appointment',
  'estimated-delivery',
];

/** LOC: 1131 and 3055 of a country and of a part of one (ISO 3166 and its second part). */
const country = ['162', '5'] as const;
const region = ['163', '5'] as const;

/** UN/EDIFACT IFTSTA in D.96A and D.01B: the events of one consignment. */
export const edifactShipmentStatus = defineMapping<ShipmentStatus>({
  type: 'IFTSTA',
  document: shipmentStatus,
  read(root, from, profile) {
    const { status, transport } = profile.edifact;
    from.code(typeList(profile), root.first('BGM'), [1, 1]);
    const consignments = root.loops('CNI');
    const number = readConsignment(from, root, consignments);
    const other = from.component(findGroup(root, 'RFF', status.otherNumbers)?.first('RFF'), 1, 2);
    const events = consignments.flatMap((consignment) => consignment.loops('STS'));
    const numbers = [...rffsOf(root), ...events.flatMap((event) => event.all('RFF'))];
    const isShippers = status.consignment === 'shipper';
    return {
      documentType: 'shipment-status',
      carrierCode: readCarrier(from, root, profile) ?? transport.carrierWhenAbsent,
      carrierReference: isShippers ? other : number,
      shipmentNumber: isShippers ? number : other,
      references: readRffs(from, numbers, profile),
      events: events.map((event) => readEvent(from, event, profile)),
    };
  },
  write(told, to, profile) {
    const { status, transport } = profile.edifact;
    const { carrierCode, carrierReference, shipmentNumber } = told;
    const isShippers = status.consignment === 'shipper';
    const [number, other] = isShippers
      ? [shipmentNumber, carrierReference]
      : [carrierReference, shipmentNumber];
    to.segment('BGM', [status.types[0]], [number ?? other], '9');
    to.segment('NAD', status.carrier[0], [
      carrierCode,
      transport.carriage.codeList,
      transport.carriage.agencies[0],
    ]);
    if (other !== undefined) to.segment('RFF', [status.otherNumbers[0], other]);
    for (const reference of told.references) writeRff(to, reference, profile);
    to.segment('CNI', '1', number === undefined ? '' : [number]);
    for (const event of told.events) writeEvent(to, event, profile);
  },
});

/** CNI 1004 of the one consignment that a message is about. */
function readConsignment(from: Reading, root: Loop, consignments: readonly Loop[]): string | undefined {
  const heads = consignments.map((consignment) => consignment.first('CNI'));
  const [first, ...others] = heads;
  if (first === undefined)
    from.complain(root.first('BGM'), 0, 'no event is told: send a CNI with an STS', 'value-missing');
  const number = from.component(first, 2, 1);
  for (const at of others) {
    if (from.component(at, 2, 1) === number) continue;
    from.complain(at, [2, 1], 'this is another consignment: send each of them in a message of its own');
  }
  return number;
}

function readCarrier(from: Reading, root: Loop, { edifact }: AgreementProfile): string | undefined {
  const at = findGroup(root, 'NAD', edifact.status.carrier)?.first('NAD');
  const isAgreed = edifact.transport.carriage.agencies.includes(from.component(at, 2, 3) ?? '');
  return isAgreed ? from.component(at, 2, 1) : undefined;
}

function readEvent(from: Reading, loop: Loop, profile: AgreementProfile) {
  const { dates, equipment } = profile.edifact.status;
  const at = loop.first('STS');
  if (from.component(at, 1, 1) !== undefined) from.code(statusTypeList(profile), at, [1, 1]);
  const event = from.code(eventList(profile), at, [2, 1]);
  const isExpected = event !== undefined && expectedEvents.includes(event);
  const codes = isExpected ? dates.expected : dates.happened;
  const when = findQualified(loop, 'DTM', codes);
  if (when === undefined)
    from.complain(
      at,
      0,
      `the day of the event is missing: send a DTM with ${codes.join(' or ')}`,
      'value-missing',
    );
  const number = from.component(findGroup(loop, 'EQD', equipment)?.first('EQD'), 2, 1);
  return {
    event,
    reason: from.component(at, 3, 1) === undefined ? undefined : from.code(reasonList(profile), at, [3, 1]),
    at: when && readEdifactMoment(from, when, 'day of the event'),
    place: readPlace(from, loop.first('LOC')),
    equipment:
      number === undefined ? undefined : { carrierCode: readCarrierCode(from, loop, profile), number },
  };
}

/** A place that is given by a code only is left out. */
function readPlace(from: Reading, at: PlacedSegment | undefined) {
  const city = from.component(at, 2, 4);
  if (city === undefined) return undefined;
  const isCountry = from.component(at, 3, 2) === country[0];
  const isRegion = from.component(at, 4, 2) === region[0];
  return {
    city,
    region: isRegion ? from.component(at, 4, 1) : undefined,
    countryCode: isCountry ? from.component(at, 3, 1) : undefined,
  };
}

function writeEvent(to: Writing, told: ShipmentStatusEvent, profile: AgreementProfile): void {
  const { status } = profile.edifact;
  const { event, reason, place, equipment } = told;
  const code = eventList(profile).toTheirs(event);
  if (code === '') to.complain(`the event "${event}" has no agreed code in STS`);
  const why = reason === undefined ? '' : reasonList(profile).toTheirs(reason);
  if (reason !== undefined && why === '') to.complain(`the reason "${reason}" has no agreed code in STS`);
  to.segment('STS', [status.statusTypes[0]], [code], why === '' ? '' : [why]);
  const codes = expectedEvents.includes(event) ? status.dates.expected : status.dates.happened;
  writeEdifactMoment(to, codes[0], told.at);
  if (place !== undefined) {
    const related = place.countryCode === undefined ? '' : [place.countryCode, ...country];
    const part = place.region === undefined ? '' : [place.region, ...region];
    to.segment('LOC', status.location, ['', '', '', place.city], related, part);
  }
  if (equipment?.carrierCode !== undefined) writeCarriage(to, equipment.carrierCode, profile);
  if (equipment !== undefined) to.segment('EQD', status.equipment[0], [equipment.number]);
}
