import { type WarehouseShipment, type WarehouseShippedLine, warehouseShipment } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readSsccs, writeSscc } from '../despatch-advice/x12-ssccs.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { readWeight, weightTexts } from '../transport/weights.ts';
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
  checkTotal,
  type LinePlaces,
  readAmount,
  readStoredItem,
  writeStoredItem,
} from '../warehouse/x12-lines.ts';
import type { Writing } from '../writing.ts';

const statusList = ({ warehouse }: AgreementProfile) =>
  codeList('status of the line', warehouse.lineStatuses);
const w12: LinePlaces = { tag: 'W12', unit: 5, caseCode: 6, pairs: [7, 17, 21], lot: 9 };

/** ASC X12 945 at 004010 and 005010. */
export const x12WarehouseShipment = defineMapping<WarehouseShipment>({
  type: '945',
  document: warehouseShipment,
  read(root, from, profile) {
    const beginning = root.first('W06');
    checkReporting(from, beginning, profile);
    const packages = root.loops('LX').map((loop) => readPackage(from, loop, profile));
    const total = root.first('W03');
    checkTotal(
      from,
      total,
      packages.flatMap(({ lines }) => lines.map(({ shipped }) => shipped)),
    );
    const shippedOn =
      from.optionalDate(beginning, 3, 'day of shipment') ??
      readG62Day(from, root.all('G62'), profile.warehouse.days.shipped, 'day of shipment');
    if (shippedOn === undefined)
      from.complain(beginning, 3, 'the day of shipment is missing: send W0603 or a G62', 'value-missing');
    return {
      documentType: 'warehouse-shipment',
      orderNumber: from.text(beginning, 2),
      shipmentNumber: from.text(beginning, 4),
      poNumber: from.text(beginning, 6),
      shippedOn,
      depositor: readWarehouseParty(from, root, 'depositor', profile),
      warehouse: readWarehouseParty(from, root, 'warehouse', profile),
      shipTo: readWarehouseParty(from, root, 'shipTo', profile),
      references: readReferences(from, root.all('N9'), profile),
      carriage: readCarriage(from, root.first('W27'), w27, profile),
      ...readShipmentTotals(from, total, profile),
      packages,
    };
  },
  write(shipment, to, profile) {
    const { orderNumber, shipmentNumber, poNumber, shippedOn, carriage, packages } = shipment;
    const [report] = profile.warehouse.reporting;
    to.segment('W06', report, orderNumber, toCcyymmdd(shippedOn), shipmentNumber, '', poNumber);
    const { depositor, warehouse, shipTo } = shipment;
    if ([depositor, warehouse, shipTo].every((party) => party === undefined))
      to.complain('no company or place is named: a 945 wants at least one');
    writeWarehouseParties(to, shipment, profile);
    writeReferences(to, shipment.references, profile);
    if (carriage !== undefined) writeW27(to, carriage, profile);
    packages.forEach(({ ssccs, lines }, index) => {
      to.segment('LX', String(index + 1));
      for (const sscc of ssccs) writeSscc(to, sscc, profile);
      for (const line of lines) writeLine(to, line, profile);
    });
    const shipped = packages.flatMap(({ lines }) => lines.map((line) => line.shipped));
    writeW03(to, { ...shipment, shipped }, profile);
  },
});

function readPackage(from: Reading, loop: Loop, profile: AgreementProfile) {
  const lines = loop.loops('W12').map((line) => readLine(from, line, profile));
  if (lines.length === 0)
    from.complain(loop.first('LX'), 0, 'nothing is shipped under this number: send a W12', 'value-missing');
  return { ssccs: readSsccs(from, loop, profile), lines };
}

function readLine(from: Reading, loop: Loop, profile: AgreementProfile) {
  const at = loop.first('W12');
  const amountOf = (amount: number, what: string) =>
    readAmount(from, at, { amount, unit: w12.unit }, { profile, what });
  const status = from.code(statusList(profile), at, 1);
  const shipped = amountOf(3, 'shipped quantity');
  // The unit of both quantities stands in one element: a wrong one is told once.
  const ordered =
    from.text(at, 2) === undefined
      ? undefined
      : { amountMilli: from.scaled(at, 2, 3, 'ordered quantity'), unit: shipped.unit };
  checkDifference(from, loop, ordered?.amountMilli, shipped.amountMilli);
  return {
    ...readStoredItem(from, loop, w12, profile),
    status,
    ordered,
    shipped,
    weight: readWeight(from, at, { amount: 10, unit: 12 }, profile),
  };
}

/** W1204: partners write what is missing with and without a sign, so that its amount alone is compared. */
function checkDifference(
  from: Reading,
  loop: Loop,
  ordered: number | undefined,
  shipped: number | undefined,
): void {
  const at = loop.first('W12');
  if (from.text(at, 4) === undefined || ordered === undefined || shipped === undefined) return;
  const difference = from.scaled(at, 4, 3, 'difference');
  if (difference !== undefined && Math.abs(difference) !== Math.abs(ordered - shipped))
    from.complain(at, 4, `the difference is not that of the ordered and the shipped quantity`);
}

function writeLine(to: Writing, line: WarehouseShippedLine, profile: AgreementProfile): void {
  const { ordered, shipped, status, weight } = line;
  const { amount, unit } = weightTexts(to, weight, profile);
  const elements = [
    statusList(profile).toTheirs(status),
    ordered === undefined ? '' : decimalText(ordered.amountMilli, 3),
    decimalText(shipped.amountMilli, 3),
    ordered === undefined ? '' : decimalText(ordered.amountMilli - shipped.amountMilli, 3),
    to.unit(shipped.unit),
    ...['', '', '', ''],
    ...(weight === undefined ? [] : [amount, profile.transport.weightKind, unit]),
  ];
  writeStoredItem(to, line, { places: w12, elements }, profile);
}
