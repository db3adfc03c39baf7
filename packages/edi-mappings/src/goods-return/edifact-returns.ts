import { type GoodsReturn, goodsReturn, type ReturnedLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { type CodeList, codeList } from '../code-list.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { nadIn, writeNad } from '../edifact/parties.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findGroup, findQualified, qualifierOf } from '../edifact/qualified.ts';
import { joined, splitText } from '../edifact/texts.ts';
import { checkEdifactLineCount } from '../edifact/totals.ts';
import { defineMapping, type Mapping } from '../mapping.ts';
import type { PartyFacts } from '../parties.ts';
import { readImd, readPri, writeImd, writePri } from '../purchase-order/edifact-order-lines.ts';
import type { Reading } from '../reading.ts';
import { readReference, writeReference } from '../schedules/edifact-header.ts';
import type { Writing } from '../writing.ts';

const dispositionList = ({ edifact }: AgreementProfile) =>
  codeList('disposition of the goods', edifact.goodsReturn.dispositions);
const reasonList = ({ edifact }: AgreementProfile) =>
  codeList('reason of the return', edifact.goodsReturn.reasons);
const answerList = ({ edifact }: AgreementProfile) =>
  codeList('answer to the return', edifact.goodsReturn.answers);

/** BGM 1225. */
const purposes = codeList('purpose of the return', { original: '9' });
const textParts = { parts: 5, lengthMax: 70 };
/** FTX 4453: a coded text is for use by machines. */
const coded = '1';

/** RETANN and RETINS say the same of the goods; where the segments of a line stand differs. */
export const edifactReturn = (type: 'RETANN' | 'RETINS', kind: GoodsReturn['kind']): Mapping<GoodsReturn> =>
  defineMapping<GoodsReturn>({
    type,
    document: goodsReturn,
    read(root, from, profile) {
      const { dates, parties, goodsReturn: agreed } = profile.edifact;
      const beginning = root.first('BGM');
      from.code(codeList('kind of return', { [kind]: agreed.types[kind] }), beginning, [1, 1]);
      from.code(purposes, beginning, 3);
      checkEdifactLineCount(root, root.loops('LIN').length, from);
      const buyer = findGroup(root, 'NAD', parties.buyer);
      const place = findQualified(buyer, 'LOC', agreed.places);
      return {
        documentType: 'goods-return',
        kind,
        returnNumber: from.required(beginning, [2, 1], 'number of the return'),
        writtenOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the return'),
        announcementNumber: readReference(from, root, agreed.references.announcement),
        authorisationNumber: readReference(from, root, agreed.references.authorisation),
        buyer: nadIn(from, root, parties.buyer, profile),
        supplier: nadIn(from, root, parties.supplier, profile),
        returnTo: nadIn(from, root, parties.shipTo, profile),
        goodsAt: place === undefined ? undefined : readLoc(from, place, profile),
        lines: root.loops('LIN').map((loop) => readLine(loop, root, from, profile)),
      };
    },
    write(document, to, profile) {
      if (document.kind !== kind) to.complain(`a ${type} carries an ${kind}, not an ${document.kind}`);
      writeHeader(document, to, profile);
      for (const line of document.lines) writeLine(line, kind, to, profile);
      if (kind === 'announcement') to.segment('UNS', 'S');
      to.segment('CNT', ['2', String(document.lines.length)]);
    },
  });

function writeHeader(document: GoodsReturn, to: Writing, profile: AgreementProfile): void {
  const { dates, parties, goodsReturn: agreed } = profile.edifact;
  const { buyer, supplier, returnTo, goodsAt } = document;
  to.segment('BGM', [agreed.types[document.kind][0], '', agreed.agency], [document.returnNumber], '9');
  writeDay(to, dates.document[0], document.writtenOn);
  writeReference(to, agreed.references.announcement, document.announcementNumber, 'announcement');
  writeReference(to, agreed.references.authorisation, document.authorisationNumber, 'authorisation');
  const party = (role: string | undefined, facts: PartyFacts | undefined, at?: typeof goodsAt) => {
    if (facts === undefined) return;
    const { code, ...others } = facts;
    // LOC stands between NAD and its RFF.
    writeNad(to, role, facts.gln === undefined ? facts : others, profile);
    if (at !== undefined) writeLoc(to, agreed.places[0], at, profile);
    if (facts.gln !== undefined && code !== undefined)
      to.segment('RFF', [profile.edifact.partyCodeReference, code]);
  };
  party(parties.buyer[0], buyer, goodsAt);
  if (buyer === undefined && goodsAt !== undefined)
    to.complain('where the goods are is said below the buyer: name the buyer');
  party(parties.supplier[0], supplier);
  party(parties.shipTo[0], returnTo);
}

function readLine(loop: Loop, root: Loop, from: Reading, profile: AgreementProfile) {
  const { references, quantities, texts } = profile.edifact.goodsReturn;
  const quantity = findGroup(loop, 'QTY', quantities) ?? loop;
  const head = loop.first('LIN');
  const groups = [loop, ...loop.loops('CDI'), ...loop.loops('QTY')];
  const textIn = (qualifiers: readonly string[]) =>
    groups.flatMap((group) => group.all('FTX')).find((at) => qualifiers.includes(qualifierOf(at)));
  const codedText = <Ours extends string>(list: CodeList<Ours>, qualifiers: readonly string[]) => {
    const at = textIn(qualifiers);
    return from.text(at, [3, 1]) === undefined ? undefined : from.code(list, at, [3, 1]);
  };
  const note = textIn(texts.note);
  return {
    ...readEdifactItemIds(from, loop, profile),
    description: readImd(from, loop),
    quantity: readQuantity(
      from,
      { at: findQualified(quantity, 'QTY', quantities), line: head },
      profile,
      'returned quantity',
    ),
    unitPriceMicros: readPri(from, loop, profile),
    disposition: readDisposition(
      conditionsIn([...groups, root, ...root.loops('CDI')], profile)[0],
      from,
      profile,
    ),
    reason: codedText(reasonList(profile), texts.reason),
    answer: codedText(answerList(profile), texts.answer),
    note: joined([1, 2, 3, 4, 5].map((part) => from.component(note, 4, part))),
    serialNumbers: loop
      .loops('RFF')
      .flatMap((group) => group.all('RFF'))
      .filter((at) => references.serialNumber.includes(qualifierOf(at)))
      .map((at) => from.required(at, [1, 2], 'serial number')),
    poNumber: readReference(from, loop, references.order) ?? readReference(from, root, references.order),
    invoiceNumber:
      readReference(from, loop, references.invoice) ?? readReference(from, root, references.invoice),
    shipmentNumber:
      readReference(from, loop, references.shipment) ?? readReference(from, root, references.shipment),
  };
}

const conditionsIn = (groups: readonly Loop[], { edifact }: AgreementProfile): PlacedSegment[] =>
  groups
    .flatMap((group) => group.all('CDI'))
    .filter((at) => edifact.goodsReturn.conditions.includes(qualifierOf(at)));

const readDisposition = (at: PlacedSegment | undefined, from: Reading, profile: AgreementProfile) =>
  at === undefined ? undefined : from.code(dispositionList(profile), at, [2, 1]);

function writeLine(
  line: ReturnedLine,
  kind: GoodsReturn['kind'],
  to: Writing,
  profile: AgreementProfile,
): void {
  const { references, quantities } = profile.edifact.goodsReturn;
  writeEdifactLine(to, { ...line, lineNumber: String(to.count('LIN') + 1) }, profile);
  writeImd(to, line.description);
  const quantity = () =>
    to.segment('QTY', [quantities[0], to.decimal(line.quantity.amountMilli, 3), to.unit(line.quantity.unit)]);
  if (kind === 'announcement') {
    if (line.unitPriceMicros !== undefined) writePri(to, line.unitPriceMicros, profile);
    writeTexts(line, to, profile);
    quantity();
    writeDisposition(line, to, profile);
  } else {
    if (line.unitPriceMicros !== undefined) to.complain('a RETINS names no prices: leave the price out');
    quantity();
    writeTexts(line, to, profile);
  }
  writeReference(to, references.order, line.poNumber, 'order');
  writeReference(to, references.invoice, line.invoiceNumber, 'invoice');
  writeReference(to, references.shipment, line.shipmentNumber, 'shipment');
  for (const number of line.serialNumbers)
    writeReference(to, references.serialNumber, number, 'serial number');
  if (kind === 'instruction') writeDisposition(line, to, profile);
}

function writeDisposition({ disposition }: ReturnedLine, to: Writing, profile: AgreementProfile): void {
  const { conditions, agency } = profile.edifact.goodsReturn;
  if (disposition === undefined) return;
  const code = dispositionList(profile).toTheirs(disposition);
  if (code === '') to.complain(`the disposition ${disposition} is not agreed with this partner`);
  to.segment('CDI', conditions[0], [code, '', agency]);
}

function writeTexts({ reason, answer, note }: ReturnedLine, to: Writing, profile: AgreementProfile): void {
  const { texts, reasonAgency } = profile.edifact.goodsReturn;
  const write = (qualifier: string | undefined, code: string, what: string) => {
    if (code === '') to.complain(`the reason ${what} is not agreed with this partner: agree a code for it`);
    to.segment('FTX', qualifier, coded, [code, '', reasonAgency]);
  };
  if (reason !== undefined) write(texts.reason[0], reasonList(profile).toTheirs(reason), reason);
  if (answer !== undefined) write(texts.answer[0], answerList(profile).toTheirs(answer), answer);
  if (note !== undefined) to.segment('FTX', texts.note[0], '', '', splitText(note, textParts) ?? [note]);
}
