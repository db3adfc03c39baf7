import { type AdviceVerdict, type ApplicationAdvice, applicationAdvice } from '@coplan/documents';
import { readAperak, writeAperak } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay } from '../edifact/dates.ts';
import { nadIn, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import { withOneId } from '../parties.ts';
import type { Reading } from '../reading.ts';
import { adviceOf, verdictOf } from './advices.ts';

const subjectList = ({ edifact }: AgreementProfile) => codeList('kind of reference', edifact.advice.subjects);

/**
 * UN/EDIFACT APERAK in D.96A and D.01B, as the engine reads and writes it, with who advises whom. It is about one
 * document, and tells places and wrong values in words.
 */
export const edifactApplicationAdvice = defineMapping<ApplicationAdvice>({
  type: 'APERAK',
  document: applicationAdvice,
  read(root, from, profile) {
    const { dates, parties } = profile.edifact;
    const beginning = root.first('BGM');
    const advice = readAperak(from.message);
    const qualifier = advice?.about.businessQualifier;
    const reference = qualifier === undefined ? undefined : findGroup(root, 'RFF', [qualifier])?.first('RFF');
    if (reference === undefined) complainOfReference(from, profile);
    else from.required(reference, [1, 2], 'number of the document that is answered');
    return {
      documentType: 'application-advice',
      adviceNumber: from.required(beginning, [2, 1], 'number of the advice'),
      givenOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the advice'),
      buyer: nadIn(from, root, parties.buyer, profile),
      supplier: nadIn(from, root, parties.supplier, profile),
      verdicts:
        advice === undefined || reference === undefined
          ? []
          : [{ subject: from.code(subjectList(profile), reference, [1, 1]), ...verdictOf(advice) }],
    };
  },
  write(document, to, profile) {
    const { parties } = profile.edifact;
    const [verdict, ...others] = document.verdicts;
    if (others.length > 0) to.complain('an APERAK is about one document: send an advice for each');
    if (verdict === undefined) return;
    if (verdict.status === 'accepted-with-errors' && verdict.faults.length === 0)
      to.complain('an APERAK that accepts with errors tells them: name the faults');
    if (verdict.status === 'accepted' && verdict.faults.length > 0)
      to.complain('an APERAK that accepts tells no faults: accept with errors');
    const qualifier = subjectList(profile).toTheirs(verdict.subject);
    if (qualifier === '')
      to.complain(`a number of a ${verdict.subject} is not agreed with this partner for an APERAK`);
    const segments = writeAperak(adviceOf(document, withValuesInWords(verdict), qualifier));
    const errors = segments.findIndex(([tag]) => tag === 'ERC');
    const split = errors < 0 ? segments.length : errors;
    for (const segment of segments.slice(0, split)) to.segment(...segment);
    // No RFF stands below a NAD here: a party with a GLN is named by it alone.
    const [buyer, supplier] = [withOneId(document.buyer), withOneId(document.supplier)];
    if (buyer !== undefined) writeNad(to, parties.buyer[0], buyer, profile);
    if (supplier !== undefined) writeNad(to, parties.supplier[0], supplier, profile);
    for (const segment of segments.slice(split)) to.segment(...segment);
  },
});

function complainOfReference(from: Reading, profile: AgreementProfile): void {
  const agreed = subjectList(profile).codes.join(', ');
  const why = `the number of the document that is answered is missing: send an RFF with one of ${agreed}`;
  from.complain(undefined, 0, why, 'value-missing');
}

const withValuesInWords = (verdict: AdviceVerdict): AdviceVerdict => ({
  ...verdict,
  faults: verdict.faults.map(({ message, wrongValue, ...fault }) => ({
    ...fault,
    message: wrongValue === undefined ? message : `${message}: "${wrongValue}"`,
  })),
});
