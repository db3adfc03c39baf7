import { Loop } from '@coplan/edi';
import { addDays, type Period } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readDay, writeDay } from '../edifact/dates.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { findSpan } from '../edifact/spans.ts';
import { withOneId } from '../parties.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** BGM 1225. */
export const edifactPurposes = codeList('purpose of the schedule', { original: '9', replacement: '5' });

type Party = { gln?: string | undefined; code?: string | undefined; name?: string | undefined };
export type EdifactHead = {
  purpose: 'original' | 'replacement';
  reference: string;
  releaseNumber?: string | undefined;
  issuedOn: Period['startsOn'];
  horizon: Period;
  contractNumber?: string | undefined;
  poNumber?: string | undefined;
  buyer?: Party | undefined;
  supplier?: Party | undefined;
  shipTo?: Party | undefined;
};

/** What stands in front of the body: NAD and LIN groups of the body may have the names of those of the header. */
export function headerOf(root: Loop, bodyStart: string): Loop {
  const starts = [root.first(bodyStart), ...root.loops(bodyStart).map((loop) => loop.first(bodyStart))];
  const until = starts.find((at) => at !== undefined)?.index ?? Number.POSITIVE_INFINITY;
  const header = new Loop(root.name);
  header.items.push(...root.items.filter(({ index }) => index < until));
  header.children.push(...root.children.filter(({ items }) => (items[0]?.index ?? 0) < until));
  return header;
}

/** A reference in an RFF group. */
export function readReference(
  from: Reading,
  loop: Loop | undefined,
  qualifiers: readonly string[],
): string | undefined {
  return from.component(findGroup(loop, 'RFF', qualifiers)?.first('RFF'), 1, 2);
}

export function writeReference(
  to: Writing,
  qualifiers: readonly string[],
  reference: string | undefined,
  what: string,
): void {
  if (reference === undefined) return;
  if (qualifiers[0] === undefined) to.complain(`the ${what} is not agreed with this partner`);
  to.segment('RFF', [qualifiers[0], reference]);
}

/** A company or place; undefined when the message does not name it. */
export function readEdifactParty(
  from: Reading,
  header: Loop,
  roles: readonly string[],
  profile: AgreementProfile,
): Party | undefined {
  const { gln, code, name } = readNad(from, findGroup(header, 'NAD', roles), profile);
  return gln === undefined && code === undefined && name === undefined ? undefined : { gln, code, name };
}

/** These messages have no room for a code beside a GLN. */
export function writeEdifactParties(
  to: Writing,
  { buyer, supplier, shipTo }: Pick<EdifactHead, 'buyer' | 'supplier' | 'shipTo'>,
  profile: AgreementProfile,
): void {
  const { parties } = profile.edifact;
  const write = (role: string | undefined, party: Party | undefined): void => {
    if (party !== undefined) writeNad(to, role, withOneId(party) ?? party, profile);
  };
  write(parties.buyer[0], buyer);
  write(parties.supplier[0], supplier);
  write(parties.shipTo[0], shipTo);
}

/** BGM, DTM, RFF and NAD of DELFOR, DELJIT and SLSFCT. */
export function readEdifactHead(from: Reading, header: Loop, profile: AgreementProfile) {
  const { schedule, parties, dates } = profile.edifact;
  const beginning = header.first('BGM');
  const horizon = findSpan(from, header, schedule.horizon, 'horizon');
  if (horizon === undefined && from.issues.length === 0) {
    const { first, last } = schedule.horizon;
    const why = `the horizon is missing: send DTM ${first.join(' or ')} and ${last.join(' or ')}`;
    from.complain(beginning, 0, why, 'value-missing');
  }
  return {
    purpose: from.code(edifactPurposes, beginning, 3),
    reference: from.required(beginning, [2, 1], 'number of the schedule'),
    releaseNumber: readReference(from, header, schedule.references.schedule),
    issuedOn: readDay(from, findQualified(header, 'DTM', dates.document), 'day of the schedule'),
    horizon:
      horizon === undefined ? undefined : { startsOn: horizon.startsOn, endsBefore: horizon.endsBefore },
    contractNumber: readReference(from, header, schedule.references.contract),
    poNumber: readReference(from, header, schedule.references.order),
    buyer: readEdifactParty(from, header, parties.buyer, profile),
    supplier: readEdifactParty(from, header, parties.supplier, profile),
    shipTo: readEdifactParty(from, header, parties.shipTo, profile),
  };
}

export function writeEdifactBeginning(
  to: Writing,
  type: string | undefined,
  head: EdifactHead,
  { edifact }: AgreementProfile,
): void {
  const { horizon } = edifact.schedule;
  if (type === undefined)
    to.complain('a schedule of this kind is not agreed with this partner: agree its BGM 1001');
  to.segment('BGM', [type], [head.reference], edifactPurposes.toTheirs(head.purpose));
  writeDay(to, edifact.dates.document[0], head.issuedOn);
  writeDay(to, horizon.first[0], head.horizon.startsOn);
  writeDay(to, horizon.last[0], addDays(head.horizon.endsBefore, -1));
}

export function writeEdifactReferences(to: Writing, head: EdifactHead, { edifact }: AgreementProfile): void {
  const { references } = edifact.schedule;
  writeReference(to, references.schedule, head.releaseNumber, 'number of a release');
  writeReference(to, references.contract, head.contractNumber, 'number of the contract');
  writeReference(to, references.order, head.poNumber, 'number of the order');
}
