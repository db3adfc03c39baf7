import type { Loop } from '@coplan/edi';
import { isGln } from '@coplan/kernel';
import type { AgreementProfile } from './agreement-profile.ts';
import type { Reading } from './reading.ts';
import type { Writing } from './writing.ts';

type Address = {
  lines: string[];
  city?: string | undefined;
  region?: string | undefined;
  postalCode?: string | undefined;
  countryCode?: string | undefined;
};
export type PartyFacts = {
  gln?: string | undefined;
  code?: string | undefined;
  name?: string | undefined;
  address?: Address | undefined;
};

/** For messages with room for one id: a GLN says who it is, the code beside it is left out. */
export const withOneId = <Party extends PartyFacts>(party: Party | undefined): Party | undefined =>
  party?.gln === undefined ? party : { ...party, code: undefined };

/** N1 without a REF for a second number: who has a GLN and a code is refused, neither is left out unsaid. */
export function writePartyWithOneId(
  to: Writing,
  { role, what }: { role: string | undefined; what: string },
  party: PartyFacts,
  profile: AgreementProfile,
): void {
  if (party.gln !== undefined && party.code !== undefined)
    to.complain(`the ${what} has a GLN and a code: this message has room for one of them`);
  writeParty(to, role, party, profile);
}

/** The first N1 loop with one of the role's codes. */
export const findParty = (root: Loop, roles: readonly string[]): Loop | undefined =>
  root.loops('N1').find((loop) => roles.includes(loop.first('N1')?.segment.value(1) ?? ''));

/** The party with one of the role's codes; undefined where there is none. */
export function optionalParty(
  from: Reading,
  root: Loop | undefined,
  roles: readonly string[],
  profile: AgreementProfile,
): PartyFacts | undefined {
  const loop = root === undefined ? undefined : findParty(root, roles);
  return loop === undefined ? undefined : readParty(from, loop, profile);
}

/** A party from its N1 loop: GLN or code, name, address. Ids of kinds that are not agreed are left out. */
export function readParty(from: Reading, loop: Loop | undefined, profile: AgreementProfile): PartyFacts {
  const head = loop?.first('N1');
  if (loop === undefined || head === undefined) return {};
  const qualifier = from.text(head, 3) ?? '';
  const id = from.text(head, 4);
  const party: PartyFacts = { name: from.text(head, 2) };
  if (id !== undefined && profile.partyIds.gln.includes(qualifier)) {
    if (isGln(id)) party.gln = id;
    else from.complain(head, 4, `"${id}" is no GLN: 13 digits with a right check digit`, 'element-code');
  } else if (id !== undefined && profile.partyIds.code.includes(qualifier)) party.code = id;
  const reference = loop.all('REF').find((at) => at.segment.value(1) === profile.partyCodeReference);
  if (reference !== undefined) party.code ??= from.text(reference, 2);
  const lines = loop
    .all('N3')
    .flatMap((at) => [from.text(at, 1), from.text(at, 2)].filter((line) => line !== undefined));
  const place = loop.first('N4');
  if (lines.length > 0) {
    party.address = {
      lines,
      city: from.text(place, 1),
      region: from.text(place, 2),
      postalCode: from.text(place, 3),
      countryCode: from.text(place, 4),
    };
  }
  return party;
}

export function writeParty(
  to: Writing,
  role: string | undefined,
  party: PartyFacts,
  profile: AgreementProfile,
): void {
  const { gln, code, name, address } = party;
  const { partyIds, partyCodeReference } = profile;
  if (gln !== undefined) to.segment('N1', role, name, partyIds.gln[0], gln);
  else if (code !== undefined) to.segment('N1', role, name, partyIds.code[0], code);
  else to.segment('N1', role, name);
  if (address !== undefined) {
    for (let index = 0; index < address.lines.length; index += 2) {
      to.segment('N3', address.lines[index], address.lines[index + 1]);
    }
    const place = [address.city, address.region, address.postalCode, address.countryCode];
    if (place.some((part) => part !== undefined)) to.segment('N4', ...place);
  }
  if (gln !== undefined && code !== undefined) to.segment('REF', partyCodeReference, code);
}
