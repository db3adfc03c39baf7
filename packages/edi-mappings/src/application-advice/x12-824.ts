import { type ApplicationAdvice, applicationAdvice } from '@coplan/documents';
import { read824, verdictCodes, write824 } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, type PartyFacts, writeParty } from '../parties.ts';
import { adviceOf, verdictOf } from './advices.ts';

const verdicts = codeList('verdict', verdictCodes);
const subjectList = ({ advice }: AgreementProfile) => codeList('kind of reference', advice.subjects);

/** ASC X12 824 at 004010 and 005010, as the engine reads and writes it, with who advises whom. */
export const x12ApplicationAdvice = defineMapping<ApplicationAdvice>({
  type: '824',
  document: applicationAdvice,
  read(root, from, profile) {
    const beginning = root.first('BGN');
    const advices = read824(from.message) ?? [];
    return {
      documentType: 'application-advice',
      adviceNumber: from.required(beginning, 2, 'number of the advice'),
      givenOn: from.localDate(beginning, 3, 'day of the advice'),
      buyer: optionalParty(from, root, profile.parties.buyer, profile),
      supplier: optionalParty(from, root, profile.parties.supplier, profile),
      verdicts: root.loops('OTI').map((loop, index) => {
        const head = loop.first('OTI');
        from.code(verdicts, head, 1);
        const subject = from.code(subjectList(profile), head, 2);
        const advice = advices[index];
        return advice === undefined ? { subject } : { subject, ...verdictOf(advice) };
      }),
    };
  },
  write(document, to, profile) {
    const [first, ...others] = document.verdicts.map((verdict) => {
      const qualifier = subjectList(profile).toTheirs(verdict.subject);
      if (qualifier === '')
        to.complain(`a number of a ${verdict.subject} is not agreed with this partner for an 824`);
      return adviceOf(document, verdict, qualifier);
    });
    if (first === undefined) return;
    const [beginning, ...body] = write824([first, ...others], profile);
    if (beginning !== undefined) to.segment(...beginning);
    const party = (role: string | undefined, facts: PartyFacts | undefined) => {
      if (facts !== undefined) writeParty(to, role, facts, profile);
    };
    party(profile.parties.buyer[0], document.buyer);
    party(profile.parties.supplier[0], document.supplier);
    for (const segment of body) to.segment(...segment);
  },
});
