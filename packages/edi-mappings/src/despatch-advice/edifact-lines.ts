import type { DespatchedLine, DespatchedOrder } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readLoc, writeLoc } from '../edifact/places.ts';
import { findGroup, findQualified, qualifierOf } from '../edifact/qualified.ts';
import { readImd, writeImd } from '../purchase-order/edifact-order-lines.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

const numbersPerSegment = 5;
const remainderList = ({ edifact }: AgreementProfile) =>
  codeList('fate of the rest', edifact.despatch.remainders);

/** A LIN group, and the order that it belongs to: its own RFF, else the one of the whole message. */
export function readLine(loop: Loop, root: Loop, from: Reading, profile: AgreementProfile) {
  const { references, dates, quantities, markFor, lotNumbers, serialNumbers } = profile.edifact.despatch;
  const head = loop.first('LIN');
  const reference = findGroup(loop, 'RFF', references.order) ?? findGroup(root, 'RFF', references.order);
  const order = reference?.first('RFF');
  if (order === undefined)
    from.complain(head, 0, `the order is not named: send an RFF with ${references.order.join(', ')}`);
  const place = findGroup(loop, 'LOC', markFor)?.first('LOC');
  const ordered = findQualified(loop, 'QTY', quantities.ordered);
  const rest = loop.loops('QVR')[0]?.first('QVR');
  const remainder = from.text(rest, 2) === undefined ? undefined : from.code(remainderList(profile), rest, 2);
  const lot = loop.all('GIN').find((at) => lotNumbers.includes(qualifierOf(at)));
  const serials = loop
    .all('GIN')
    .filter((at) => serialNumbers.includes(qualifierOf(at)))
    .flatMap((at) => readNumbers(at, from));
  return {
    order: {
      poNumber: order === undefined ? undefined : from.required(order, [1, 2], 'order number'),
      orderedOn: optionalDay(from, findQualified(reference, 'DTM', dates.ordered), 'order day'),
      markFor: place === undefined ? undefined : readLoc(from, place, profile),
    },
    line: {
      lineNumber: from.component(order, 1, 3),
      ...readEdifactItemIds(from, loop, profile),
      description: readImd(from, loop),
      shipped: readQuantity(
        from,
        { at: findQualified(loop, 'QTY', quantities.shipped), line: head },
        profile,
        'shipped quantity',
      ),
      ordered:
        ordered === undefined
          ? undefined
          : readQuantity(from, { at: ordered, line: head }, profile, 'ordered quantity'),
      remainder: remainder === 'none' ? undefined : remainder,
      lotNumber: from.component(lot, 2, 1),
      expiresOn: optionalDay(from, findQualified(loop, 'DTM', dates.expires), 'last day of use'),
      serialNumbers: serials.length === 0 ? undefined : serials,
    },
  };
}

/** Up to five numbers stand in one GIN. */
function readNumbers(at: PlacedSegment, from: Reading): string[] {
  return [2, 3, 4, 5, 6].flatMap((element) => {
    if (from.component(at, element, 2) !== undefined)
      from.complain(at, [element, 2], 'a range of serial numbers is not agreed: send each one');
    return from.component(at, element, 1) ?? [];
  });
}

/** Numbers of one kind, five in a GIN. */
function writeNumbers(to: Writing, qualifier: string | undefined, numbers: readonly string[]): void {
  for (let index = 0; index < numbers.length; index += numbersPerSegment)
    to.segment('GIN', qualifier, ...numbers.slice(index, index + numbersPerSegment).map((one) => [one]));
}

export function writeLine(
  line: DespatchedLine,
  order: DespatchedOrder,
  to: Writing,
  profile: AgreementProfile,
): void {
  const { references, dates, quantities, markFor, lotNumbers, serialNumbers, ssccs } =
    profile.edifact.despatch;
  writeEdifactLine(to, { ...line, lineNumber: String(to.count('LIN') + 1) }, profile);
  writeImd(to, line.description);
  const quantity = (qualifier: string | undefined, { amountMilli, unit }: DespatchedLine['shipped']) =>
    to.segment('QTY', [qualifier, to.decimal(amountMilli, 3), to.unit(unit)]);
  quantity(quantities.shipped[0], line.shipped);
  if (line.ordered !== undefined) quantity(quantities.ordered[0], line.ordered);
  if (line.lotNumber !== undefined) to.segment('GIN', lotNumbers[0], [line.lotNumber]);
  writeNumbers(to, serialNumbers[0], line.serialNumbers ?? []);
  writeDay(to, dates.expires[0], line.expiresOn);
  to.segment('RFF', [references.order[0], order.poNumber, line.lineNumber]);
  writeDay(to, dates.ordered[0], order.orderedOn);
  if (order.markFor !== undefined) writeLoc(to, markFor[0], order.markFor, profile);
  if (line.ssccs.length > 0) {
    writeMarks(to);
    writeNumbers(to, ssccs[0], line.ssccs);
  }
  if (line.remainder !== undefined)
    to.segment(
      'QVR',
      difference(line, quantities.ordered[0]),
      remainderList(profile).toTheirs(line.remainder),
    );
}

/** PCI 33E: marked with an SSCC. */
export const writeMarks = (to: Writing): void => to.segment('PCI', '33E');

/** QVR C279: what is missing of the ordered quantity, in whole units as the element is. */
function difference({ shipped, ordered }: DespatchedLine, qualifier: string | undefined) {
  if (ordered === undefined || ordered.unit !== shipped.unit) return '';
  const missing = ordered.amountMilli - shipped.amountMilli;
  return missing > 0 && missing % 1000 === 0 ? [String(missing / 1000), qualifier] : '';
}
