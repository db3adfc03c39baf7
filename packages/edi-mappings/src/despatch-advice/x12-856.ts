import {
  type DespatchAdvice,
  type DespatchedOrder,
  despatchAdvice,
  linesOfDespatchedOrder,
} from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, optionalParty, readParty, writeParty } from '../parties.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';
import { childrenOf, type HlLevel, readLevels } from './x12-levels.ts';
import {
  Levels,
  readCarton,
  readLine,
  readPallet,
  readWeight,
  weightElements,
  writeCarton,
  writeLine,
  writePallet,
} from './x12-packages.ts';

export const purposes = codeList('purpose of the ship notice', {
  original: '00',
  replacement: '05',
  cancellation: '01',
});
/** BSN05: cartons above items, items above cartons, no packages. */
export const structures = codeList('structure of the levels', {
  packed: '0001',
  marked: '0002',
  plain: '0004',
});
const modeList = ({ despatch }: AgreementProfile) => codeList('kind of transport', despatch.modes);
/** BSN04 is mandatory, and the hour of writing says nothing about the goods. */
const timeOfWriting = '0000';

/** ASC X12 856 at 004010 and 005010: shipment, order, tare, pack, item. */
export const x12DespatchAdvice = defineMapping<DespatchAdvice>({
  type: '856',
  document: despatchAdvice,
  read(root, from, profile) {
    const beginning = root.first('BSN');
    if (from.text(beginning, 5) !== undefined) from.code(structures, beginning, 5);
    const shipment = readLevels(root, from);
    checkLineCount(root, 'HL', from);
    if (shipment === undefined) return undefined;
    return {
      documentType: 'despatch-advice',
      purpose: from.code(purposes, beginning, 1),
      shipmentNumber: from.required(beginning, 2, 'shipment number'),
      writtenOn: from.localDate(beginning, 3, 'day of the ship notice'),
      ...readShipment(shipment, from, profile),
      orders: childrenOf(shipment, 'O').map((order) => readOrder(order, from, profile)),
    };
  },
  write(advice, to, profile) {
    const lines = advice.orders.flatMap(linesOfDespatchedOrder);
    const isPacked = advice.orders.some(({ pallets, cartons }) => pallets.length + cartons.length > 0);
    const isMarked = lines.some(({ ssccs }) => ssccs.length > 0);
    const structure = structures.toTheirs(isPacked ? 'packed' : isMarked ? 'marked' : 'plain');
    const day = toCcyymmdd(advice.writtenOn);
    to.segment(
      'BSN',
      purposes.toTheirs(advice.purpose),
      advice.shipmentNumber,
      day,
      timeOfWriting,
      structure,
    );
    const levels = new Levels(to);
    const shipment = levels.open('S', undefined, true);
    writeShipment(advice, to, profile);
    for (const order of advice.orders) writeOrder(order, { to, levels, parent: shipment, profile });
    to.segment('CTT', String(to.count('HL')));
  },
});

function readShipment(level: HlLevel, from: Reading, profile: AgreementProfile) {
  const { loop } = level;
  const { references, dates, parties, packaging } = profile.despatch;
  const qualified = (tag: string, codes: readonly string[]) =>
    [...loop.all(tag), ...loop.loops(tag).flatMap((below) => below.all(tag))].find(({ segment }) =>
      codes.includes(segment.value(1)),
    );
  const packages = (codes: readonly string[]): number | undefined => {
    const letters = codes.map((code) => code.slice(0, 3));
    const at = loop.all('TD1').find(({ segment }) => letters.includes(segment.value(1).slice(0, 3)));
    return at === undefined ? undefined : from.scaled(at, 2, 0, 'number of packages');
  };
  return {
    despatchedOn: from.optionalDate(qualified('DTM', dates.despatched), 2, 'day of despatch'),
    deliverOn: from.optionalDate(qualified('DTM', dates.expected), 2, 'expected day of delivery'),
    billOfLading: from.text(qualified('REF', references.billOfLading), 2),
    carrierReference: from.text(qualified('REF', references.carrierReference), 2),
    carrier: readCarrier(loop, from, profile),
    trailerNumber: from.text(qualified('TD3', profile.despatch.trailer), 3),
    palletCount: packages(packaging.pallets),
    cartonCount: packages(packaging.cartons),
    weight: readWeight(from, level, profile),
    buyer: optionalParty(from, loop, profile.parties.buyer, profile),
    supplier: optionalParty(from, loop, profile.parties.supplier, profile),
    shipFrom: optionalParty(from, loop, parties.shipFrom, profile),
    shipTo: optionalParty(from, loop, profile.parties.shipTo, profile) ?? {},
  };
}

/** TD5 with the carrier's own code in 02 and 03; 05 is its name or service. */
function readCarrier(loop: Loop, from: Reading, profile: AgreementProfile) {
  const at = loop.all('TD5').find(({ segment }) => segment.value(3) !== '');
  if (at === undefined) return undefined;
  return {
    code: from.text(at, 3),
    mode: from.text(at, 4) === undefined ? undefined : from.code(modeList(profile), at, 4),
    name: from.text(at, 5),
  };
}

function writeShipment(advice: DespatchAdvice, to: Writing, profile: AgreementProfile): void {
  const { references, dates, parties, packaging, trailer } = profile.despatch;
  const { carrier, cartonCount, palletCount, weight } = advice;
  if (palletCount !== undefined) to.segment('TD1', packaging.pallets[0], String(palletCount));
  if (cartonCount !== undefined) to.segment('TD1', packaging.cartons[0], String(cartonCount));
  if (weight !== undefined) to.segment('TD1', '', '', '', '', '', ...weightElements(to, weight));
  if (carrier !== undefined) {
    const mode = carrier.mode === undefined ? '' : modeList(profile).toTheirs(carrier.mode);
    // TD502 2: the code is the standard carrier alpha code.
    to.segment('TD5', '', '2', carrier.code, mode, carrier.name);
  }
  if (advice.trailerNumber !== undefined) to.segment('TD3', trailer[0], '', advice.trailerNumber);
  if (advice.billOfLading !== undefined) to.segment('REF', references.billOfLading[0], advice.billOfLading);
  if (advice.carrierReference !== undefined)
    to.segment('REF', references.carrierReference[0], advice.carrierReference);
  if (advice.despatchedOn !== undefined)
    to.segment('DTM', dates.despatched[0], toCcyymmdd(advice.despatchedOn));
  if (advice.deliverOn !== undefined) to.segment('DTM', dates.expected[0], toCcyymmdd(advice.deliverOn));
  if (advice.buyer !== undefined) writeParty(to, profile.parties.buyer[0], advice.buyer, profile);
  if (advice.supplier !== undefined) writeParty(to, profile.parties.supplier[0], advice.supplier, profile);
  if (advice.shipFrom !== undefined) writeParty(to, parties.shipFrom[0], advice.shipFrom, profile);
  writeParty(to, profile.parties.shipTo[0], advice.shipTo, profile);
}

function readOrder(level: HlLevel, from: Reading, profile: AgreementProfile) {
  const { loop, head } = level;
  const order = loop.first('PRF');
  if (order === undefined) from.complain(head, 0, 'the order is not named: send a PRF', 'value-missing');
  const marked = findParty(loop, profile.despatch.parties.markFor);
  const { gln, code } = marked === undefined ? {} : readParty(from, marked, profile);
  return {
    poNumber: order === undefined ? undefined : from.required(order, 1, 'order number'),
    orderedOn: from.optionalDate(order, 4, 'order day'),
    markFor: gln !== undefined ? { gln } : code !== undefined ? { code } : undefined,
    pallets: childrenOf(level, 'T').map((pallet) => readPallet(from, pallet, profile)),
    cartons: childrenOf(level, 'P').map((carton) => readCarton(from, carton, profile)),
    lines: childrenOf(level, 'I').map((line) => readLine(from, line, profile)),
  };
}

function writeOrder(
  order: DespatchedOrder,
  { to, levels, parent, profile }: Parameters<typeof writeLine>[1],
): void {
  const own = levels.open('O', parent, true);
  const orderedOn = order.orderedOn === undefined ? '' : toCcyymmdd(order.orderedOn);
  to.segment('PRF', order.poNumber, '', '', orderedOn);
  const { parties } = profile.despatch;
  if (order.markFor !== undefined) writeParty(to, parties.markFor[0], order.markFor, profile);
  const below = { to, levels, parent: own, profile };
  for (const pallet of order.pallets) writePallet(pallet, below);
  for (const carton of order.cartons) writeCarton(carton, below);
  for (const line of order.lines) writeLine(line, below);
}
