import { type StockTransferShipment, stockTransferShipment } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { defineMapping } from '../mapping.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import { readReferences } from '../transport/x12-references.ts';
import {
  checkReporting,
  readCarriage,
  readG62Day,
  readShipmentTotals,
  readWarehouseParty,
  w27,
  writeReferences,
  writeW03,
  writeW27,
  writeWarehouseParties,
} from '../warehouse/x12-header.ts';
import {
  amountTexts,
  checkTotal,
  type LinePlaces,
  readAmount,
  readStoredItem,
  writeStoredItem,
} from '../warehouse/x12-lines.ts';

const w04: LinePlaces = { tag: 'W04', unit: 2, caseCode: 3, pairs: [4, 6, 14] };

/** ASC X12 943 at 004010 and 005010. */
export const x12StockTransferShipment = defineMapping<StockTransferShipment>({
  type: '943',
  document: stockTransferShipment,
  read(root, from, profile) {
    const { days } = profile.warehouse;
    const beginning = root.first('W06');
    checkReporting(from, beginning, profile);
    const lines = root.loops('W04').map((loop) => readLine(from, loop, profile));
    const total = root.first('W03');
    checkTotal(
      from,
      total,
      lines.map(({ shipped }) => shipped),
    );
    const shippedOn =
      from.optionalDate(beginning, 3, 'day of shipment') ??
      readG62Day(from, root.all('G62'), days.shipped, 'day of shipment');
    if (shippedOn === undefined)
      from.complain(beginning, 3, 'the day of shipment is missing: send W0603 or a G62', 'value-missing');
    const warehouse = readWarehouseParty(from, root, 'warehouse', profile);
    if (warehouse === undefined) {
      const roles = profile.warehouse.parties.warehouse.join(', ');
      from.complain(beginning, 0, `the warehouse is missing: send an N1 with ${roles}`, 'value-missing');
    }
    return {
      documentType: 'stock-transfer-shipment',
      orderNumber: from.text(beginning, 2),
      shipmentNumber: from.text(beginning, 4),
      poNumber: from.text(beginning, 6),
      shippedOn,
      expectedOn: readG62Day(from, root.all('G62'), days.expected, 'day of arrival'),
      depositor: readWarehouseParty(from, root, 'depositor', profile),
      warehouse,
      shipFrom: readWarehouseParty(from, root, 'shipFrom', profile),
      references: readReferences(from, root.all('N9'), profile),
      carriage: readCarriage(from, root.first('W27'), w27, profile),
      ...readShipmentTotals(from, total, profile),
      lines,
    };
  },
  write(transfer, to, profile) {
    const { orderNumber, shipmentNumber, poNumber, shippedOn, expectedOn, lines } = transfer;
    const { days, reporting } = profile.warehouse;
    to.segment('W06', reporting[0], orderNumber, toCcyymmdd(shippedOn), shipmentNumber, '', poNumber);
    writeWarehouseParties(to, transfer, profile);
    writeReferences(to, transfer.references, profile);
    if (expectedOn !== undefined) to.segment('G62', days.expected[0], toCcyymmdd(expectedOn));
    writeW27(to, transfer.carriage, profile);
    for (const line of lines)
      writeStoredItem(to, line, { places: w04, elements: amountTexts(to, line.shipped) }, profile);
    writeW03(to, { ...transfer, shipped: lines.map(({ shipped }) => shipped) }, profile);
  },
});

function readLine(from: Reading, loop: Loop, profile: AgreementProfile) {
  const where = { amount: 1, unit: w04.unit };
  return {
    ...readStoredItem(from, loop, w04, profile),
    shipped: readAmount(from, loop.first('W04'), where, { profile, what: 'shipped quantity' }),
  };
}
