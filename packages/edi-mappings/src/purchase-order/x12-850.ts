import { type AnyOrder, anyOrder, type PurchaseOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';
import { readBlanketOrder, writeBlanketOrder } from './x12-blanket-order.ts';
import {
  readCurrency,
  readOrderedItem,
  readOrderHead,
  readOrderKind,
  writeOrderBeginning,
  writeOrderedItem,
  writeOrderParties,
} from './x12-order-head.ts';
import { readDeliveryDay, writeDeliveryDay } from './x12-order-lines.ts';

/** ASC X12 850 at 004010 and 005010: an order, or with BEG02 BK a blanket order. */
export const x12PurchaseOrder = defineMapping<AnyOrder>({
  type: '850',
  document: anyOrder,
  read(root, from, profile) {
    const kind = readOrderKind(from, root, profile);
    const order = kind === 'blanket' ? readBlanketOrder(from, root, profile) : readOrder(from, root, profile);
    checkLineCount(root, 'PO1', from);
    return order;
  },
  write(order, to, profile) {
    if (order.documentType === 'blanket-order') writeBlanketOrder(to, order, profile);
    else writeOrder(to, order, profile);
    to.segment('CTT', String(order.lines.length));
  },
});

function readOrder(from: Reading, root: Loop, profile: AgreementProfile) {
  const lines = root.loops('PO1').map((loop) => readLine(loop, from, profile));
  const headerDay = readDeliveryDay(from, root, profile, 'delivery day');
  // Without a day for the whole order each line must bring its own; the first then stands for the order.
  const isEveryLineDated = lines.every((line) => line.deliverOn !== undefined);
  if (headerDay === undefined && !isEveryLineDated)
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
  const { item, unit, unitPriceMicros } = readOrderedItem(from, loop, profile);
  return {
    ...item,
    ordered: { amountMilli: from.scaled(loop.first('PO1'), 2, 3, 'ordered quantity'), unit },
    unitPriceMicros,
    deliverOn: readDeliveryDay(from, loop, profile, 'delivery day of the line'),
  };
}

function writeOrder(to: Writing, order: PurchaseOrder, profile: AgreementProfile): void {
  writeOrderBeginning(to, order, { kind: profile.orderTypes[0] }, profile);
  writeDeliveryDay(to, order.deliverOn, profile);
  writeOrderParties(to, order, profile);
  for (const line of order.lines) {
    writeOrderedItem(to, { ...line, ...line.ordered }, profile);
    writeDeliveryDay(to, line.deliverOn, profile);
  }
}
