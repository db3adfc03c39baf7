import { type OrderConfirmation, type OrderConfirmationLine, orderConfirmation } from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, toCcyymmdd, toLocalDate } from '../reading.ts';
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

const purposes = codeList('purpose of the confirmation', { original: ['00', '06'] });
const head: LineHead = { answer: 'BAK02', tag: 'PO1', amount: 2, unit: 3, price: 4, ids: 6 };

/** ASC X12 855 at 004010 and 005010: the answer to an order. That to a change is the 865. */
export const x12OrderConfirmation = defineMapping<OrderConfirmation>({
  type: '855',
  document: orderConfirmation,
  read(root, from, profile) {
    const beginning = root.first('BAK');
    from.code(purposes, beginning, 1);
    const type = from.text(beginning, 2) ?? '';
    const lines = root.loops('PO1').flatMap((loop) => readAnswers(from, loop, { head, type }, profile));
    checkLineCount(root, 'PO1', from);
    return {
      documentType: 'order-confirmation',
      poNumber: from.required(beginning, 3, 'order number'),
      orderedOn: from.localDate(beginning, 4, 'order day'),
      supplierReference: from.text(beginning, 8),
      // Where the supplier gives no day of its own, the day on which it sent the group is the day of its word.
      confirmedOn:
        from.optionalDate(beginning, 9, 'day of the confirmation') ??
        toLocalDate(from.message.group?.sentOn ?? ''),
      outcome: lines.length > 0 ? undefined : readOutcome(from, beginning),
      lines,
    };
  },
  write(confirmation, to, profile) {
    const { poNumber, orderedOn, supplierReference, confirmedOn, lines } = confirmation;
    if (confirmation.change !== undefined) to.complain('an answer to a change of an order goes by 865');
    if (orderedOn === undefined) to.complain('the day of the order is missing: X12 wants it in BAK04');
    const orderDay = orderedOn === undefined ? '' : toCcyymmdd(orderedOn);
    const type = writeOutcome(confirmation);
    to.segment('BAK', '00', type, poNumber, orderDay, '', '', '', supplierReference, toCcyymmdd(confirmedOn));
    lines.forEach((line, index) => {
      if (!isSameLine(line, lines[index - 1])) writeHead(to, line, profile);
      writeStatuses(to, line, profile);
    });
    if (lines.length > 0) to.segment('CTT', String(to.count('PO1')));
  },
});

function writeHead(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
  const price = line.unitPriceMicros === undefined ? '' : decimalText(line.unitPriceMicros, 6);
  to.segment('PO1', line.lineNumber, '', '', price, '', ...writeItemIds(to, line, profile));
}
