import type { LineEvent, OrderLineFacts } from '@coplan/collaboration';
import { momentOf } from '../moments.ts';
import { lineRules, standardTerms } from '../terms-content.ts';
import { at, told } from '../told-event.ts';
import type { CustomerLine, DepartedPart, SignedPart } from './read-customer-lines.ts';

/**
 * By what customers' lines are judged: the day that the customer asked for, a day early at most, nothing more or less than
 * was ordered, and papers that say what stood at the door.
 */
const rules = {
  ...lineRules(
    {
      ...standardTerms,
      basis: 'requested',
      datedBy: 'arrival',
      documents: { ...standardTerms.documents, shipNoticeLeadHours: null, invoiceDueDays: null },
    },
    { rulesVersion: 'customers-1', leadTimeDays: null },
  ),
};
const customerRules = { ...rules, documents: { ...rules.documents, needsBillOfLading: true } };

const refusals = {
  damaged: 'damaged',
  'wrong-place': 'wrong-place',
  'not-ordered': 'other',
  other: 'other',
} as const;

type About = { line: CustomerLine; departure: DepartedPart };

function signedEvents({ line, departure }: About, proof: SignedPart): LineEvent[] {
  const { shipmentNumber: shipmentId } = departure;
  const [atMs, knownMs] = [at(proof.deliveredAt), at(proof.recordedAt)];
  const id = `proof:${departure.shipmentId}:${proof.number}`;
  const { deliveredMilli, damagedMilli, refusedMilli } = proof;
  const damaged = damagedMilli === 0 ? {} : { damagedMilli };
  return [
    told(`${id}:arrived`, atMs, knownMs, {
      ...{ kind: 'arrived', shipmentId, source: 'proof-of-delivery', gln: line.customerId },
    }),
    ...(deliveredMilli === 0
      ? []
      : [
          told(id, atMs, knownMs, {
            ...{ kind: 'received', shipmentId, source: 'receipt-scan', gtin: line.gtin },
            ...{ receivedMilli: deliveredMilli, ...damaged },
          }),
        ]),
    ...(refusedMilli === 0
      ? []
      : [
          told(`${id}:refused`, atMs, knownMs, {
            ...{
              kind: 'refused',
              shipmentId,
              refusedMilli,
              reason: refusals[proof.refusedReason ?? 'other'],
            },
          }),
        ]),
  ];
}

/** What happened to one departure; a proof that was corrected is withdrawn when the next one became known. */
function departureEvents(about: About): LineEvent[] {
  const { line, departure } = about;
  const { shipmentNumber: shipmentId, shippedMilli, carrierReference } = departure;
  const toldMs = at(departure.confirmedAt);
  const leftMs = momentOf(departure.despatchedOn, toldMs, line.timeZone);
  const signed = departure.proofs.flatMap((proof, index) => {
    const events = signedEvents(about, proof);
    const next = departure.proofs[index + 1];
    if (next === undefined) return events;
    const endMs = at(next.recordedAt);
    return [
      ...events,
      ...events.map(({ eventId }) =>
        told(`end:${eventId}`, endMs, endMs, { kind: 'withdrawn', withdrawnEventId: eventId }),
      ),
    ];
  });
  return [
    told(`left:${departure.shipmentId}`, leftMs, toldMs, {
      ...{ kind: 'shipped', shipmentId, gtin: line.gtin, shippedMilli },
      ...(carrierReference === null ? {} : { loadId: carrierReference }),
    }),
    told(`bill:${departure.shipmentId}`, leftMs, toldMs, {
      ...{ kind: 'bill-of-lading', shipmentId, statedMilli: shippedMilli },
    }),
    ...signed,
  ];
}

/** A customer's line as the engine of perfect orders reads it. Pure: the same facts give the same bytes. */
export function customerFacts(line: CustomerLine): OrderLineFacts {
  const cancelled =
    line.cancelledAt === null
      ? []
      : [
          told('cancelled', at(line.cancelledAt), at(line.cancelledAt), {
            ...{ kind: 'cancelled', by: 'customer' },
          } as const),
        ];
  return {
    ...{ lineId: line.orderLineId, orderId: line.orderId, gtin: line.gtin, unit: line.unit },
    ...{ orderedMilli: line.quantityMilli, unitPriceMicros: line.unitPriceMicros },
    ...{ orderedAtMs: at(line.placedAt), requestedOn: line.requestedOn, timeZone: line.timeZone },
    ...{ shipToGln: line.customerId, billToGln: line.customerId, rules: customerRules },
    events: [...line.departures.flatMap((departure) => departureEvents({ line, departure })), ...cancelled],
  };
}
