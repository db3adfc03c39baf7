import { type GoodsReturn, goodsReturn, type ReturnedLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIdsAt, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, optionalParty, type PartyFacts, readParty, writePartyWithOneId } from '../parties.ts';
import { readDescription, writeDescription } from '../purchase-order/x12-order-lines.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

const kindList = ({ goodsReturn: agreed }: AgreementProfile) => codeList('kind of return', agreed.kinds);
const dispositionList = ({ goodsReturn: agreed }: AgreementProfile) =>
  codeList('disposition of the goods', agreed.dispositions);
const reasonList = ({ goodsReturn: agreed }: AgreementProfile) =>
  codeList('reason of the return', agreed.reasons);
const answerList = ({ goodsReturn: agreed }: AgreementProfile) =>
  codeList('answer to the return', agreed.answers);

/** BLI: the first item number stands in front, three more at the end. */
const idPositions = [1, 8, 10, 12];

/** ASC X12 180 at 004010 and 005010. A disposition or an order in front of the lines holds for each that has none. */
export const x12GoodsReturn = defineMapping<GoodsReturn>({
  type: '180',
  document: goodsReturn,
  read(root, from, profile) {
    const { references, parties } = profile.goodsReturn;
    const beginning = root.first('BGN');
    const place = findParty(root, parties.goodsAt);
    const { gln, code } = place === undefined ? {} : readParty(from, place, profile);
    return {
      documentType: 'goods-return',
      kind: from.code(kindList(profile), beginning, 1),
      returnNumber: from.required(beginning, 2, 'number of the return'),
      writtenOn: from.localDate(beginning, 3, 'day of the return'),
      announcementNumber: from.text(beginning, 6),
      authorisationNumber: referenceIn(from, root, references.authorisation),
      buyer: optionalParty(from, root, profile.parties.buyer, profile),
      supplier: optionalParty(from, root, profile.parties.supplier, profile),
      returnTo: optionalParty(from, root, parties.returnTo, profile),
      goodsAt: gln !== undefined ? { gln } : code !== undefined ? { code } : undefined,
      lines: root.loops('BLI').map((loop) => readLine(loop, root, from, profile)),
    };
  },
  write(document, to, profile) {
    const { references, parties } = profile.goodsReturn;
    const { announcementNumber, authorisationNumber, buyer, supplier, returnTo, goodsAt } = document;
    const day = toCcyymmdd(document.writtenOn);
    const kind = kindList(profile).toTheirs(document.kind);
    to.segment('BGN', kind, document.returnNumber, day, '', '', announcementNumber);
    writeReferences(to, references.authorisation, authorisationNumber);
    const party = (role: string | undefined, what: string, facts: PartyFacts | undefined) => {
      if (facts !== undefined) writePartyWithOneId(to, { role, what }, facts, profile);
    };
    party(profile.parties.buyer[0], 'buyer', buyer);
    party(profile.parties.supplier[0], 'supplier', supplier);
    party(parties.returnTo[0], 'place that the goods go to', returnTo);
    party(parties.goodsAt[0], 'place of the goods', goodsAt);
    for (const line of document.lines) writeLine(line, to, profile);
  },
});

const referencesIn = (loop: Loop, qualifiers: readonly string[]): PlacedSegment[] =>
  loop.all('N9').filter(({ segment }) => qualifiers.includes(segment.value(1)));
const referenceIn = (from: Reading, loop: Loop, qualifiers: readonly string[]) =>
  from.text(referencesIn(loop, qualifiers)[0], 2);

function writeReferences(
  to: Writing,
  [qualifier]: readonly string[],
  ...numbers: (string | undefined)[]
): void {
  for (const number of numbers) if (number !== undefined) to.segment('N9', qualifier, number);
}

function readLine(loop: Loop, root: Loop, from: Reading, profile: AgreementProfile) {
  const { references } = profile.goodsReturn;
  const head = loop.first('BLI');
  const decision = loop.first('RDR') ?? root.first('RDR');
  const isSaid = (position: number) => from.text(decision, position) !== undefined;
  const unit = from.code(unitList(profile), head, 4);
  const priceUnit = from.text(head, 7);
  if (priceUnit !== undefined && priceUnit !== from.text(head, 4))
    from.complain(head, 7, `a price per ${priceUnit} is not per returned unit: send it per unit of BLI04`);
  return {
    ...(head === undefined ? {} : readItemIdsAt(from, head, idPositions, profile)),
    description: readDescription(from, loop),
    quantity: { amountMilli: from.scaled(head, 3, 3, 'returned quantity'), unit },
    unitPriceMicros: from.text(head, 6) === undefined ? undefined : from.scaled(head, 6, 6, 'unit price'),
    disposition: isSaid(1) ? from.code(dispositionList(profile), decision, 1) : undefined,
    reason: isSaid(2) ? from.code(reasonList(profile), decision, 2) : undefined,
    answer: isSaid(3) ? from.code(answerList(profile), decision, 3) : undefined,
    note: from.text(decision, 4),
    serialNumbers: referencesIn(loop, references.serialNumber).map((at) => from.text(at, 2)),
    poNumber: from.text(loop.first('PRF') ?? root.first('PRF'), 1),
    invoiceNumber: referenceIn(from, loop, references.invoice),
    shipmentNumber: referenceIn(from, loop, references.shipment),
  };
}

function writeLine(line: ReturnedLine, to: Writing, profile: AgreementProfile): void {
  const { references, price } = profile.goodsReturn;
  const { quantity, unitPriceMicros, disposition, reason, answer, note } = line;
  const [firstQualifier, firstId, ...others] = writeItemIds(to, line, profile);
  const unit = to.unit(quantity.unit);
  const priced =
    unitPriceMicros === undefined ? ['', '', ''] : [price, decimalText(unitPriceMicros, 6), unit];
  const amount = decimalText(quantity.amountMilli, 3);
  to.segment('BLI', firstQualifier, firstId, amount, unit, ...priced, ...others);
  writeReferences(to, references.invoice, line.invoiceNumber);
  writeReferences(to, references.shipment, line.shipmentNumber);
  writeReferences(to, references.serialNumber, ...line.serialNumbers);
  writeDescription(to, line.description);
  const agreed = (code: string | undefined, what: string | undefined): string => {
    if (code === '') to.complain(`"${what}" is not agreed with this partner for an 180`);
    return code ?? '';
  };
  const said = [
    agreed(disposition && dispositionList(profile).toTheirs(disposition), disposition),
    agreed(reason && reasonList(profile).toTheirs(reason), reason),
    agreed(answer && answerList(profile).toTheirs(answer), answer),
    note,
  ];
  if (said.some((one) => one !== undefined && one !== '')) to.segment('RDR', ...said);
  if (line.poNumber !== undefined) to.segment('PRF', line.poNumber);
}
