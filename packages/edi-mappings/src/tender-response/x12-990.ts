import { type TenderResponse, tenderResponse } from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { toCcyymmdd, toLocalDate } from '../reading.ts';
import { readReferences, referenceCodes } from '../transport/x12-references.ts';

const decisions = ({ transport }: AgreementProfile) => codeList('decision', transport.decisions);

/** From 005010 on only B1 and one L11 are left: a reason has a code in B106, remarks have no place. */
const isShort = (version: string): boolean => version >= '005010';

/** ASC X12 990 at 004010 and 005010. */
export const x12TenderResponse = defineMapping<TenderResponse>({
  type: '990',
  document: tenderResponse,
  read(root, from, profile) {
    const beginning = root.first('B1');
    const remarks = root.all('K1').flatMap((at) => [from.text(at, 1), from.text(at, 2)]);
    return {
      documentType: 'tender-response',
      carrierCode: from.text(beginning, 1),
      shipmentNumber: from.required(beginning, 2, 'number of the load'),
      // Where the carrier gives no day, the day on which it sent the group is the day of its word.
      answeredOn:
        from.optionalDate(beginning, 3, 'day of the answer') ?? toLocalDate(from.message.group?.sentOn ?? ''),
      decision: from.code(decisions(profile), beginning, 4),
      reasonCode: from.text(beginning, 6),
      references: readReferences(from, [...root.all('N9'), ...root.all('L11')], profile),
      notes: remarks.filter((remark) => remark !== undefined),
    };
  },
  write(response, to, profile) {
    const { carrierCode, shipmentNumber, answeredOn, decision, reasonCode, references, notes } = response;
    const isShortened = isShort(profile.version);
    if (references.length > 1) to.complain('a 990 has room for one number of the load, here are several');
    if (!isShortened && reasonCode !== undefined)
      to.complain('a 990 before 005010 has no place for the code of a reason: say it in a note');
    if (isShortened && notes.length > 0)
      to.complain('a 990 from 005010 on has no place for notes: give the code of the reason');
    if (isShortened && carrierCode === undefined)
      to.complain('the code of the carrier is missing: 005010 wants it in B101');
    const answer = decisions(profile).toTheirs(decision);
    to.segment('B1', carrierCode, shipmentNumber, toCcyymmdd(answeredOn), answer, '', reasonCode);
    for (const reference of references) {
      const { qualifier, value } = referenceCodes(reference, profile);
      if (isShortened) to.segment('L11', value, qualifier);
      else to.segment('N9', qualifier, value);
    }
    for (let index = 0; index < notes.length; index += 2) to.segment('K1', notes[index], notes[index + 1]);
  },
});
