import { type LoadTender, loadTender, type TenderStop } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { defineMapping, type Mapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import {
  readCarrierCode,
  readEdifactMoment,
  readFtx,
  readRffs,
  rffsOf,
  writeCarriage,
  writeEdifactMoment,
  writeFtx,
  writeRff,
} from '../transport/edifact-parts.ts';
import type { Writing } from '../writing.ts';
import { readEdifactWeight, writeGoods } from './edifact-goods.ts';
import { readStops, sidesOf, writeMoments, writeNotes, writePlace } from './edifact-stops.ts';

const purposes = codeList('purpose of the tender', {
  original: '9',
  change: '4',
  replacement: '5',
  cancellation: '1',
});
const paymentList = ({ edifact }: AgreementProfile) =>
  codeList('payment of the freight', edifact.transport.payments);
/** TOD 4055: the terms are about the transport. */
const transportTerms = '5';

/** A load that is offered by IFTMIN or IFTMBF, which differ in nothing that it needs. D.96A and D.01B. */
const edifactTender = (type: 'IFTMIN' | 'IFTMBF', kind: 'instruction' | 'booking'): Mapping<LoadTender> => {
  const typeList = ({ edifact }: AgreementProfile) =>
    codeList('kind of message', { tender: edifact.transport.types[kind] });
  return defineMapping<LoadTender>({
    type,
    document: loadTender,
    read(root, from, profile) {
      const { transport } = profile.edifact;
      const beginning = root.first('BGM');
      from.code(typeList(profile), beginning, [1, 1]);
      const answerBy = findQualified(root, 'DTM', transport.respondBy);
      const payer = findGroup(root, 'NAD', transport.billTo);
      const billTo = payer && readNad(from, payer, profile);
      return {
        documentType: 'load-tender',
        purpose: from.code(purposes, beginning, 3),
        carrierCode: readCarrierCode(from, root, profile) ?? transport.carrierWhenAbsent,
        shipmentNumber: from.required(beginning, [2, 1], 'number of the load'),
        payment: readPayment(from, root, profile),
        respondBy: answerBy && readEdifactMoment(from, answerBy, 'day until which is answered'),
        billTo: billTo && {
          gln: billTo.gln,
          code: billTo.code,
          name: billTo.name ?? profile.partyNames.buyer,
        },
        references: readRffs(from, rffsOf(root), profile),
        notes: readFtx(from, root, transport.texts.load),
        stops: readStops(from, root, profile),
        totals: readTotals(from, root, profile),
      };
    },
    write(tender, to, profile) {
      const sides = sidesOf(tender.stops);
      if (sides === undefined) {
        const why = `stop 1 is load-complete and stop 2 unload-complete in an ${type}`;
        to.complain(`${why}: send what is loaded or unloaded in between as another load`);
        return;
      }
      refuseWhatHasNoPlace(to, type, sides[1], sides);
      const { transport } = profile.edifact;
      to.segment(
        'BGM',
        [transport.types[kind][0]],
        [tender.shipmentNumber],
        purposes.toTheirs(tender.purpose),
      );
      writeHeader(to, tender, sides, profile);
      writeCarriage(to, tender.carrierCode, profile);
      if (tender.billTo !== undefined) writeNad(to, transport.billTo[0], tender.billTo, profile);
      writePlace(to, sides[0], 'pickup', profile);
      writePlace(to, sides[1], 'delivery', profile);
      if (to.count('NAD') === 0) to.complain(`an ${type} names at least one company or place`);
      writeGoods(to, sides[0], profile);
    },
  });
};

function refuseWhatHasNoPlace(
  to: Writing,
  type: string,
  delivery: TenderStop,
  stops: readonly TenderStop[],
): void {
  const { orders, weight, pieces } = delivery;
  if (orders.length > 0 || weight !== undefined || pieces !== undefined)
    to.complain(`the goods of an ${type} stand at the place of loading, not at that of unloading`);
  if (stops.some(({ references }) => references.length > 0))
    to.complain(`the numbers of an ${type} are those of the load, not of a stop`);
}

function writeHeader(
  to: Writing,
  tender: LoadTender,
  [pickup, delivery]: readonly [TenderStop, TenderStop],
  profile: AgreementProfile,
): void {
  const { transport } = profile.edifact;
  const { totals } = tender;
  if (tender.respondBy !== undefined) writeEdifactMoment(to, transport.respondBy[0], tender.respondBy);
  writeMoments(to, pickup, 'pickup', profile);
  writeMoments(to, delivery, 'delivery', profile);
  if (totals?.chargeHundredths !== undefined)
    to.segment('MOA', [transport.charge[0], to.decimal(totals.chargeHundredths, 2)]);
  for (const note of tender.notes) writeFtx(to, transport.texts.load[0], note);
  writeNotes(to, pickup, 'pickup', profile);
  writeNotes(to, delivery, 'delivery', profile);
  if (totals?.weight !== undefined) {
    const { amountMilli, unit } = totals.weight;
    to.segment('CNT', [transport.totals.weight[0], to.decimal(amountMilli, 3), to.unit(unit)]);
  }
  if (totals?.pieces !== undefined) to.segment('CNT', [transport.totals.pieces[0], String(totals.pieces)]);
  to.segment('TOD', transportTerms, paymentList(profile).toTheirs(tender.payment));
  for (const reference of tender.references) writeRff(to, reference, profile);
}

function readPayment(from: Reading, root: Loop, profile: AgreementProfile) {
  const at = root
    .loops('TOD')
    .map((group) => group.first('TOD'))
    .find((one) => from.text(one, 2) !== undefined);
  const { paymentWhenAbsent } = profile.edifact.transport;
  if (at === undefined && paymentWhenAbsent !== undefined) return paymentWhenAbsent;
  if (at !== undefined) return from.code(paymentList(profile), at, 2);
  from.complain(
    root.first('BGM'),
    0,
    'who pays the freight is missing: send a TOD with 4215, or agree who does',
    'value-missing',
  );
  return undefined;
}

/** CNT of the whole load and MOA of its price; undefined where there is none of them. */
function readTotals(from: Reading, root: Loop, profile: AgreementProfile) {
  const { charge, totals } = profile.edifact.transport;
  const counted = findQualified(root, 'CNT', totals.pieces);
  const money = findQualified(root, 'MOA', charge);
  const weighed = findQualified(root, 'CNT', totals.weight);
  const weight = readEdifactWeight(from, weighed, { amount: [1, 2], unit: [1, 3] }, profile);
  if (counted === undefined && money === undefined && weight === undefined) return undefined;
  return {
    weight,
    pieces: counted && from.scaled(counted, [1, 2], 0, 'number of packages'),
    chargeHundredths: money && from.scaled(money, [1, 2], 2, 'charge'),
  };
}

/** UN/EDIFACT IFTMIN. */
export const edifactTransportInstruction = edifactTender('IFTMIN', 'instruction');
/** UN/EDIFACT IFTMBF. */
export const edifactFirmBooking = edifactTender('IFTMBF', 'booking');
