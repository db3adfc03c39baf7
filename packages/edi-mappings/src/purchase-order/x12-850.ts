import { type PurchaseOrder, purchaseOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import {
  checkPriceBasis,
  readDeliveryDay,
  readDescription,
  refuseSplit,
  writeDeliveryDay,
  writeDescription,
} from './x12-order-lines.ts';

const purposes = codeList('purpose of the order', {
  original: '00',
  replacement: '05',
  cancellation: '01',
  confirmation: '06',
  duplicate: '07',
});
const orderTypes = ({ orderTypes: types }: AgreementProfile) => codeList('order type', { order: types });

/** ASC X12 850 at 004010 and 005010. */
export const x12PurchaseOrder = defineMapping<PurchaseOrder>({
  type: '850',
  document: purchaseOrder,
  read(root, from, profile) {
    const beginning = root.first('BEG');
    from.code(orderTypes(profile), beginning, 2);
    const lines = root.loops('PO1').map((loop) => readLine(loop, from, profile));
    checkLineCount(root, 'PO1', from);
    const headerDay = readDeliveryDay(from, root, profile, 'delivery day');
    // Without a day for the whole order each line must bring its own; the first then stands for the order.
    const isEveryLineDated = lines.every((line) => line.deliverOn !== undefined);
    if (headerDay === undefined && !isEveryLineDated)
      from.complain(undefined, 0, 'the delivery day is missing', 'value-missing');
    const currency = from.text(root.first('CUR'), 2) ?? profile.currency;
    if (currency === undefined) {
      from.complain(undefined, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
    }
    const buyer = readParty(from, findParty(root, profile.parties.buyer), profile);
    const supplier = readParty(from, findParty(root, profile.parties.supplier), profile);
    return {
      documentType: 'purchase-order',
      purpose: from.code(purposes, beginning, 1),
      poNumber: from.required(beginning, 3, 'order number'),
      orderedOn: from.localDate(beginning, 5, 'order day'),
      currency,
      buyer: { gln: buyer.gln, code: buyer.code, name: buyer.name ?? profile.partyNames.buyer },
      supplier: {
        gln: supplier.gln,
        code: supplier.code,
        name: supplier.name ?? profile.partyNames.supplier,
      },
      shipTo: readParty(from, findParty(root, profile.parties.shipTo), profile),
      deliverOn: headerDay ?? lines[0]?.deliverOn,
      lines,
    };
  },
  write(order, to, profile) {
    to.segment(
      'BEG',
      purposes.toTheirs(order.purpose),
      profile.orderTypes[0],
      order.poNumber,
      '',
      toCcyymmdd(order.orderedOn),
    );
    to.segment('CUR', profile.parties.buyer[0], order.currency);
    writeDeliveryDay(to, order.deliverOn, profile);
    writeParty(to, profile.parties.buyer[0], order.buyer, profile);
    writeParty(to, profile.parties.supplier[0], order.supplier, profile);
    writeParty(to, profile.parties.shipTo[0], order.shipTo, profile);
    for (const line of order.lines) {
      const quantity = decimalText(line.ordered.amountMilli, 3);
      const price = decimalText(line.unitPriceMicros, 6);
      to.segment(
        'PO1',
        line.lineNumber,
        quantity,
        to.unit(line.ordered.unit),
        price,
        '',
        ...writeItemIds(to, line, profile),
      );
      writeDescription(to, line.description);
      writeDeliveryDay(to, line.deliverOn, profile);
    }
    to.segment('CTT', String(order.lines.length));
  },
});

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const head = loop.first('PO1');
  const issuesBefore = from.issues.length;
  const ids = head === undefined ? {} : readItemIds(from, head, 6, profile);
  if (ids.gtin === undefined && from.issues.length === issuesBefore) {
    from.complain(
      head,
      7,
      `the GTIN is missing: send it with ${profile.itemIds.gtin.join(', ')}`,
      'value-missing',
    );
  }
  refuseSplit(from, loop);
  const unit = from.code(unitList(profile), head, 3);
  checkPriceBasis(from, head, 5, unit);
  return {
    lineNumber: from.required(head, 1, 'line number'),
    ...ids,
    description: readDescription(from, loop),
    ordered: { amountMilli: from.scaled(head, 2, 3, 'ordered quantity'), unit },
    unitPriceMicros: from.scaled(head, 4, 6, 'unit price'),
    deliverOn: readDeliveryDay(from, loop, profile, 'delivery day of the line'),
  };
}
