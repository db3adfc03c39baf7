import { type BilledOrder, type BilledShipment, billedShipment, type InvoiceLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { purposes, structures } from '../despatch-advice/x12-856.ts';
import { childrenOf, type HlLevel, readLevels } from '../despatch-advice/x12-levels.ts';
import { Levels, readSscc } from '../despatch-advice/x12-packages.ts';
import { writeSscc } from '../despatch-advice/x12-ssccs.ts';
import { readInvoiceLine, writeInvoiceLine } from '../invoice/x12-810.ts';
import { readCharges, readTaxes, writeCharges, writeTaxes } from '../invoice/x12-charges.ts';
import { unitList } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, type PartyFacts, writePartyWithOneId } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

type Below = { to: Writing; levels: Levels; parent: number; profile: AgreementProfile };

/**
 * ASC X12 857 at 004010 and 005010: shipment, order, pallet, item. Days and references are those of the 856, lines,
 * charges and taxes those of the 810.
 */
export const x12BilledShipment = defineMapping<BilledShipment>({
  type: '857',
  document: billedShipment,
  read(root, from, profile) {
    const beginning = root.first('BHT');
    from.code(structures, beginning, 1);
    const shipment = readLevels(root, from);
    if (shipment === undefined) return undefined;
    for (const carton of childrenOfAll(shipment).filter(({ code }) => code === 'P'))
      from.complain(carton.head, 3, 'cartons are not agreed in an 857: send pallets and items');
    return {
      documentType: 'billed-shipment',
      purpose: from.code(purposes, beginning, 2),
      noticeNumber: from.required(beginning, 3, 'number of the notice'),
      writtenOn: from.localDate(beginning, 4, 'day of the notice'),
      ...readShipment(shipment, from, profile),
      orders: childrenOf(shipment, 'O').map((order) => readOrder(order, from, profile)),
    };
  },
  write(document, to, profile) {
    const isPacked = document.orders.some(({ pallets }) => pallets.length > 0);
    const structure = structures.toTheirs(isPacked ? 'packed' : 'plain');
    const purpose = purposes.toTheirs(document.purpose);
    to.segment('BHT', structure, purpose, document.noticeNumber, toCcyymmdd(document.writtenOn));
    const levels = new Levels(to);
    const parent = levels.open('S', undefined, true);
    writeShipment(document, to, profile);
    for (const order of document.orders) writeOrder(order, { to, levels, parent, profile });
  },
});

const childrenOfAll = (level: HlLevel): HlLevel[] =>
  level.children.flatMap((child) => [child, ...childrenOfAll(child)]);

function readShipment(level: HlLevel, from: Reading, profile: AgreementProfile) {
  const { references, dates, parties } = profile.despatch;
  const [loop] = level.loop.loops('G05');
  if (loop === undefined)
    from.complain(level.head, 0, 'how much is shipped is missing: send a G05', 'value-missing');
  const total = loop?.first('G05');
  const currency = from.text(loop?.first('CUR'), 2) ?? profile.currency;
  if (currency === undefined)
    from.complain(
      total ?? level.head,
      0,
      'the currency is missing: send a CUR or agree one',
      'value-missing',
    );
  return {
    despatchedOn: from.optionalDate(qualified(loop, 'DTM', dates.despatched), 2, 'day of despatch'),
    deliverOn: from.optionalDate(qualified(loop, 'DTM', dates.expected), 2, 'expected day of delivery'),
    billOfLading: from.text(qualified(loop, 'N9', references.billOfLading), 2),
    carrierReference: from.text(qualified(loop, 'N9', references.carrierReference), 2),
    shipped:
      total === undefined
        ? undefined
        : {
            amountMilli: from.scaled(total, 1, 3, 'shipped quantity'),
            unit: from.code(unitList(profile), total, 2),
          },
    currency,
    buyer: optionalParty(from, loop, profile.parties.buyer, profile),
    supplier: optionalParty(from, loop, profile.parties.supplier, profile),
    shipFrom: optionalParty(from, loop, parties.shipFrom, profile),
    shipTo: optionalParty(from, loop, profile.parties.shipTo, profile) ?? {},
  };
}

const qualified = (
  loop: Loop | undefined,
  tag: string,
  codes: readonly string[],
): PlacedSegment | undefined => loop?.all(tag).find(({ segment }) => codes.includes(segment.value(1)));

function writeShipment(document: BilledShipment, to: Writing, profile: AgreementProfile): void {
  const { references, dates, parties } = profile.despatch;
  const { shipped, despatchedOn, deliverOn, billOfLading, carrierReference } = document;
  to.segment('G05', decimalText(shipped.amountMilli, 3), to.unit(shipped.unit));
  if (despatchedOn !== undefined) to.segment('DTM', dates.despatched[0], toCcyymmdd(despatchedOn));
  if (deliverOn !== undefined) to.segment('DTM', dates.expected[0], toCcyymmdd(deliverOn));
  if (billOfLading !== undefined) to.segment('N9', references.billOfLading[0], billOfLading);
  if (carrierReference !== undefined) to.segment('N9', references.carrierReference[0], carrierReference);
  to.segment('CUR', profile.parties.buyer[0], document.currency);
  const party = (role: string | undefined, what: string, facts: PartyFacts | undefined) => {
    if (facts !== undefined) writePartyWithOneId(to, { role, what }, facts, profile);
  };
  party(profile.parties.buyer[0], 'buyer', document.buyer);
  party(profile.parties.supplier[0], 'supplier', document.supplier);
  party(parties.shipFrom[0], 'place of despatch', document.shipFrom);
  party(profile.parties.shipTo[0], 'place of delivery', document.shipTo);
}

function readOrder(level: HlLevel, from: Reading, profile: AgreementProfile) {
  const [loop] = level.loop.loops('TDS');
  if (loop === undefined) {
    from.complain(level.head, 0, 'the total of the order is missing: send a TDS', 'value-missing');
    return undefined;
  }
  const order = loop.first('PRF');
  if (order === undefined)
    from.complain(level.head, 0, 'the order is not named: send a PRF', 'value-missing');
  return {
    poNumber: order === undefined ? undefined : from.required(order, 1, 'order number'),
    orderedOn: from.optionalDate(order, 4, 'order day'),
    invoiceNumber: from.text(qualified(loop, 'N9', profile.invoice.invoiceReferences), 2),
    pallets: childrenOf(level, 'T').map((pallet) => {
      const [marks] = pallet.loop.loops('PAL');
      return {
        sscc: marks === undefined ? undefined : readSscc(from, { ...pallet, loop: marks }, profile),
        lines: readLines(pallet, from, profile),
      };
    }),
    lines: readLines(level, from, profile),
    charges: readCharges(from, loop, profile),
    taxes: readTaxes(from, loop, profile),
    totalMinor: from.scaled(loop.first('TDS'), 1, 0, 'total'),
  };
}

function readLines(level: HlLevel, from: Reading, profile: AgreementProfile) {
  return childrenOf(level, 'I').map((item) => {
    const [loop] = item.loop.loops('IT1');
    if (loop === undefined) {
      from.complain(item.head, 0, 'the item is missing: send an IT1', 'value-missing');
      return undefined;
    }
    return readInvoiceLine(loop, from, profile);
  });
}

function writeOrder(order: BilledOrder, { to, levels, parent, profile }: Below): void {
  const own = levels.open('O', parent, true);
  to.segment('TDS', String(order.totalMinor));
  const orderedOn = order.orderedOn === undefined ? '' : toCcyymmdd(order.orderedOn);
  to.segment('PRF', order.poNumber, '', '', orderedOn);
  if (order.invoiceNumber !== undefined)
    to.segment('N9', profile.invoice.invoiceReferences[0], order.invoiceNumber);
  writeTaxes(to, order.taxes, profile);
  writeCharges(to, order.charges, profile);
  for (const { sscc, lines } of order.pallets) {
    const pallet = levels.open('T', own, true);
    to.segment('PAL', profile.invoice.palletType);
    writeSscc(to, sscc, profile);
    writeLines(lines, { to, levels, parent: pallet, profile });
  }
  writeLines(order.lines, { to, levels, parent: own, profile });
}

function writeLines(lines: readonly InvoiceLine[], { to, levels, parent, profile }: Below): void {
  for (const line of lines) {
    levels.open('I', parent, false);
    writeInvoiceLine(line, to, profile);
  }
}
