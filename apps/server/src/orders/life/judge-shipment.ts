import type { DespatchAdvice, DespatchedLine, DespatchedOrder } from '@coplan/documents';
import { openDeal } from '../blanket/spread.ts';
import { hashContent } from './content-hash.ts';
import { dealSerials } from './deal-serials.ts';
import { findLine, inUnitOf } from './find-line.ts';
import { amount, waits } from './issues.ts';
import type { OrderFacts, ShipmentFact, ShippedLine } from './order-facts.ts';
import { readOrderLife } from './order-life.ts';

type Packed = { line: DespatchedLine; palletSscc: string | null; cartonSscc: string | null };

/** Every line of the order in the shipment, with what it is packed in. */
function packedLines({ pallets, cartons, lines }: DespatchedOrder): Packed[] {
  const inCarton = (palletSscc: string | null) => (carton: DespatchedOrder['cartons'][number]) =>
    carton.lines.map((line) => ({ line, palletSscc, cartonSscc: carton.sscc ?? null }));
  return [
    ...pallets.flatMap((pallet) => [
      ...pallet.cartons.flatMap(inCarton(pallet.sscc ?? null)),
      ...pallet.lines.map((line) => ({ line, palletSscc: pallet.sscc ?? null, cartonSscc: null })),
    ]),
    ...cartons.flatMap(inCarton(null)),
    ...lines.map((line) => ({ line, palletSscc: null, cartonSscc: null })),
  ];
}

const toShipped = (
  facts: OrderFacts,
  { line, palletSscc, cartonSscc }: Packed,
  deal: ReturnType<typeof openDeal>,
): ShippedLine[] => {
  const shares = deal(line, line.shipped.amountMilli) ?? [
    { lineNumber: findLine(facts, line).lineNumber, amountMilli: line.shipped.amountMilli },
  ];
  const serials = dealSerials(line.serialNumbers ?? [], shares);
  return shares.map(({ lineNumber, amountMilli }, index) => ({
    lineNumber,
    shippedMilli: inUnitOf(facts, findLine(facts, { lineNumber }), { ...line.shipped, amountMilli }),
    lotNumber: line.lotNumber ?? null,
    expiresOn: line.expiresOn ?? null,
    palletSscc,
    ssccs: cartonSscc === null ? line.ssccs : [cartonSscc],
    serialNumbers: serials[index] ?? [],
  }));
};

function wasReceived(facts: OrderFacts, notice: DespatchAdvice, contentHash: string): boolean {
  if (facts.shipments.some((known) => known.contentHash === contentHash)) return true;
  const namesake = facts.shipments.find(
    ({ shipmentNumber, purpose }) => shipmentNumber === notice.shipmentNumber && purpose === notice.purpose,
  );
  if (namesake !== undefined && notice.purpose === 'original') {
    waits(
      'shipment-number-used',
      `Shipment ${notice.shipmentNumber} of order ${facts.poNumber} was announced before with other content: send a replacement, or give it its own number`,
    );
  }
  return false;
}

/** Lines that took in more than was ordered, by so much that the buyer has to be asked. */
function refuseTooMuch(facts: OrderFacts, shipment: ShipmentFact): void {
  const life = readOrderLife({ ...facts, shipments: [...facts.shipments, shipment] }, 'sent');
  const overRatio = facts.tolerance.overRatio ?? 0;
  for (const { lineNumber } of shipment.lines) {
    const line = life.lines.find((one) => one.line.lineNumber === lineNumber);
    if (line === undefined) continue;
    const { announcedMilli, orderedMilli, asked } = line;
    if (asked.state === 'rejected' || line.asked.isDeleted) {
      waits(
        'line-finished',
        `Line ${lineNumber} of order ${facts.poNumber} was ${asked.isDeleted ? 'removed from the order' : 'rejected'}, and the shipment holds it`,
      );
    }
    if (announcedMilli > orderedMilli * (1 + overRatio)) {
      waits(
        'over-shipped',
        `Line ${lineNumber} of order ${facts.poNumber}: ${amount(announcedMilli, line.line.unit)} announced, ${amount(orderedMilli, line.line.unit)} ordered`,
      );
    }
  }
}

/** What a ship notice says about one order; null: it said so before. */
export function judgeShipment(
  facts: OrderFacts,
  notice: DespatchAdvice,
  shipmentId: string,
): ShipmentFact | null {
  const about = notice.orders.filter(({ poNumber }) => poNumber === facts.poNumber);
  const contentHash = hashContent({ ...notice, orders: about });
  if (wasReceived(facts, notice, contentHash)) return null;
  const isKnown = facts.shipments.some(({ shipmentNumber }) => shipmentNumber === notice.shipmentNumber);
  if (notice.purpose === 'cancellation' && !isKnown) {
    waits('shipment-unknown', `Shipment ${notice.shipmentNumber} is taken back and was never announced`);
  }
  const { state } = readOrderLife(facts, 'sent');
  if (
    ['cancelled', 'rejected', 'closed', 'closed-short'].includes(state) &&
    notice.purpose !== 'cancellation'
  ) {
    waits(
      'order-ended',
      `Order ${facts.poNumber} is ${state}, and shipment ${notice.shipmentNumber} holds goods for it`,
    );
  }
  const others = facts.shipments.filter(({ shipmentNumber }) => shipmentNumber !== notice.shipmentNumber);
  const deal = openDeal({ ...facts, shipments: others }, 'shipped');
  const shipment: ShipmentFact = {
    shipmentId,
    shipmentNumber: notice.shipmentNumber,
    purpose: notice.purpose,
    writtenOn: notice.writtenOn,
    despatchedOn: notice.despatchedOn ?? null,
    deliverOn: notice.deliverOn ?? null,
    carrierReference: notice.carrierReference ?? null,
    contentHash,
    lines: about.flatMap(packedLines).flatMap((packed) => toShipped(facts, packed, deal)),
  };
  if (notice.purpose !== 'cancellation') refuseTooMuch(facts, shipment);
  return shipment;
}
