import { type RoutingInstructions, routingInstructions } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, readParty, writePartyWithOneId } from '../parties.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import {
  readContact,
  readRoutedOrder,
  readRoutingMoments,
  refuseOldVersion,
  routingPurposeList,
  writeContact,
  writeL11,
  writeRoutedOrder,
  writeRoutingMoments,
} from '../routing/x12-parts.ts';
import { readReferences } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';

const serviceList = ({ routing }: AgreementProfile) => codeList('service', routing.services);
const paymentList = ({ transport }: AgreementProfile) =>
  codeList('payment of the freight', transport.payments);

/** ASC X12 754 at 005010: an LX for each load. */
export const x12RoutingInstructions = defineMapping<RoutingInstructions>({
  type: '754',
  document: routingInstructions,
  read(root, from, profile) {
    const beginning = root.first('BGN');
    const { shipFrom } = profile.routing.parties;
    const sender = optionalParty(from, root, shipFrom, profile);
    if (sender === undefined) {
      const why = `the company that ships is missing: send an N1 with ${shipFrom.join(' or ')}`;
      from.complain(beginning, 0, why, 'value-missing');
    }
    return {
      documentType: 'routing-instructions',
      purpose: from.code(routingPurposeList, beginning, 1),
      instructionNumber: from.required(beginning, 2, 'number of the instructions'),
      issuedOn: from.localDate(beginning, 3, 'day of the instructions'),
      requestNumber: from.text(beginning, 6),
      contact: readContact(from, root, profile),
      shipFrom: sender,
      loads: root.loops('LX').map((loop) => readLoad(from, loop, profile)),
    };
  },
  write(instructions, to, profile) {
    refuseOldVersion(to, '754', profile);
    const { instructionNumber, issuedOn, requestNumber, shipFrom } = instructions;
    const purpose = routingPurposeList.toTheirs(instructions.purpose);
    to.segment('BGN', purpose, instructionNumber, toCcyymmdd(issuedOn), '', '', requestNumber);
    writeContact(to, instructions.contact, profile);
    const sender = { role: profile.routing.parties.shipFrom[0], what: 'company that ships' };
    writePartyWithOneId(to, sender, shipFrom, profile);
    instructions.loads.forEach((load, index) => {
      to.segment('LX', String(index + 1));
      writeLoad(to, load, profile);
    });
  },
});

function readLoad(from: Reading, loop: Loop, profile: AgreementProfile) {
  const [service, another] = loop.all('SMD');
  if (another !== undefined)
    from.complain(another, 0, 'a load goes by one service, here are several: send one SMD');
  const place = loop.loops('N1')[0];
  return {
    references: readReferences(from, loop.all('L11'), profile),
    carrierCode: from.text(loop.first('BLR'), 1),
    service: service && {
      level: from.code(serviceList(profile), service, 1),
      payment: from.code(paymentList(profile), service, 2),
    },
    orders: loop.all('OID').map((at) => readRoutedOrder(from, at, profile)),
    moments: readRoutingMoments(from, loop, profile.routing.moments.instructions),
    shipTo: place && readPlace(from, place, profile),
  };
}

function readPlace(from: Reading, loop: Loop, profile: AgreementProfile) {
  const roles = profile.routing.parties.shipTo;
  const head = loop.first('N1');
  const role = head?.segment.value(1) ?? '';
  if (!roles.includes(role)) {
    const why = `"${role}" is no agreed role of the place of delivery: agreed are ${roles.join(', ')}`;
    from.complain(head, 1, why, 'element-code');
  }
  return readParty(from, loop, profile);
}

function writeLoad(to: Writing, load: RoutingInstructions['loads'][number], profile: AgreementProfile): void {
  const { carrierCode, service, shipTo } = load;
  writeL11(to, load.references, profile);
  if (carrierCode !== undefined) to.segment('BLR', carrierCode);
  if (service !== undefined) {
    const payment = paymentList(profile).toTheirs(service.payment);
    to.segment('SMD', serviceList(profile).toTheirs(service.level), payment);
  }
  for (const order of load.orders) writeRoutedOrder(to, order, profile);
  writeRoutingMoments(to, load.moments, profile.routing.moments.instructions);
  const about = { role: profile.routing.parties.shipTo[0], what: 'place of delivery' };
  if (shipTo !== undefined) writePartyWithOneId(to, about, shipTo, profile);
}
