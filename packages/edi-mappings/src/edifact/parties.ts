import type { Loop } from '@coplan/edi';
import { isGln } from '@coplan/kernel';
import type { PartyFacts } from '../parties.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import type { EdifactProfile } from './edifact-profile.ts';
import { findGroup, findQualified } from './qualified.ts';
import { joined, splitText } from './texts.ts';

const nameParts = 5;
const streetParts = 4;
const partLengthMax = 35;

/** The party with one of the roles; undefined when the message does not name it. */
export function nadIn(
  from: Reading,
  loop: Loop,
  roles: readonly string[],
  profile: { edifact: EdifactProfile },
): PartyFacts | undefined {
  const group = findGroup(loop, 'NAD', roles);
  return group === undefined ? undefined : readNad(from, group, profile);
}

/** A party from its NAD group: GLN or code, name, address. Ids of agencies that are not agreed are left out. */
export function readNad(
  from: Reading,
  group: Loop | undefined,
  { edifact }: { edifact: EdifactProfile },
): PartyFacts {
  const head = group?.first('NAD');
  if (group === undefined || head === undefined) return {};
  const id = from.component(head, 2, 1);
  const agency = from.component(head, 2, 3) ?? '';
  // C080 is the name by itself; C058 is name and address in lines, of which the first is the name.
  const lines = [1, 2, 3, 4, 5]
    .map((part) => from.component(head, 3, part))
    .filter((line) => line !== undefined);
  const name = joined([1, 2, 3, 4, 5].map((part) => from.component(head, 4, part)));
  const party: PartyFacts = { name: name ?? lines[0] };
  if (id !== undefined && edifact.partyIds.gln.includes(agency)) {
    if (isGln(id)) party.gln = id;
    else from.complain(head, [2, 1], `"${id}" is no GLN: 13 digits with a right check digit`, 'element-code');
  } else if (id !== undefined && edifact.partyIds.code.includes(agency)) party.code = id;
  const references = group
    .loops('RFF')
    .map((loop) => findQualified(loop, 'RFF', [edifact.partyCodeReference]));
  party.code ??= from.component(
    references.find((at) => at !== undefined),
    1,
    2,
  );
  const street = [1, 2, 3, 4]
    .map((part) => from.component(head, 5, part))
    .filter((line) => line !== undefined);
  const addressLines = street.length > 0 || name !== undefined ? street : lines.slice(1);
  if (addressLines.length > 0) {
    party.address = {
      lines: addressLines,
      city: from.text(head, 6),
      region: from.component(head, 7, 1),
      postalCode: from.text(head, 8),
      countryCode: from.text(head, 9),
    };
  }
  return party;
}

export function writeNad(
  to: Writing,
  role: string | undefined,
  party: PartyFacts,
  { edifact }: { edifact: EdifactProfile },
): void {
  const { gln, code, name, address } = party;
  const id = gln ?? code;
  const agency = gln === undefined ? edifact.partyIds.code[0] : edifact.partyIds.gln[0];
  const names = name === undefined ? [] : splitText(name, { parts: nameParts, lengthMax: partLengthMax });
  if (names === undefined)
    to.complain(`the name "${name}" does not fit ${nameParts} × ${partLengthMax} characters`);
  const lines = address?.lines ?? [];
  if (lines.length > streetParts || lines.some((line) => line.length > partLengthMax)) {
    to.complain(
      `the address of "${name ?? id}" does not fit ${streetParts} lines of ${partLengthMax} characters`,
    );
  }
  to.segment(
    'NAD',
    role,
    id === undefined ? '' : [id, '', agency],
    '',
    names,
    lines,
    address?.city,
    address?.region,
    address?.postalCode,
    address?.countryCode,
  );
  if (gln !== undefined && code !== undefined) to.segment('RFF', [edifact.partyCodeReference, code]);
}
