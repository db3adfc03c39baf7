import { type WarehouseOrder, warehouseOrder } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, type Reading } from '../reading.ts';
import { writeMoment } from '../transport/x12-moments.ts';
import { readReferences } from '../transport/x12-references.ts';
import {
  type CarriagePlaces,
  carriageTexts,
  readCarriage,
  readMoments,
  readWarehouseParty,
  writeReferences,
  writeWarehouseParties,
} from '../warehouse/x12-header.ts';
import {
  amountTexts,
  checkTotal,
  type LinePlaces,
  readAmount,
  readStoredItem,
  sumOf,
  writeStoredItem,
} from '../warehouse/x12-lines.ts';
import type { Writing } from '../writing.ts';

const purposeList = ({ warehouse }: AgreementProfile) =>
  codeList('purpose of the shipping order', warehouse.purposes);
const w01: LinePlaces = { tag: 'W01', unit: 2, caseCode: 3, pairs: [4, 6, 15], lot: 13 };
const w66: CarriagePlaces = { payment: 1, mode: 2, routing: 5, carrier: 10 };

/** ASC X12 940 at 004010 and 005010. */
export const x12WarehouseOrder = defineMapping<WarehouseOrder>({
  type: '940',
  document: warehouseOrder,
  read(root, from, profile) {
    const beginning = root.first('W05');
    const lines = root.loops('LX').flatMap((group) => {
      for (const at of group.all('SDQ'))
        from.complain(
          at,
          0,
          'a line that is split over stores has no agreed meaning here: send a line for each',
        );
      return group.loops('W01').map((loop) => readLine(from, loop, profile));
    });
    checkTotal(
      from,
      root.first('W76'),
      lines.map(({ ordered }) => ordered),
    );
    return {
      documentType: 'warehouse-order',
      purpose: from.code(purposeList(profile), beginning, 1),
      orderNumber: from.required(beginning, 2, 'number of the order'),
      poNumber: from.text(beginning, 3),
      depositor: readWarehouseParty(from, root, 'depositor', profile),
      warehouse: readWarehouseParty(from, root, 'warehouse', profile),
      shipTo: readWarehouseParty(from, root, 'shipTo', profile) ?? {},
      references: readReferences(from, root.all('N9'), profile),
      moments: readMoments(from, root.all('G62'), profile),
      notes: root.all('NTE').map((at) => from.text(at, 2)),
      carriage: readCarriage(from, root.first('W66'), w66, profile),
      lines,
    };
  },
  write(order, to, profile) {
    to.segment('W05', purposeList(profile).toTheirs(order.purpose), order.orderNumber, order.poNumber);
    writeWarehouseParties(to, order, profile);
    writeReferences(to, order.references, profile);
    for (const { kind, at } of order.moments) writeMoment(to, profile.warehouse.moments[kind], at);
    for (const note of order.notes) to.segment('NTE', '', note);
    if (order.carriage !== undefined) writeW66(to, order.carriage, profile);
    order.lines.forEach((line, index) => {
      to.segment('LX', String(index + 1));
      writeStoredItem(to, line, { places: w01, elements: amountTexts(to, line.ordered) }, profile);
    });
    to.segment('W76', decimalText(sumOf(order.lines.map(({ ordered }) => ordered)), 3));
  },
});

function readLine(from: Reading, loop: Loop, profile: AgreementProfile) {
  const { unit } = w01;
  return {
    ...readStoredItem(from, loop, w01, profile),
    ordered: readAmount(from, loop.first('W01'), { amount: 1, unit }, { profile, what: 'ordered quantity' }),
  };
}

function writeW66(
  to: Writing,
  carriage: NonNullable<WarehouseOrder['carriage']>,
  profile: AgreementProfile,
): void {
  const { mode, payment } = carriageTexts(carriage, profile);
  if (payment === '')
    to.complain('who pays the freight is missing: a 940 wants it where it says how to ship');
  to.segment('W66', payment, mode, '', '', carriage.routing, '', '', '', '', carriage.carrierCode);
}
