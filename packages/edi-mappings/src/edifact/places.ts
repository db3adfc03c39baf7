import type { PlacedSegment } from '@coplan/edi';
import { isGln } from '@coplan/kernel';
import type { Reading } from '../reading.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';
import type { EdifactProfile } from './edifact-profile.ts';

type Profile = { edifact: EdifactProfile };

/** LOC C517: a GLN or an agreed code, by who gave it (3055). */
export function readLoc(from: Reading, at: PlacedSegment, { edifact }: Profile): Location | undefined {
  const id = from.required(at, [2, 1], 'id of the place');
  const agency = from.component(at, 2, 3) ?? '';
  if (id === undefined) return undefined;
  const { gln, code } = edifact.partyIds;
  if (gln.includes(agency)) {
    if (!isGln(id)) {
      from.complain(at, [2, 1], `"${id}" is no GLN: 13 digits with a right check digit`, 'element-code');
    }
    return { gln: id };
  }
  if (!code.includes(agency)) {
    const agreed = [...gln, ...code].join(', ');
    from.complain(
      at,
      [2, 3],
      `"${agency}" is no agreed kind of place id: agreed are ${agreed}`,
      'element-code',
    );
  }
  return { code: id };
}

export function writeLoc(
  to: Writing,
  qualifier: string | undefined,
  { gln, code }: Location,
  { edifact }: Profile,
): void {
  const agency = gln === undefined ? edifact.partyIds.code[0] : edifact.partyIds.gln[0];
  to.segment('LOC', qualifier, [gln ?? code, '', agency]);
}
