import { type ReceivedLine, type ReceivingAdvice, receivingAdvice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';

const purposes = codeList('purpose of the receipt', {
  original: '00',
  replacement: '05',
  cancellation: '01',
});
const typeList = ({ receiving }: AgreementProfile) =>
  codeList('kind of receipt', { receipt: receiving.types });
const conditionList = ({ receiving }: AgreementProfile) =>
  codeList('condition of the goods', receiving.conditions);

/** RCD06 to 20: five times quantity, unit, condition. */
const firstDeviation = 6;
const deviationsMax = 5;

/** ASC X12 861 at 004010 and 005010. */
export const x12ReceivingAdvice = defineMapping<ReceivingAdvice>({
  type: '861',
  document: receivingAdvice,
  read(root, from, profile) {
    const { receivedDates, shipmentReferences } = profile.receiving;
    const beginning = root.first('BRA');
    from.code(typeList(profile), beginning, 4);
    checkLineCount(root, 'RCD', from);
    const received = root.all('DTM').find(({ segment }) => receivedDates.includes(segment.value(1)));
    if (received === undefined)
      from.complain(root.first('DTM'), 1, `the day of receipt is missing: send ${receivedDates.join(', ')}`);
    const shipment = root.all('REF').find(({ segment }) => shipmentReferences.includes(segment.value(1)));
    const party = (roles: readonly string[]) => {
      const loop = findParty(root, roles);
      return loop === undefined ? undefined : readParty(from, loop, profile);
    };
    const poNumber = from.text(root.first('PRF'), 1);
    return {
      documentType: 'receiving-advice',
      purpose: from.code(purposes, beginning, 3),
      receiptNumber: from.required(beginning, 1, 'receipt number'),
      writtenOn: from.localDate(beginning, 2, 'day of the receipt notice'),
      receivedOn: from.optionalDate(received, 2, 'day of receipt'),
      shipmentNumber: from.text(shipment, 2),
      buyer: party(profile.parties.buyer),
      supplier: party(profile.parties.supplier),
      shipTo: party(profile.parties.shipTo) ?? {},
      lines: root.loops('RCD').map((loop) => readLine(loop, poNumber, from, profile)),
    };
  },
  write(advice, to, profile) {
    const { types, receivedDates, shipmentReferences } = profile.receiving;
    const day = toCcyymmdd(advice.writtenOn);
    to.segment('BRA', advice.receiptNumber, day, purposes.toTheirs(advice.purpose), types[0]);
    if (advice.shipmentNumber !== undefined) to.segment('REF', shipmentReferences[0], advice.shipmentNumber);
    to.segment('DTM', receivedDates[0], toCcyymmdd(advice.receivedOn));
    if (advice.buyer !== undefined) writeParty(to, profile.parties.buyer[0], advice.buyer, profile);
    if (advice.supplier !== undefined) writeParty(to, profile.parties.supplier[0], advice.supplier, profile);
    writeParty(to, profile.parties.shipTo[0], advice.shipTo, profile);
    for (const line of advice.lines) writeLine(line, to, profile);
    to.segment('CTT', String(advice.lines.length));
  },
});

function readLine(loop: Loop, poNumber: string | undefined, from: Reading, profile: AgreementProfile) {
  const head = loop.first('RCD');
  const shipped = loop.first('SN1');
  const item = loop.first('LIN');
  if (item === undefined) from.complain(head, 0, 'the item is missing: send a LIN', 'value-missing');
  if (from.text(head, 4) !== undefined && from.scaled(head, 4, 3, 'returned quantity') !== 0)
    from.complain(head, 4, 'send what goes back as a quantity in question with its condition');
  const deviations = [];
  for (let index = 0; index < deviationsMax; index++) {
    const position = firstDeviation + 3 * index;
    if (from.text(head, position) === undefined && from.text(head, position + 2) === undefined) continue;
    const condition = from.code(conditionList(profile), head, position + 2);
    const quantity = {
      amountMilli: from.scaled(head, position, 3, 'quantity in question'),
      unit: from.code(unitList(profile), head, position + 1),
    };
    if (condition !== 'good') deviations.push({ condition, quantity });
  }
  return {
    poNumber: from.text(loop.first('PRF'), 1) ?? poNumber,
    lineNumber: from.text(head, 1),
    ...(item === undefined ? {} : readItemIds(from, item, 2, profile)),
    received: {
      amountMilli: from.scaled(head, 2, 3, 'received quantity'),
      unit: from.code(unitList(profile), head, 3),
    },
    despatched:
      shipped === undefined
        ? undefined
        : {
            amountMilli: from.scaled(shipped, 2, 3, 'shipped quantity'),
            unit: from.code(unitList(profile), shipped, 3),
          },
    deviations,
  };
}

function writeLine(line: ReceivedLine, to: Writing, profile: AgreementProfile): void {
  const { received, despatched } = line;
  const deviations = line.deviations.flatMap(({ condition, quantity }) => {
    const code = conditionList(profile).toTheirs(condition);
    if (code === '') to.complain(`the condition ${condition} is not agreed with this partner`);
    return [decimalText(quantity.amountMilli, 3), to.unit(quantity.unit), code];
  });
  const amount = decimalText(received.amountMilli, 3);
  to.segment('RCD', line.lineNumber, amount, to.unit(received.unit), '', '', ...deviations);
  if (despatched !== undefined)
    to.segment('SN1', '', decimalText(despatched.amountMilli, 3), to.unit(despatched.unit));
  to.segment('LIN', '', ...writeItemIds(to, line, profile));
  if (line.poNumber !== undefined) to.segment('PRF', line.poNumber);
}
