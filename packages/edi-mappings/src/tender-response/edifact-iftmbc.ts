import { type TenderResponse, tenderResponse } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import {
  readCarrierCode,
  readFtx,
  readRffs,
  rffsOf,
  writeCarriage,
  writeFtx,
  writeRff,
} from '../transport/edifact-parts.ts';

const typeList = ({ edifact }: AgreementProfile) =>
  codeList('kind of message', { confirmation: edifact.transport.types.confirmation });
const decisionList = ({ edifact }: AgreementProfile) => codeList('decision', edifact.transport.decisions);

/** UN/EDIFACT IFTMBC in D.96A and D.01B. Its number is the carrier's number of the load. */
export const edifactBookingConfirmation = defineMapping<TenderResponse>({
  type: 'IFTMBC',
  document: tenderResponse,
  read(root, from, profile) {
    const { dates, transport } = profile.edifact;
    const beginning = root.first('BGM');
    from.code(typeList(profile), beginning, [1, 1]);
    const answered = findGroup(root, 'RFF', transport.shipmentNumbers)?.first('RFF');
    if (answered === undefined) {
      const codes = transport.shipmentNumbers.join(' or ');
      from.complain(
        beginning,
        0,
        `the number of the load is missing: send an RFF with ${codes}`,
        'value-missing',
      );
    }
    return {
      documentType: 'tender-response',
      carrierCode: readCarrierCode(from, root, profile) ?? transport.carrierWhenAbsent,
      shipmentNumber: from.component(answered, 1, 2),
      answeredOn: readDay(from, findQualified(root, 'DTM', dates.document), 'day of the answer'),
      decision: from.code(decisionList(profile), beginning, 3),
      reasonCode: readReason(from, root, profile),
      references: [...ownNumber(from, root), ...readRffs(from, rffsOf(root), profile)],
      notes: readFtx(from, root, transport.texts.load),
    };
  },
  write(response, to, profile) {
    const { dates, transport } = profile.edifact;
    const [first, ...others] = response.references;
    const isOwn = first?.kind === 'carrier-number';
    const decision = decisionList(profile).toTheirs(response.decision);
    to.segment('BGM', [transport.types.confirmation[0]], isOwn ? [first.value] : '', decision);
    writeDay(to, dates.document[0], response.answeredOn);
    if (response.reasonCode !== undefined)
      to.segment('FTX', transport.texts.reason[0], '', [response.reasonCode]);
    for (const note of response.notes) writeFtx(to, transport.texts.load[0], note);
    to.segment('RFF', [transport.shipmentNumbers[0], response.shipmentNumber]);
    for (const reference of isOwn ? others : response.references) writeRff(to, reference, profile);
    writeCarriage(to, response.carrierCode, profile);
  },
});

/** FTX C107 of the agreed kind. */
function readReason(from: Reading, root: Loop, { edifact }: AgreementProfile): string | undefined {
  const at = findQualified(root, 'FTX', edifact.transport.texts.reason);
  return from.component(at, 3, 1);
}

function ownNumber(from: Reading, root: Loop) {
  const value = from.component(root.first('BGM'), 2, 1);
  return value === undefined ? [] : [{ kind: 'carrier-number' as const, value }];
}
