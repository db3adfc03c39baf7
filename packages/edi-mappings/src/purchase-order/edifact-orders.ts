import { type PurchaseOrder, purchaseOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { checkCnt, readImd, readPri, refuseSplitByPlace, writeImd, writePri } from './edifact-order-lines.ts';

const purposes = codeList('purpose of the order', {
  original: '9',
  replacement: '5',
  cancellation: '1',
  confirmation: '6',
  duplicate: '7',
});
const orderTypes = ({ edifact }: AgreementProfile) => codeList('order type', { order: edifact.order.types });

/** CUX 6347 of the currency that the prices are in: 2 reference, with 6343 9 for orders. */
const referenceCurrency = ['2'];
const namedParty = (party: { name?: string | undefined }, name: string | undefined) => party.name ?? name;

/** UN/EDIFACT ORDERS in D.96A and D.01B, EANCOM 1997 and 2002. */
export const edifactPurchaseOrder = defineMapping<PurchaseOrder>({
  type: 'ORDERS',
  document: purchaseOrder,
  read(root, from, profile) {
    const { edifact, partyNames } = profile;
    const beginning = root.first('BGM');
    from.code(orderTypes(profile), beginning, [1, 1]);
    const lines = root.loops('LIN').map((loop) => readLine(loop, from, profile));
    checkCnt(root, from);
    const deliver = findQualified(root, 'DTM', edifact.dates.deliver);
    const headerDay = optionalDay(from, deliver, 'delivery day');
    // Without a day for the whole order each line must bring its own; the first then stands for the order.
    const isEveryLineDated = lines.every((line) => line.deliverOn !== undefined);
    if (deliver === undefined && !isEveryLineDated)
      from.complain(undefined, 0, 'the delivery day is missing', 'value-missing');
    const money = findGroup(root, 'CUX', referenceCurrency)?.first('CUX');
    const currency = from.component(money, 1, 2) ?? profile.currency;
    if (currency === undefined)
      from.complain(undefined, 0, 'the currency is missing: send a CUX or agree one', 'value-missing');
    const party = (roles: readonly string[]) => readNad(from, findGroup(root, 'NAD', roles), profile);
    const buyer = party(edifact.parties.buyer);
    const supplier = party(edifact.parties.supplier);
    return {
      documentType: 'purchase-order',
      purpose: from.code(purposes, beginning, 3),
      poNumber: from.required(beginning, [2, 1], 'order number'),
      orderedOn: readDay(from, findQualified(root, 'DTM', edifact.dates.document), 'order day'),
      currency,
      buyer: { gln: buyer.gln, code: buyer.code, name: namedParty(buyer, partyNames.buyer) },
      supplier: { gln: supplier.gln, code: supplier.code, name: namedParty(supplier, partyNames.supplier) },
      shipTo: party(edifact.parties.shipTo),
      deliverOn: headerDay ?? lines[0]?.deliverOn,
      lines,
    };
  },
  write(order, to, profile) {
    const { parties, dates, order: agreed } = profile.edifact;
    to.segment('BGM', [agreed.types[0]], [order.poNumber], purposes.toTheirs(order.purpose));
    writeDay(to, dates.document[0], order.orderedOn);
    writeDay(to, dates.deliver[0], order.deliverOn);
    writeNad(to, parties.buyer[0], order.buyer, profile);
    writeNad(to, parties.supplier[0], order.supplier, profile);
    writeNad(to, parties.shipTo[0], order.shipTo, profile);
    to.segment('CUX', [referenceCurrency[0], order.currency, '9']);
    for (const line of order.lines) writeLine(line, to, profile);
    to.segment('UNS', 'S');
    to.segment('CNT', ['2', String(order.lines.length)]);
  },
});

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
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
  const ordered = readQuantity(
    from,
    { at: findQualified(loop, 'QTY', edifact.order.quantities), line: head },
    profile,
    'ordered quantity',
  );
  return {
    lineNumber: from.required(head, 1, 'line number'),
    ...ids,
    description: readImd(from, loop),
    ordered,
    unitPriceMicros: readPrice(loop, from, profile),
    deliverOn: optionalDay(
      from,
      findQualified(loop, 'DTM', edifact.dates.deliver),
      'delivery day of the line',
    ),
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

function writeLine(line: PurchaseOrder['lines'][number], to: Writing, profile: AgreementProfile): void {
  const { order: agreed, dates } = profile.edifact;
  writeEdifactLine(to, line, profile);
  writeImd(to, line.description);
  const quantity = to.decimal(line.ordered.amountMilli, 3);
  to.segment('QTY', [agreed.quantities[0], quantity, to.unit(line.ordered.unit)]);
  writeDay(to, dates.deliver[0], line.deliverOn);
  writePri(to, line.unitPriceMicros, profile);
}
