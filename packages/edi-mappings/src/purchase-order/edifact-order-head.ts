import type { AnyOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { readImd, readPri, refuseSplitByPlace, writeImd } from './edifact-order-lines.ts';

/** What an ORDERS says of any kind of order. */

export const purposes = codeList('purpose of the order', {
  original: '9',
  replacement: '5',
  cancellation: '1',
  confirmation: '6',
  duplicate: '7',
});
const kinds = ({ edifact }: AgreementProfile) =>
  codeList('order type', { order: edifact.order.types, blanket: edifact.blanket.types });

/** CUX 6347 of the currency that the prices are in: 2 reference, with 6343 9 for orders. */
const referenceCurrency = ['2'];
const namedParty = (party: { name?: string | undefined }, name: string | undefined) => party.name ?? name;

/** BGM 1001; undefined where it is not agreed. */
export const readOrderKind = (from: Reading, root: Loop, profile: AgreementProfile) =>
  from.code(kinds(profile), root.first('BGM'), [1, 1]);

export function readCurrency(from: Reading, root: Loop, profile: AgreementProfile): string | undefined {
  const money = findGroup(root, 'CUX', referenceCurrency)?.first('CUX');
  const currency = from.component(money, 1, 2) ?? profile.currency;
  if (currency === undefined)
    from.complain(undefined, 0, 'the currency is missing: send a CUX or agree one', 'value-missing');
  return currency;
}

export function readOrderHead(from: Reading, root: Loop, profile: AgreementProfile) {
  const { edifact, partyNames } = profile;
  const beginning = root.first('BGM');
  const party = (roles: readonly string[]) => readNad(from, findGroup(root, 'NAD', roles), profile);
  const buyer = party(edifact.parties.buyer);
  const supplier = party(edifact.parties.supplier);
  return {
    purpose: from.code(purposes, beginning, 3),
    poNumber: from.required(beginning, [2, 1], 'order number'),
    orderedOn: readDay(from, findQualified(root, 'DTM', edifact.dates.document), 'order day'),
    buyer: { gln: buyer.gln, code: buyer.code, name: namedParty(buyer, partyNames.buyer) },
    supplier: { gln: supplier.gln, code: supplier.code, name: namedParty(supplier, partyNames.supplier) },
    shipTo: party(edifact.parties.shipTo),
  };
}

/** The NADs and the CUX. */
export function writeOrderParties(to: Writing, order: AnyOrder, profile: AgreementProfile): void {
  const { parties } = profile.edifact;
  writeNad(to, parties.buyer[0], order.buyer, profile);
  writeNad(to, parties.supplier[0], order.supplier, profile);
  writeNad(to, parties.shipTo[0], order.shipTo, profile);
  to.segment('CUX', [referenceCurrency[0], order.currency, '9']);
}

/** What a LIN says of its item, its quantity (`what`) and its price, whatever the kind of order. */
export function readOrderedItem(from: Reading, loop: Loop, what: string, profile: AgreementProfile) {
  const { edifact } = profile;
  const head = loop.first('LIN');
  const issuesBefore = from.issues.length;
  const ids = readEdifactItemIds(from, loop, profile);
  if (ids.gtin === undefined && from.issues.length === issuesBefore) {
    const why = `the GTIN is missing: send it with ${edifact.itemIds.gtin.join(', ')}`;
    from.complain(head, [3, 1], why, 'value-missing');
  }
  const action = from.text(head, 2);
  if (action !== undefined && action !== '1') {
    from.complain(head, 2, `an order has lines that are added (1), not "${action}"`, 'element-code');
  }
  refuseSplitByPlace(from, loop);
  const at = findQualified(loop, 'QTY', edifact.order.quantities);
  return {
    item: { lineNumber: from.required(head, 1, 'line number'), ...ids, description: readImd(from, loop) },
    quantity: readQuantity(from, { at, line: head }, profile, what),
    unitPriceMicros: readPrice(loop, from, profile),
  };
}

function readPrice(loop: Loop, from: Reading, profile: AgreementProfile): number | undefined {
  const issuesBefore = from.issues.length;
  const price = readPri(from, loop, profile);
  if (price === undefined && from.issues.length === issuesBefore) {
    const why = `the unit price is missing: send a PRI with ${profile.edifact.prices.join(', ')}`;
    from.complain(loop.first('LIN'), 0, why, 'value-missing');
  }
  return price;
}

type Ordered = AnyOrder['lines'][number];

/** LIN, PIA, IMD and QTY; what else belongs to the line follows. */
export function writeOrderedItem(
  to: Writing,
  line: Ordered,
  { amountMilli, unit }: { amountMilli: number; unit: Parameters<Writing['unit']>[0] },
  profile: AgreementProfile,
): void {
  writeEdifactLine(to, line, profile);
  writeImd(to, line.description);
  to.segment('QTY', [profile.edifact.order.quantities[0], to.decimal(amountMilli, 3), to.unit(unit)]);
}
