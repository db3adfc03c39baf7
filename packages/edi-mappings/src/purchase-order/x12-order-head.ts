import type { AnyOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { checkPriceBasis, readDescription, refuseSplit, writeDescription } from './x12-order-lines.ts';

/** What an 850 says of any kind of order. */

const purposes = codeList('purpose of the order', {
  original: '00',
  replacement: '05',
  cancellation: '01',
  confirmation: '06',
  duplicate: '07',
});
const kinds = ({ orderTypes, blanket }: AgreementProfile) =>
  codeList('order type', { order: orderTypes, blanket: blanket.types });

/** BEG02; undefined where it is not agreed. */
export const readOrderKind = (from: Reading, root: Loop, profile: AgreementProfile) =>
  from.code(kinds(profile), root.first('BEG'), 2);

export function readCurrency(from: Reading, root: Loop, profile: AgreementProfile): string | undefined {
  const currency = from.text(root.first('CUR'), 2) ?? profile.currency;
  if (currency === undefined) {
    from.complain(undefined, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
  }
  return currency;
}

export function readOrderHead(from: Reading, root: Loop, profile: AgreementProfile) {
  const beginning = root.first('BEG');
  const buyer = readParty(from, findParty(root, profile.parties.buyer), profile);
  const supplier = readParty(from, findParty(root, profile.parties.supplier), profile);
  return {
    purpose: from.code(purposes, beginning, 1),
    poNumber: from.required(beginning, 3, 'order number'),
    orderedOn: from.localDate(beginning, 5, 'order day'),
    buyer: { gln: buyer.gln, code: buyer.code, name: buyer.name ?? profile.partyNames.buyer },
    supplier: {
      gln: supplier.gln,
      code: supplier.code,
      name: supplier.name ?? profile.partyNames.supplier,
    },
    shipTo: readParty(from, findParty(root, profile.parties.shipTo), profile),
  };
}

/** BEG and CUR. */
export function writeOrderBeginning(
  to: Writing,
  order: AnyOrder,
  { kind, contractNumber }: { kind: string | undefined; contractNumber?: string | undefined },
  profile: AgreementProfile,
): void {
  const orderedOn = toCcyymmdd(order.orderedOn);
  to.segment('BEG', purposes.toTheirs(order.purpose), kind, order.poNumber, '', orderedOn, contractNumber);
  to.segment('CUR', profile.parties.buyer[0], order.currency);
}

export function writeOrderParties(to: Writing, order: AnyOrder, profile: AgreementProfile): void {
  writeParty(to, profile.parties.buyer[0], order.buyer, profile);
  writeParty(to, profile.parties.supplier[0], order.supplier, profile);
  writeParty(to, profile.parties.shipTo[0], order.shipTo, profile);
}

/** What a PO1 says of its item, its unit and its price, whatever the kind of order. */
export function readOrderedItem(from: Reading, loop: Loop, profile: AgreementProfile) {
  const head = loop.first('PO1');
  const issuesBefore = from.issues.length;
  const ids = head === undefined ? {} : readItemIds(from, head, 6, profile);
  if (ids.gtin === undefined && from.issues.length === issuesBefore) {
    const why = `the GTIN is missing: send it with ${profile.itemIds.gtin.join(', ')}`;
    from.complain(head, 7, why, 'value-missing');
  }
  refuseSplit(from, loop);
  const unit = from.code(unitList(profile), head, 3);
  checkPriceBasis(from, head, 5, unit);
  return {
    item: {
      lineNumber: from.required(head, 1, 'line number'),
      ...ids,
      description: readDescription(from, loop),
    },
    unit,
    unitPriceMicros: from.scaled(head, 4, 6, 'unit price'),
  };
}

type Ordered = AnyOrder['lines'][number] & { amountMilli: number; unit: UnitCode };

export function writeOrderedItem(to: Writing, line: Ordered, profile: AgreementProfile): void {
  const quantity = decimalText(line.amountMilli, 3);
  const price = decimalText(line.unitPriceMicros, 6);
  const ids = writeItemIds(to, line, profile);
  to.segment('PO1', line.lineNumber, quantity, to.unit(line.unit), price, '', ...ids);
  writeDescription(to, line.description);
}
