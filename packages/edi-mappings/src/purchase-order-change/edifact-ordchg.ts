import { type PurchaseOrderChange, purchaseOrderChange } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import {
  checkCnt,
  readImd,
  readPri,
  refuseSplitByPlace,
  writeImd,
  writePri,
} from '../purchase-order/edifact-order-lines.ts';
import { readOrderReference, writeOrderReference } from '../purchase-order/edifact-order-reference.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

const messageTypes = ({ edifact }: AgreementProfile) =>
  codeList('message type', { 'order change': edifact.orderChange.types });
const purposes = ({ edifact }: AgreementProfile) =>
  codeList('purpose of the change', edifact.orderChange.purposes);
const changes = ({ edifact }: AgreementProfile) =>
  codeList('change of the line', edifact.orderChange.changes);

/** UN/EDIFACT ORDCHG in D.96A and D.01B, EANCOM 1997 and 2002. */
export const edifactPurchaseOrderChange = defineMapping<PurchaseOrderChange>({
  type: 'ORDCHG',
  document: purchaseOrderChange,
  read(root, from, profile) {
    const { edifact, partyNames } = profile;
    const { parties, dates } = edifact;
    const beginning = root.first('BGM');
    from.code(messageTypes(profile), beginning, [1, 1]);
    checkCnt(root, from);
    const party = (roles: readonly string[]) => {
      const group = findGroup(root, 'NAD', roles);
      return group === undefined ? undefined : readNad(from, group, profile);
    };
    const company = (roles: readonly string[], agreedName: string | undefined) => {
      const found = party(roles);
      return found && { gln: found.gln, code: found.code, name: found.name ?? agreedName };
    };
    return {
      documentType: 'purchase-order-change',
      purpose: from.code(purposes(profile), beginning, 3),
      ...readOrderReference(root, from, profile),
      changeNumber: from.component(beginning, 2, 1),
      changedOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the change'),
      currency: from.component(findGroup(root, 'CUX', ['2'])?.first('CUX'), 1, 2),
      buyer: company(parties.buyer, partyNames.buyer),
      supplier: company(parties.supplier, partyNames.supplier),
      shipTo: party(parties.shipTo),
      deliverOn: optionalDay(from, findQualified(root, 'DTM', dates.deliver), 'delivery day'),
      lines: root.loops('LIN').map((loop) => readLine(loop, from, profile)),
    };
  },
  write(change, to, profile) {
    const { edifact } = profile;
    const { parties, dates, orderChange } = edifact;
    const { buyer, supplier, shipTo, changeNumber } = change;
    const purpose = purposes(profile).toTheirs(change.purpose);
    to.segment('BGM', [orderChange.types[0]], changeNumber === undefined ? '' : [changeNumber], purpose);
    writeDay(to, dates.document[0], change.changedOn);
    writeDay(to, dates.deliver[0], change.deliverOn);
    writeOrderReference(to, change, profile);
    if (buyer !== undefined) writeNad(to, parties.buyer[0], buyer, profile);
    if (supplier !== undefined) writeNad(to, parties.supplier[0], supplier, profile);
    if (shipTo !== undefined) writeNad(to, parties.shipTo[0], shipTo, profile);
    if (change.currency !== undefined) to.segment('CUX', ['2', change.currency, '9']);
    for (const line of change.lines) writeLine(line, to, profile);
    to.segment('UNS', 'S');
    to.segment('CNT', ['2', String(change.lines.length)]);
  },
});

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { order, orderChange, dates } = profile.edifact;
  const head = loop.first('LIN');
  refuseSplitByPlace(from, loop);
  const orderedAt = findQualified(loop, 'QTY', order.quantities);
  const leftAt = findQualified(loop, 'QTY', orderChange.leftToReceive);
  const ordered = orderedAt && readQuantity(from, { at: orderedAt, line: head }, profile, 'ordered quantity');
  const left = leftAt && readQuantity(from, { at: leftAt, line: head }, profile, 'quantity left to receive');
  if (left !== undefined && left.unit !== ordered?.unit) {
    from.complain(leftAt, [1, 3], 'what is left to receive is not in the unit of the ordered quantity');
  }
  return {
    lineNumber: from.required(head, 1, 'line number'),
    change: from.code(changes(profile), head, 2),
    ...readEdifactItemIds(from, loop, profile),
    description: readImd(from, loop),
    ordered,
    leftToReceiveMilli: left?.amountMilli,
    unitPriceMicros: readPri(from, loop, profile),
    deliverOn: optionalDay(from, findQualified(loop, 'DTM', dates.deliver), 'delivery day of the line'),
  };
}

function writeLine(line: PurchaseOrderChange['lines'][number], to: Writing, profile: AgreementProfile): void {
  const { order, orderChange, dates } = profile.edifact;
  const { ordered, leftToReceiveMilli: left } = line;
  const action = changes(profile).toTheirs(line.change);
  if (action === '') {
    to.complain(`line ${line.lineNumber}: "${line.change}" has no agreed code: delete the line, add another`);
  }
  writeEdifactLine(to, { ...line, action }, profile);
  writeImd(to, line.description);
  if (ordered !== undefined) {
    const unit = to.unit(ordered.unit);
    to.segment('QTY', [order.quantities[0], to.decimal(ordered.amountMilli, 3), unit]);
    if (left !== undefined) to.segment('QTY', [orderChange.leftToReceive[0], to.decimal(left, 3), unit]);
  }
  writeDay(to, dates.deliver[0], line.deliverOn);
  writePri(to, line.unitPriceMicros, profile);
}
