import { type OrderConfirmation, orderConfirmation } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import { checkCnt } from '../purchase-order/edifact-order-lines.ts';
import { readOrderReference, writeOrderReference } from '../purchase-order/edifact-order-reference.ts';
import type { Reading } from '../reading.ts';
import { readResponseLine, writeResponseLine } from './edifact-response-line.ts';

const messageTypes = ({ edifact }: AgreementProfile) =>
  codeList('message type', { 'order response': edifact.orderResponse.types });
const functions = ({ edifact }: AgreementProfile) =>
  codeList('answer to the order', edifact.orderResponse.functions);

/** UN/EDIFACT ORDRSP in D.96A and D.01B, EANCOM 1997 and 2002: the answer to an order or to a change of one. */
export const edifactOrderConfirmation = defineMapping<OrderConfirmation>({
  type: 'ORDRSP',
  document: orderConfirmation,
  read(root, from, profile) {
    const { dates, orderReference, orderResponse } = profile.edifact;
    const beginning = root.first('BGM');
    from.code(messageTypes(profile), beginning, [1, 1]);
    checkCnt(root, from);
    const answer = from.code(functions(profile), beginning, 3);
    const whole = answer === 'by-line' ? undefined : answer;
    const lines = root.loops('LIN').flatMap((loop) => readResponseLine(from, loop, whole, profile));
    const own = findGroup(root, 'RFF', orderResponse.supplierReference)?.first('RFF');
    const change = findGroup(root, 'RFF', orderResponse.changeReference);
    return {
      documentType: 'order-confirmation',
      ...readOrderReference(root, from, profile),
      supplierReference: from.component(own, 1, 2) ?? from.component(beginning, 2, 1),
      confirmedOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the answer'),
      change: change && {
        changeNumber: from.component(change.first('RFF'), 1, 2),
        changedOn: optionalDay(from, findQualified(change, 'DTM', orderReference.days), 'day of the change'),
      },
      outcome: lines.length > 0 ? undefined : (whole ?? unanswered(from, beginning)),
      lines,
    };
  },
  write(confirmation, to, profile) {
    const { dates, orderReference, orderResponse } = profile.edifact;
    const { supplierReference, confirmedOn, change, lines } = confirmation;
    const answer = functions(profile).toTheirs(answerOf(confirmation));
    const number = supplierReference === undefined ? '' : [supplierReference];
    to.segment('BGM', [orderResponse.types[0]], number, answer);
    writeDay(to, dates.document[0], confirmedOn);
    writeOrderReference(to, confirmation, profile);
    if (supplierReference !== undefined)
      to.segment('RFF', [orderResponse.supplierReference[0], supplierReference]);
    if (change !== undefined) {
      to.segment('RFF', [orderResponse.changeReference[0], change.changeNumber]);
      writeDay(to, orderReference.days[0], change.changedOn);
    }
    for (const line of lines) writeResponseLine(to, line, profile);
    to.segment('UNS', 'S');
    to.segment('CNT', ['2', String(lines.length)]);
  },
});

function answerOf({ outcome, lines }: OrderConfirmation): 'accepted' | 'rejected' | 'by-line' {
  if (outcome !== undefined) return outcome;
  if (lines.every((line) => line.outcome === 'accepted')) return 'accepted';
  return lines.every((line) => line.outcome === 'rejected') ? 'rejected' : 'by-line';
}

function unanswered(from: Reading, beginning: PlacedSegment | undefined): undefined {
  from.complain(beginning, 3, 'an answer that is given line by line has no line');
}
