import { type StockTransferReceipt, stockTransferReceipt } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { readReferences } from '../transport/x12-references.ts';
import {
  type CarriagePlaces,
  carriageTexts,
  checkReporting,
  readCarriage,
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

const conditionList = ({ receiving }: AgreementProfile) =>
  codeList('condition of the goods', receiving.conditions);
const w07: LinePlaces = { tag: 'W07', unit: 2, caseCode: 3, pairs: [4, 6, 10], lot: 8 };
const w08: CarriagePlaces = { mode: 1, carrier: 2, routing: 3, equipment: 5 };

/** ASC X12 944 at 004010 and 005010, which puts the lines below an LX. */
export const x12StockTransferReceipt = defineMapping<StockTransferReceipt>({
  type: '944',
  document: stockTransferReceipt,
  read(root, from, profile) {
    const beginning = root.first('W17');
    checkReporting(from, beginning, profile);
    const lines = [root, ...root.loops('LX')]
      .flatMap((level) => level.loops('W07'))
      .map((loop) => readLine(from, loop, profile));
    checkTotal(
      from,
      root.first('W14'),
      lines.map(({ received }) => received),
    );
    const warehouse = readWarehouseParty(from, root, 'warehouse', profile);
    if (warehouse === undefined) {
      const roles = profile.warehouse.parties.warehouse.join(', ');
      from.complain(beginning, 0, `the warehouse is missing: send an N1 with ${roles}`, 'value-missing');
    }
    return {
      documentType: 'stock-transfer-receipt',
      orderNumber: from.text(beginning, 4),
      shipmentNumber: from.text(beginning, 5),
      depositor: readWarehouseParty(from, root, 'depositor', profile),
      warehouse,
      shipFrom: readWarehouseParty(from, root, 'shipFrom', profile),
      references: readReferences(from, root.all('N9'), profile),
      receivedOn: from.localDate(beginning, 2, 'day of receipt'),
      receiptNumber: from.required(beginning, 3, 'number of the receipt'),
      carriage: withoutPayment(readCarriage(from, root.first('W08'), w08, profile)),
      lines,
    };
  },
  write(receipt, to, profile) {
    const { receivedOn, receiptNumber, orderNumber, shipmentNumber, carriage, lines } = receipt;
    const [report] = profile.warehouse.reporting;
    to.segment('W17', report, toCcyymmdd(receivedOn), receiptNumber, orderNumber, shipmentNumber);
    writeWarehouseParties(to, receipt, profile);
    writeReferences(to, receipt.references, profile);
    if (carriage !== undefined) {
      const { mode } = carriageTexts(carriage, profile);
      to.segment('W08', mode, carriage.carrierCode, carriage.routing, '', carriage.equipmentNumber);
    }
    if (profile.version >= '005010') to.segment('LX', '1');
    for (const line of lines) {
      writeStoredItem(to, line, { places: w07, elements: amountTexts(to, line.received) }, profile);
      for (const { condition, quantity } of line.deviations)
        to.segment('W13', ...amountTexts(to, quantity), conditionList(profile).toTheirs(condition));
    }
    to.segment('W14', decimalText(sumOf(lines.map(({ received }) => received)), 3));
  },
});

/** W08 does not say who pays. */
function withoutPayment(carriage: ReturnType<typeof readCarriage>) {
  if (carriage === undefined) return undefined;
  const { payment: _, ...travelled } = carriage;
  return travelled;
}

function readLine(from: Reading, loop: Loop, profile: AgreementProfile) {
  const where = { amount: 1, unit: w07.unit };
  const deviations = loop
    .loops('W13')
    .map((below) => below.first('W13'))
    .map((at) => ({
      condition: from.code(conditionList(profile), at, 3),
      quantity: readAmount(from, at, { amount: 1, unit: 2 }, { profile, what: 'quantity in question' }),
    }));
  return {
    ...readStoredItem(from, loop, w07, profile),
    received: readAmount(from, loop.first('W07'), where, { profile, what: 'received quantity' }),
    deviations: deviations.filter(({ condition }) => condition !== 'good'),
  };
}
