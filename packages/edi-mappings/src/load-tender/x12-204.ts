import { type LoadTender, loadTender } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, writePartyWithOneId } from '../parties.ts';
import type { Reading } from '../reading.ts';
import { readWeight, weightTexts } from '../transport/weights.ts';
import { momentKind, readMoment, writeMoment } from '../transport/x12-moments.ts';
import { readReferences, referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';
import { readStop, writeStop } from './x12-stops.ts';

const purposes = codeList('purpose of the tender', {
  original: '00',
  change: '04',
  replacement: '05',
  cancellation: '01',
});
const payments = ({ transport }: AgreementProfile) => codeList('payment of the freight', transport.payments);

/** ASC X12 204 at 004010 and 005010. */
export const x12LoadTender = defineMapping<LoadTender>({
  type: '204',
  document: loadTender,
  read(root, from, profile) {
    const { transport, partyNames } = profile;
    const beginning = root.first('B2');
    const answerBy = root
      .all('G62')
      .find((at) => momentKind(from, at, { respondBy: transport.respondBy }) !== undefined);
    const payer = findParty(root, transport.billTo);
    const billTo = payer && readParty(from, payer, profile);
    return {
      documentType: 'load-tender',
      purpose: from.code(purposes, root.first('B2A'), 1),
      carrierCode: from.text(beginning, 2),
      shipmentNumber: from.required(beginning, 4, 'number of the load'),
      payment: from.code(payments(profile), beginning, 6),
      respondBy: answerBy && readMoment(from, answerBy, 'day until which is answered'),
      billTo: billTo && { gln: billTo.gln, code: billTo.code, name: billTo.name ?? partyNames.buyer },
      references: readReferences(from, root.all('L11'), profile),
      notes: root.all('NTE').map((at) => from.text(at, 2)),
      stops: root.loops('S5').map((loop) => readStop(from, loop, profile)),
      totals: readTotals(from, root.first('L3'), profile),
    };
  },
  write(tender, to, profile) {
    const { transport } = profile;
    const payment = payments(profile).toTheirs(tender.payment);
    to.segment('B2', '', tender.carrierCode, '', tender.shipmentNumber, '', payment);
    to.segment('B2A', purposes.toTheirs(tender.purpose), transport.application[0]);
    for (const reference of tender.references) {
      const { qualifier, value } = referenceCodes(reference, profile);
      to.segment('L11', value, qualifier);
    }
    if (tender.respondBy !== undefined) writeMoment(to, transport.respondBy, tender.respondBy);
    for (const note of tender.notes) to.segment('NTE', '', note);
    if (tender.billTo !== undefined) {
      const payer = { role: transport.billTo[0], what: 'company that pays the freight' };
      writePartyWithOneId(to, payer, tender.billTo, profile);
    }
    for (const stop of tender.stops) writeStop(to, stop, profile);
    if (tender.totals !== undefined) writeTotals(to, tender.totals, profile);
  },
});

function readTotals(from: Reading, at: PlacedSegment | undefined, profile: AgreementProfile) {
  if (at === undefined) return undefined;
  const whole = (position: number, what: string): number | undefined =>
    from.text(at, position) === undefined ? undefined : from.scaled(at, position, 0, what);
  return {
    weight: readWeight(from, at, { amount: 1, unit: 12 }, profile),
    pieces: whole(11, 'number of pieces'),
    // L305 is N2: 1050 are 10.50.
    chargeHundredths: whole(5, 'charge'),
  };
}

function writeTotals(
  to: Writing,
  { weight, pieces, chargeHundredths }: NonNullable<LoadTender['totals']>,
  profile: AgreementProfile,
): void {
  const { amount, unit } = weightTexts(to, weight, profile);
  const kind = weight === undefined ? '' : profile.transport.weightKind;
  const charge = chargeHundredths === undefined ? '' : String(chargeHundredths);
  const count = pieces === undefined ? '' : String(pieces);
  to.segment('L3', amount, kind, '', '', charge, '', '', '', '', '', count, unit);
}
