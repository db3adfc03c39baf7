import { type RequestedOrder, type RoutingRequest, routingRequest } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { defineMapping } from '../mapping.ts';
import { readParty, writePartyWithOneId } from '../parties.ts';
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

/** ASC X12 753 at 005010: in front of the LX who has goods ready, behind it where they go. */
export const x12RoutingRequest = defineMapping<RoutingRequest>({
  type: '753',
  document: routingRequest,
  read(root, from, profile) {
    const { parties, moments } = profile.routing;
    const beginning = root.first('BGN');
    const detailFrom = root.first('LX')?.index ?? 0;
    const isDetail = (loop: Loop): boolean => (loop.first('N1')?.index ?? 0) > detailFrom;
    const places = root.loops('N1');
    const sender = places.find((loop) => !isDetail(loop));
    checkRole(from, sender, parties.shipFrom);
    return {
      documentType: 'routing-request',
      purpose: from.code(routingPurposeList, beginning, 1),
      requestNumber: from.required(beginning, 2, 'number of the request'),
      requestedOn: from.localDate(beginning, 3, 'day of the request'),
      contact: readContact(from, root, profile),
      shipFrom: readParty(from, sender, profile),
      destinations: places.filter(isDetail).map((loop) => {
        checkRole(from, loop, parties.shipTo);
        return {
          shipTo: readParty(from, loop, profile),
          references: readReferences(from, loop.all('L11'), profile),
          moments: readRoutingMoments(from, loop, moments.request),
          orders: loop.loops('OID').map((order) => readOrder(from, order, profile)),
        };
      }),
    };
  },
  write(request, to, profile) {
    refuseOldVersion(to, '753', profile);
    const { parties, moments } = profile.routing;
    const purpose = routingPurposeList.toTheirs(request.purpose);
    to.segment('BGN', purpose, request.requestNumber, toCcyymmdd(request.requestedOn));
    writeContact(to, request.contact, profile);
    const sender = { role: parties.shipFrom[0], what: 'place that ships' };
    writePartyWithOneId(to, sender, request.shipFrom, profile);
    to.segment('LX', '1');
    for (const destination of request.destinations) {
      const about = { role: parties.shipTo[0], what: 'place of delivery' };
      writePartyWithOneId(to, about, destination.shipTo, profile);
      writeL11(to, destination.references, profile);
      writeRoutingMoments(to, destination.moments, moments.request);
      for (const order of destination.orders) writeOrder(to, order, profile);
    }
  },
});

function checkRole(from: Reading, loop: Loop | undefined, roles: readonly string[]): void {
  const head = loop?.first('N1');
  const role = from.required(head, 1, 'role of the company');
  if (role === undefined || roles.includes(role)) return;
  const why = `"${role}" is no agreed role here: agreed are ${roles.join(', ')}`;
  from.complain(head, 1, why, 'element-code');
}

function readOrder(from: Reading, loop: Loop, profile: AgreementProfile) {
  const goods = loop.first('CMC');
  return {
    ...readRoutedOrder(from, loop.first('OID'), profile),
    commodity: from.text(goods, 1),
    freightClass: from.text(goods, 2),
  };
}

function writeOrder(to: Writing, order: RequestedOrder, profile: AgreementProfile): void {
  writeRoutedOrder(to, order, profile);
  const { commodity, freightClass } = order;
  if ((commodity ?? freightClass) !== undefined) to.segment('CMC', commodity, freightClass);
}
