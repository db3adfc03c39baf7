import { type DespatchAdvice, despatchAdvice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { checkEdifactLineCount } from '../edifact/totals.ts';
import { defineMapping } from '../mapping.ts';
import type { PartyFacts } from '../parties.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { readPackages } from './edifact-reading.ts';
import { readWeight, writeWeight } from './edifact-weights.ts';
import { writePackages } from './edifact-writing.ts';

const purposes = codeList('purpose of the despatch advice', {
  original: '9',
  replacement: '5',
  cancellation: '1',
});
const types = ({ edifact }: AgreementProfile) =>
  codeList('kind of despatch advice', { advice: edifact.despatch.types });
const modeList = ({ edifact }: AgreementProfile) => codeList('kind of transport', edifact.despatch.modes);
/** TDT 8051: the main carriage. */
const mainCarriage = ['20', '25', '30', '10'];

/** UN/EDIFACT DESADV in D.96A and D.01B, EANCOM 1997 and 2002: packages as a tree of CPS. */
export const edifactDespatchAdvice = defineMapping<DespatchAdvice>({
  type: 'DESADV',
  document: despatchAdvice,
  read(root, from, profile) {
    const beginning = root.first('BGM');
    from.code(types(profile), beginning, [1, 1]);
    checkEdifactLineCount(root, root.loops('CPS').flatMap((level) => level.loops('LIN')).length, from);
    const { palletCount, cartonCount, orders } = readPackages(root, from, profile);
    return {
      documentType: 'despatch-advice',
      purpose: from.code(purposes, beginning, 3),
      shipmentNumber: from.required(beginning, [2, 1], 'shipment number'),
      writtenOn: readDay(
        from,
        findQualified(root, 'DTM', profile.edifact.dates.document),
        'day of the advice',
      ),
      ...readShipment(root, from, profile),
      palletCount,
      cartonCount,
      orders,
    };
  },
  write(advice, to, profile) {
    const { despatch, dates, parties } = profile.edifact;
    to.segment('BGM', [despatch.types[0]], [advice.shipmentNumber], purposes.toTheirs(advice.purpose));
    writeDay(to, dates.document[0], advice.writtenOn);
    writeDay(to, despatch.dates.despatched[0], advice.despatchedOn);
    writeDay(to, despatch.dates.expected[0], advice.deliverOn);
    writeWeight(to, despatch.weights.shipment[0], advice.weight);
    const { references } = despatch;
    if (advice.billOfLading !== undefined)
      to.segment('RFF', [references.billOfLading[0], advice.billOfLading]);
    if (advice.carrierReference !== undefined)
      to.segment('RFF', [references.carrierReference[0], advice.carrierReference]);
    if (advice.buyer !== undefined) writeNad(to, parties.buyer[0], advice.buyer, profile);
    if (advice.supplier !== undefined) writeNad(to, parties.supplier[0], advice.supplier, profile);
    if (advice.shipFrom !== undefined) writeNad(to, despatch.shipFrom[0], advice.shipFrom, profile);
    writeNad(to, parties.shipTo[0], advice.shipTo, profile);
    writeTransport(advice, to, profile);
    writePackages(advice, to, profile);
    to.segment('CNT', ['2', String(to.count('LIN'))]);
  },
});

function readShipment(root: Loop, from: Reading, profile: AgreementProfile) {
  const { despatch, parties } = profile.edifact;
  const { dates, references } = despatch;
  const party = (roles: readonly string[]): PartyFacts | undefined => {
    const group = findGroup(root, 'NAD', roles);
    return group === undefined ? undefined : readNad(from, group, profile);
  };
  const day = (codes: readonly string[], what: string) =>
    optionalDay(from, findQualified(root, 'DTM', codes), what);
  const reference = (codes: readonly string[]) =>
    from.component(findGroup(root, 'RFF', codes)?.first('RFF'), 1, 2);
  const transport = findGroup(root, 'TDT', mainCarriage)?.first('TDT');
  return {
    despatchedOn: day(dates.despatched, 'day of despatch'),
    deliverOn: day(dates.expected, 'expected day of delivery'),
    weight: readWeight(from, root, despatch.weights.shipment, profile),
    billOfLading: reference(references.billOfLading),
    carrierReference: reference(references.carrierReference),
    carrier:
      from.component(transport, 5, 1) === undefined
        ? undefined
        : {
            code: from.component(transport, 5, 1),
            name: from.component(transport, 5, 4),
            mode:
              from.component(transport, 3, 1) === undefined
                ? undefined
                : from.code(modeList(profile), transport, [3, 1]),
          },
    trailerNumber: from.component(findGroup(root, 'EQD', despatch.trailer)?.first('EQD'), 2, 1),
    buyer: party(parties.buyer),
    supplier: party(parties.supplier),
    shipFrom: party(despatch.shipFrom),
    shipTo: party(parties.shipTo) ?? {},
  };
}

function writeTransport({ carrier, trailerNumber }: DespatchAdvice, to: Writing, profile: AgreementProfile) {
  const { despatch } = profile.edifact;
  if (carrier !== undefined) {
    const mode = carrier.mode === undefined ? '' : modeList(profile).toTheirs(carrier.mode);
    const named = [carrier.code, '', despatch.carrierAgency, carrier.name];
    to.segment('TDT', mainCarriage[0], '', [mode], '', named);
  }
  if (trailerNumber !== undefined) to.segment('EQD', despatch.trailer[0], [trailerNumber]);
}
