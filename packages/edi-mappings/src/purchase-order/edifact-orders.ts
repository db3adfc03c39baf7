import { type AnyOrder, anyOrder, type PurchaseOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { optionalDay, writeDay } from '../edifact/dates.ts';
import { findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { readBlanketOrder, writeBlanketOrder } from './edifact-blanket-order.ts';
import {
  purposes,
  readCurrency,
  readOrderedItem,
  readOrderHead,
  readOrderKind,
  writeOrderedItem,
  writeOrderParties,
} from './edifact-order-head.ts';
import { checkCnt, writePri } from './edifact-order-lines.ts';

/** UN/EDIFACT ORDERS in D.96A and D.01B, EANCOM 1997 and 2002: an order, or with BGM 221 a blanket order. */
export const edifactPurchaseOrder = defineMapping<AnyOrder>({
  type: 'ORDERS',
  document: anyOrder,
  read(root, from, profile) {
    const kind = readOrderKind(from, root, profile);
    const order = kind === 'blanket' ? readBlanketOrder(from, root, profile) : readOrder(from, root, profile);
    checkCnt(root, from);
    return order;
  },
  write(order, to, profile) {
    if (order.documentType === 'blanket-order') writeBlanketOrder(to, order, profile);
    else writeOrder(to, order, profile);
    to.segment('UNS', 'S');
    to.segment('CNT', ['2', String(order.lines.length)]);
  },
});

function readOrder(from: Reading, root: Loop, profile: AgreementProfile) {
  const lines = root.loops('LIN').map((loop) => readLine(loop, from, profile));
  const deliver = findQualified(root, 'DTM', profile.edifact.dates.deliver);
  const headerDay = optionalDay(from, deliver, 'delivery day');
  // Without a day for the whole order each line must bring its own; the first then stands for the order.
  const isEveryLineDated = lines.every((line) => line.deliverOn !== undefined);
  if (deliver === undefined && !isEveryLineDated)
    from.complain(undefined, 0, 'the delivery day is missing', 'value-missing');
  return {
    documentType: 'purchase-order',
    ...readOrderHead(from, root, profile),
    currency: readCurrency(from, root, profile),
    deliverOn: headerDay ?? lines[0]?.deliverOn,
    lines,
  };
}

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { item, quantity, unitPriceMicros } = readOrderedItem(from, loop, 'ordered quantity', profile);
  const day = findQualified(loop, 'DTM', profile.edifact.dates.deliver);
  return {
    ...item,
    ordered: quantity,
    unitPriceMicros,
    deliverOn: optionalDay(from, day, 'delivery day of the line'),
  };
}

function writeOrder(to: Writing, order: PurchaseOrder, profile: AgreementProfile): void {
  const { dates, order: agreed } = profile.edifact;
  to.segment('BGM', [agreed.types[0]], [order.poNumber], purposes.toTheirs(order.purpose));
  writeDay(to, dates.document[0], order.orderedOn);
  writeDay(to, dates.deliver[0], order.deliverOn);
  writeOrderParties(to, order, profile);
  for (const line of order.lines) {
    writeOrderedItem(to, line, line.ordered, profile);
    writeDay(to, dates.deliver[0], line.deliverOn);
    writePri(to, line.unitPriceMicros, profile);
  }
}
