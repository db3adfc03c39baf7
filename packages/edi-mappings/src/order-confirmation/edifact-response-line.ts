import type { ConfirmationOutcome, OrderConfirmationLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { optionalDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { findQualified } from '../edifact/qualified.ts';
import { readPri, writePri } from '../purchase-order/edifact-order-lines.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import type { ResponseMeaning } from './order-response-profile.ts';

type Kind = 'confirmed' | 'backordered' | 'rejected';

const kindOf = (outcome: ConfirmationOutcome): Kind =>
  outcome === 'backordered' || outcome === 'rejected' ? outcome : 'confirmed';

/** A LIN: one answer, and a second one where a part of it comes later. */
export function readResponseLine(
  from: Reading,
  loop: Loop,
  whole: 'accepted' | 'rejected' | undefined,
  profile: AgreementProfile,
): Record<string, unknown>[] {
  const { quantities } = profile.edifact.orderResponse;
  const head = loop.first('LIN');
  const line = {
    lineNumber: from.required(head, 1, 'line number'),
    gtin: readEdifactItemIds(from, loop, profile).gtin,
    unitPriceMicros: readPri(from, loop, profile),
  };
  const has = (kind: Kind) => blocksOf(loop).some((block) => findQualified(block, 'QTY', quantities[kind]));
  const isLater = has('backordered');
  const kinds = [isLater && !has('confirmed') ? undefined : 'now', isLater ? 'later' : undefined];
  return kinds
    .filter((kind) => kind !== undefined)
    .map((kind) => {
      const meaning = readMeaning(from, loop, { whole, isLater: kind === 'later' }, profile);
      const schedule =
        meaning === undefined ? [] : readSchedule(from, loop, kindOf(meaning.outcome), profile);
      return { ...line, outcome: meaning?.outcome, reason: meaning?.reason, schedule };
    });
}

/** SCC groups with a quantity where there are any, else the line itself. */
function blocksOf(loop: Loop): readonly Loop[] {
  const dated = loop.loops('SCC').flatMap((group) => group.loops('QTY'));
  return dated.length > 0 ? dated : [loop];
}

function readMeaning(
  from: Reading,
  loop: Loop,
  { whole, isLater }: { whole: 'accepted' | 'rejected' | undefined; isLater: boolean },
  profile: AgreementProfile,
): Omit<ResponseMeaning, 'action'> | undefined {
  const { meanings } = profile.edifact.orderResponse;
  const head = loop.first('LIN');
  const action = from.text(head, 2);
  if (action === undefined && whole !== undefined && !isLater) return { outcome: whole };
  const reasoned = loop.first('QVR');
  const why = from.component(reasoned, 3, 1);
  const ofAction = meanings.filter(
    (meaning) => meaning.action === action && (meaning.outcome === 'backordered') === isLater,
  );
  const found = ofAction.find((meaning) => meaning.why === why);
  if (found !== undefined) return found;
  if (ofAction.length === 0) {
    const possible = meanings.filter((meaning) => (meaning.outcome === 'backordered') === isLater);
    const agreed = [...new Set(possible.map((meaning) => meaning.action))].join(', ');
    const quantity = isLater ? ' of a line that comes later' : '';
    const why = `"${action ?? ''}" is no agreed answer${quantity}: agreed are ${agreed}`;
    from.complain(head, 2, why, 'element-code');
  } else {
    const agreed = ofAction.map((meaning) => meaning.why ?? 'none').join(', ');
    from.complain(
      reasoned,
      reasoned === undefined ? 0 : [3, 1],
      `"${why ?? ''}" is no agreed reason for the answer ${action}: agreed are ${agreed}`,
      'element-code',
    );
  }
  return undefined;
}

function readSchedule(from: Reading, loop: Loop, kind: Kind, profile: AgreementProfile): unknown[] {
  const { quantities, dates } = profile.edifact.orderResponse;
  return blocksOf(loop).flatMap((block) => {
    const at = findQualified(block, 'QTY', quantities[kind]);
    const day = (qualifiers: readonly string[], what: string) =>
      optionalDay(from, findQualified(block, 'DTM', qualifiers), what);
    // A day beside both quantities is that of what comes now: when the rest comes is not said.
    const isOfOther =
      kind === 'backordered' && findQualified(block, 'QTY', quantities.confirmed) !== undefined;
    const days = isOfOther
      ? {}
      : {
          deliverOn: day(dates.deliver, 'promised delivery day'),
          shipOn: day(dates.ship, 'promised shipping day'),
        };
    if (at === undefined) {
      if (kind !== 'rejected' && (days.deliverOn ?? days.shipOn) !== undefined) missing(from, loop, profile);
      return [];
    }
    return [{ quantity: readQuantity(from, { at, line: at }, profile, 'confirmed quantity'), ...days }];
  });
}

function missing(from: Reading, loop: Loop, { edifact }: AgreementProfile): void {
  const head: PlacedSegment | undefined = loop.first('LIN');
  const codes = edifact.orderResponse.quantities.confirmed.join(', ');
  from.complain(head, 0, `a day is promised without a quantity: send a QTY with ${codes}`, 'value-missing');
}

export function writeResponseLine(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
  const { meanings, quantities, dates, schedule: code } = profile.edifact.orderResponse;
  const { lineNumber, gtin, outcome, reason, schedule } = line;
  const meaning = meanings.find((one) => one.outcome === outcome && one.reason === reason);
  if (meaning === undefined) {
    const because = reason === undefined ? '' : ` because of "${reason}"`;
    to.complain(`line ${lineNumber}: "${outcome}"${because} has no agreed code`);
    return;
  }
  const qualifier = quantities[kindOf(outcome)][0];
  const entry = ({ quantity, deliverOn, shipOn }: OrderConfirmationLine['schedule'][number]): void => {
    const amount = to.decimal(quantity.amountMilli, 3);
    to.segment('QTY', [qualifier, amount, to.unit(quantity.unit)]);
    writeDay(to, dates.deliver[0], deliverOn);
    writeDay(to, dates.ship[0], shipOn);
  };
  const [only, ...others] = schedule;
  const isOne = only !== undefined && others.length === 0;
  if (outcome === 'backordered' && only === undefined) {
    to.complain(`line ${lineNumber}: EDIFACT says with a quantity that it comes later: give one`);
  }
  writeEdifactLine(to, { lineNumber, action: meaning.action, gtin }, profile);
  if (isOne) entry(only);
  if (meaning.why !== undefined) to.segment('QVR', '', '', [meaning.why]);
  writePri(to, line.unitPriceMicros, profile);
  if (isOne) return;
  for (const part of schedule) {
    to.segment('SCC', code);
    entry(part);
  }
}
