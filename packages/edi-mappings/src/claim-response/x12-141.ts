import { type ClaimResponse, claimResponse } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { purposes, qualifiedIn, readCurrency, readTotal, writeTotal } from '../warranty/x12-warranty.ts';

const statusList = ({ warranty }: AgreementProfile) => codeList('status of the claim', warranty.statuses);

/** ASC X12 141 at 004010 and 005010. Codes of reasons and dispositions are the manufacturer's own. */
export const x12ClaimResponse = defineMapping<ClaimResponse>({
  type: '141',
  document: claimResponse,
  read(root, from, profile) {
    const { parties, references } = profile.warranty;
    const beginning = root.first('BGN');
    return {
      documentType: 'claim-response',
      purpose: from.code(purposes, beginning, 1),
      responseNumber: from.required(beginning, 2, 'number of the response'),
      writtenOn: from.localDate(beginning, 3, 'day of the response'),
      batchNumber: from.text(qualifiedIn(root, 'N9', references.batch), 2),
      manufacturer: optionalParty(from, root, parties.manufacturer, profile) ?? {},
      claimant: optionalParty(from, root, parties.claimant, profile),
      currency: readCurrency(from, root, profile),
      answers: root.loops('LX').map((loop) => readAnswer(loop, from, profile)),
      totalMinor: readTotal(from, root),
    };
  },
  write(document, to, profile) {
    const { parties, references } = profile.warranty;
    const day = toCcyymmdd(document.writtenOn);
    to.segment('BGN', purposes.toTheirs(document.purpose), document.responseNumber, day);
    if (document.batchNumber !== undefined) to.segment('N9', references.batch[0], document.batchNumber);
    writeParty(to, parties.manufacturer[0], document.manufacturer, profile);
    if (document.claimant !== undefined) writeParty(to, parties.claimant[0], document.claimant, profile);
    document.answers.forEach((answer, index) => {
      const status = statusList(profile).toTheirs(answer.status);
      if (status === '')
        to.complain(`the status ${answer.status} of a claim is not agreed with this partner`);
      const { reasonCode, dispositionCode, amountMinor } = answer;
      const amount = amountMinor === undefined ? '' : decimalText(amountMinor, 2);
      to.segment('LX', String(index + 1));
      to.segment('REF', references.claim[0], answer.claimNumber);
      to.segment('PCS', status, '', '', reasonCode, amount, '', '', '', dispositionCode);
      for (const note of answer.notes) to.segment('MSG', note);
    });
    writeTotal(to, document, profile);
  },
});

function readAnswer(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { claim } = profile.warranty.references;
  const number = qualifiedIn(loop, 'REF', claim);
  const status = loop.first('PCS');
  const head = loop.first('LX');
  if (number === undefined) {
    const why = `the number of the claim is missing: send a REF with ${claim.join(', ')}`;
    from.complain(head, 0, why, 'value-missing');
  }
  if (status === undefined)
    from.complain(head, 0, 'what became of the claim is missing: send a PCS', 'value-missing');
  return {
    claimNumber: from.text(number, 2),
    status: status === undefined ? undefined : from.code(statusList(profile), status, 1),
    reasonCode: from.text(status, 4),
    dispositionCode: from.text(status, 9),
    amountMinor: from.text(status, 5) === undefined ? undefined : from.scaled(status, 5, 2, 'amount'),
    notes: loop.all('MSG').map((at) => from.required(at, 1, 'note')),
  };
}
