import { type ReceivedLine, type ReceivingAdvice, receivingAdvice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified, qualifierOf } from '../edifact/qualified.ts';
import { checkEdifactLineCount } from '../edifact/totals.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

const purposes = codeList('purpose of the receiving advice', {
  original: '9',
  replacement: '5',
  cancellation: '1',
});
const typeList = ({ edifact }: AgreementProfile) =>
  codeList('kind of receiving advice', { receipt: edifact.receiving.types });
const conditionList = ({ edifact }: AgreementProfile) =>
  codeList('condition of the goods', edifact.receiving.conditions);

/** UN/EDIFACT RECADV in D.96A and D.01B, EANCOM 1997 and 2002. Packages are not looked into, their lines are. */
export const edifactReceivingAdvice = defineMapping<ReceivingAdvice>({
  type: 'RECADV',
  document: receivingAdvice,
  read(root, from, profile) {
    const { dates, parties, receiving } = profile.edifact;
    const beginning = root.first('BGM');
    from.code(typeList(profile), beginning, [1, 1]);
    const lines = root.loops('CPS').flatMap((level) => level.loops('LIN'));
    checkEdifactLineCount(root, lines.length, from);
    const party = (roles: readonly string[]) => {
      const group = findGroup(root, 'NAD', roles);
      return group === undefined ? undefined : readNad(from, group, profile);
    };
    return {
      documentType: 'receiving-advice',
      purpose: from.code(purposes, beginning, 3),
      receiptNumber: from.required(beginning, [2, 1], 'receipt number'),
      writtenOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the advice'),
      receivedOn: readDay(from, findQualified(root, 'DTM', receiving.receivedDates), 'day of receipt'),
      shipmentNumber: from.component(
        findGroup(root, 'RFF', receiving.references.shipment)?.first('RFF'),
        1,
        2,
      ),
      buyer: party(parties.buyer),
      supplier: party(parties.supplier),
      shipTo: party(parties.shipTo) ?? {},
      lines: lines.map((loop) => readLine(loop, root, from, profile)),
    };
  },
  write(advice, to, profile) {
    const { dates, parties, receiving } = profile.edifact;
    to.segment('BGM', [receiving.types[0]], [advice.receiptNumber], purposes.toTheirs(advice.purpose));
    writeDay(to, dates.document[0], advice.writtenOn);
    writeDay(to, receiving.receivedDates[0], advice.receivedOn);
    if (advice.shipmentNumber !== undefined)
      to.segment('RFF', [receiving.references.shipment[0], advice.shipmentNumber]);
    if (advice.buyer !== undefined) writeNad(to, parties.buyer[0], advice.buyer, profile);
    if (advice.supplier !== undefined) writeNad(to, parties.supplier[0], advice.supplier, profile);
    writeNad(to, parties.shipTo[0], advice.shipTo, profile);
    to.segment('CPS', '1');
    for (const line of advice.lines) writeLine(line, to, profile);
    to.segment('CNT', ['2', String(advice.lines.length)]);
  },
});

function readLine(loop: Loop, root: Loop, from: Reading, profile: AgreementProfile) {
  const { references, quantities, conditions } = profile.edifact.receiving;
  const head = loop.first('LIN');
  const order = (findGroup(loop, 'RFF', references.order) ?? findGroup(root, 'RFF', references.order))?.first(
    'RFF',
  );
  const despatched = findQualified(loop, 'QTY', quantities.despatched);
  const known = [...quantities.received, ...quantities.despatched, ...Object.values(conditions).flat()];
  for (const at of loop.all('QTY').filter((one) => !known.includes(qualifierOf(one)))) {
    const why = `"${qualifierOf(at)}" is no agreed kind of quantity: agreed are ${known.join(', ')}`;
    from.complain(at, [1, 1], why, 'element-code');
  }
  const codes = Object.values(conditions).flat();
  return {
    poNumber: from.component(order, 1, 2),
    lineNumber: from.component(order, 1, 3),
    ...readEdifactItemIds(from, loop, profile),
    received: readQuantity(
      from,
      { at: findQualified(loop, 'QTY', quantities.received), line: head },
      profile,
      'received quantity',
    ),
    despatched:
      despatched === undefined
        ? undefined
        : readQuantity(from, { at: despatched, line: head }, profile, 'despatched quantity'),
    deviations: loop
      .all('QTY')
      .filter((at) => codes.includes(qualifierOf(at)))
      .map((at) => ({
        condition: from.code(conditionList(profile), at, [1, 1]),
        quantity: readQuantity(from, { at, line: head }, profile, 'quantity in question'),
      })),
  };
}

function writeLine(line: ReceivedLine, to: Writing, profile: AgreementProfile): void {
  const { references, quantities } = profile.edifact.receiving;
  const { received, despatched, poNumber, lineNumber } = line;
  writeEdifactLine(to, { ...line, lineNumber: String(to.count('LIN') + 1) }, profile);
  const quantity = (qualifier: string | undefined, { amountMilli, unit }: ReceivedLine['received']) =>
    to.segment('QTY', [qualifier, to.decimal(amountMilli, 3), to.unit(unit)]);
  quantity(quantities.received[0], received);
  if (despatched !== undefined) quantity(quantities.despatched[0], despatched);
  for (const deviation of line.deviations) {
    const code = conditionList(profile).toTheirs(deviation.condition);
    if (code === '') to.complain(`the condition ${deviation.condition} is not agreed with this partner`);
    quantity(code, deviation.quantity);
  }
  if (poNumber !== undefined) to.segment('RFF', [references.order[0], poNumber, lineNumber]);
  else if (lineNumber !== undefined)
    to.complain(`the order line ${lineNumber} cannot be said in a RECADV without its order`);
}
