import type { AdviceFault, AdviceVerdict, ApplicationAdvice } from '@coplan/documents';
import { type ApplicationAdvice as Advice, adviceKindOf, codeOfKind, type Issue } from '@coplan/edi';
import { toCcyymmdd } from '../reading.ts';

/** What the engine read of one answered message, as our document has it. */
export const verdictOf = ({ status, about, issues }: Advice) => ({
  status,
  businessReference: about.businessReference,
  messageType: about.type,
  messageReference: about.messageReference || undefined,
  groupReference: about.groupReference,
  faults: issues.map(faultOf),
});

function faultOf({ code, message, place, value }: Issue) {
  const { segment, segmentIndex, element, component } = place;
  const isPlaced = segment !== undefined || segmentIndex !== undefined || element !== undefined;
  return {
    kind: adviceKindOf(code),
    message,
    place: isPlaced ? { segment, segmentIndex, element, component } : undefined,
    wrongValue: value,
  };
}

/** The same on the way out; `businessQualifier` is the agreed code of its subject. */
export const adviceOf = (
  { adviceNumber, givenOn }: ApplicationAdvice,
  verdict: AdviceVerdict,
  businessQualifier: string,
): Advice => ({
  reference: adviceNumber,
  givenOn: toCcyymmdd(givenOn),
  status: verdict.status,
  about: {
    type: verdict.messageType,
    messageReference: verdict.messageReference ?? '',
    groupReference: verdict.groupReference,
    businessReference: verdict.businessReference,
    businessQualifier,
  },
  issues: verdict.faults.map((fault) => issueOf(fault, verdict)),
});

const issueOf = ({ kind, message, place, wrongValue }: AdviceFault, { status }: AdviceVerdict): Issue => ({
  code: codeOfKind[kind],
  severity: status === 'rejected' ? 'error' : 'warning',
  message,
  place: { ...place, offset: 0 },
  value: wrongValue,
});
