import type { DeliveryReport, DeliveryStatus, DocumentIssue } from '@coplan/documents';
import {
  type AcknowledgedMessage,
  type Acknowledgement,
  type AcknowledgementStatus,
  type ControlAnswer,
  type Issue,
  placeText,
} from '@coplan/edi';

/** What a 997 says about one message of ours that it may or may not name. */
export function statusOfMessage(
  acknowledgement: Acknowledgement,
  message: { type: string; reference: string },
): AcknowledgedMessage | undefined {
  const named = acknowledgement.messages.find(
    ({ type, reference }) => type === message.type && reference === message.reference,
  );
  if (named !== undefined || acknowledgement.messages.length > 0) return named;
  // A 997 without sets speaks of the whole group: "partly" then says nothing of any one message.
  if (acknowledgement.status === 'partly-accepted') return undefined;
  return { ...message, status: acknowledgement.status, codes: acknowledgement.codes, faults: [] };
}

/** What a CONTRL says about one message of ours: messages that it does not name share the fate of their interchange. */
export function statusInAnswer(
  answer: ControlAnswer,
  message: { type: string; reference: string },
): AcknowledgedMessage | undefined {
  const named = answer.messages.find(
    ({ type, reference }) => type === message.type && reference === message.reference,
  );
  // "Received" says that it arrived, not that it was understood.
  if (named !== undefined || answer.status === 'received') return named;
  return { ...message, status: answer.status, codes: answer.codes, faults: [] };
}

const statuses: Record<AcknowledgementStatus, DeliveryStatus> = {
  accepted: 'accepted',
  'accepted-with-errors': 'accepted-with-errors',
  'partly-accepted': 'accepted-with-errors',
  rejected: 'rejected',
};

/** The news for whoever wrote the document, in plain words. */
export function deliveryReportOf(
  documentId: string,
  { status, codes, faults }: AcknowledgedMessage,
): DeliveryReport {
  const severity = status === 'rejected' ? 'error' : 'warning';
  const issues: DocumentIssue[] = codes.map(({ code, meaning }) => ({
    code: `acknowledgement.message-${code}`,
    severity,
    message: `The receiver's system says: ${meaning}.`,
    place: '',
  }));
  for (const { segment, segmentIndex, element, component, code, meaning, value } of faults) {
    const place = [segment === '' ? `segment ${segmentIndex}` : `segment ${segmentIndex} (${segment})`];
    if (element !== undefined) place.push(`element ${element}`);
    if (component !== undefined) place.push(`component ${component}`);
    const quoted = value === undefined ? '' : `: "${value}"`;
    issues.push({
      code: `acknowledgement.${element === undefined ? 'segment' : 'element'}-${code}`,
      severity,
      message: `The receiver's system says: ${meaning}${quoted}.`,
      place: place.join(', '),
    });
  }
  return {
    documentType: 'delivery-report',
    documentId,
    status: statuses[status],
    issues: issues.slice(0, 1_000),
  };
}

/** An issue of the syntax as documents carry it. */
export const documentIssueOf = (issue: Issue): DocumentIssue => ({
  code: `edi.${issue.code}`,
  severity: issue.severity,
  message: issue.message.slice(0, 2_000),
  place: placeText(issue.place).slice(0, 400),
});
