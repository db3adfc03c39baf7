import { type OrderConfirmation, type OrderConfirmationLine, orderConfirmation } from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { lineChangeList, writeChangeLine } from '../purchase-order-change/x12-change-line.ts';
import { toCcyymmdd, toLocalDate } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';
import {
  isSameLine,
  type LineHead,
  readAnswers,
  readOutcome,
  writeOutcome,
  writeStatuses,
} from './x12-answers.ts';

const purposes = codeList('purpose of the answer', { original: ['00', '06'] });
const head: LineHead = { answer: 'BCA02', tag: 'POC', amount: 3, unit: [5, 1], price: 6, ids: 8 };

/** ASC X12 865 at 004010 and 005010: the answer to a change of an order. */
export const x12ChangeConfirmation = defineMapping<OrderConfirmation>({
  type: '865',
  document: orderConfirmation,
  read(root, from, profile) {
    const beginning = root.first('BCA');
    from.code(purposes, beginning, 1);
    checkLineCount(root, 'POC', from);
    const type = from.text(beginning, 2) ?? '';
    const lines = root.loops('POC').flatMap((loop) => {
      const change = from.code(lineChangeList(profile), loop.first('POC'), 2);
      const answers = readAnswers(from, loop, { head, type, isGone: change === 'deleted' }, profile);
      return answers.map((answer) => ({ ...answer, change }));
    });
    return {
      documentType: 'order-confirmation',
      poNumber: from.required(beginning, 3, 'order number'),
      orderedOn: from.localDate(beginning, 6, 'order day'),
      supplierReference: from.text(beginning, 9),
      confirmedOn:
        from.optionalDate(beginning, 10, 'day of the answer') ??
        toLocalDate(from.message.group?.sentOn ?? ''),
      change: {
        changeNumber: from.text(beginning, 5),
        changedOn: from.optionalDate(beginning, 11, 'day of the change'),
      },
      outcome: lines.length > 0 ? undefined : readOutcome(from, beginning),
      lines,
    };
  },
  write(confirmation, to, profile) {
    const { poNumber, orderedOn, supplierReference, confirmedOn, change, lines } = confirmation;
    if (change === undefined) to.complain('an answer to an order, not to a change of one, goes by 855');
    if (orderedOn === undefined) to.complain('the day of the order is missing: X12 wants it in BCA06');
    const orderDay = orderedOn === undefined ? '' : toCcyymmdd(orderedOn);
    const changeDay = change?.changedOn === undefined ? '' : toCcyymmdd(change.changedOn);
    const numbers = [poNumber, '', change?.changeNumber, orderDay, '', '', supplierReference];
    const type = writeOutcome(confirmation);
    to.segment('BCA', '00', type, ...numbers, toCcyymmdd(confirmedOn), changeDay);
    lines.forEach((line, index) => {
      if (!isSameLine(line, lines[index - 1])) writeHead(to, line, profile);
      writeStatuses(to, line, profile);
    });
    if (lines.length > 0) to.segment('CTT', String(to.count('POC')));
  },
});

function writeHead(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
  const { lineNumber, change, gtin, unitPriceMicros } = line;
  if (change === undefined) {
    to.complain(`line ${lineNumber}: what was to change is missing: X12 wants it in POC02`);
    return;
  }
  writeChangeLine(to, { lineNumber, change, gtin, unitPriceMicros }, profile);
}
