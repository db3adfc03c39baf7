import type { Loop, PlacedSegment } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { type ItemIds, readItemIds, unitList, writeItemIds } from '../items.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import type { Reading } from '../reading.ts';
import type { Location } from '../splits.ts';
import type { Writing } from '../writing.ts';

/** BFR01 and BSS01. */
export const schedulePurposes = codeList('purpose of the schedule', { original: '00', replacement: '05' });

type Line = ItemIds & { lineNumber?: string | undefined; poNumber?: string | undefined };
type Party = { gln?: string | undefined; code?: string | undefined; name?: string | undefined };

/** LIN: line number, item numbers, and the order that the line releases. */
export function readLineHead(loop: Loop, from: Reading, profile: AgreementProfile): Line {
  const at = loop.first('LIN');
  const issuesBefore = from.issues.length;
  const ids: ItemIds = at === undefined ? {} : readItemIds(from, at, 2, profile);
  const isNamed = Object.values(ids).some((id) => id !== undefined);
  if (!isNamed && from.issues.length === issuesBefore) {
    from.complain(at, 3, 'the item has neither GTIN nor an agreed item number', 'value-missing');
  }
  return { lineNumber: from.text(at, 1), ...ids, poNumber: readOrderNumber(at, loop, from, profile) };
}

function readOrderNumber(
  at: PlacedSegment | undefined,
  loop: Loop,
  from: Reading,
  { schedule }: AgreementProfile,
): string | undefined {
  for (let position = 2; position < (at?.segment.count ?? 0); position += 2) {
    if (schedule.orderNumbers.includes(from.text(at, position) ?? '')) return from.text(at, position + 1);
  }
  const reference = loop.all('REF').find(({ segment }) => schedule.orderNumbers.includes(segment.value(1)));
  return from.text(reference, 2);
}

export function writeLineHead(to: Writing, line: Line, profile: AgreementProfile): void {
  const order = line.poNumber === undefined ? [] : [profile.schedule.orderNumbers[0], line.poNumber];
  to.segment('LIN', line.lineNumber, ...writeItemIds(to, line, profile), ...order);
}

/** UIT01; where the line has none, the agreed unit. */
export function readLineUnit(loop: Loop, from: Reading, profile: AgreementProfile): UnitCode | undefined {
  const at = loop.first('UIT') ?? loop.loops('UIT')[0]?.first('UIT');
  if (from.text(at, 1) !== undefined) return from.code(unitList(profile), at, 1);
  if (profile.schedule.unit === undefined) {
    from.complain(loop.first('LIN'), 0, 'the unit is missing: send a UIT or agree one', 'value-missing');
  }
  return profile.schedule.unit;
}

/** A company or place of the header; undefined when the message does not name it. */
export function readScheduleParty(
  root: Loop,
  roles: readonly string[],
  from: Reading,
  profile: AgreementProfile,
): Party | undefined {
  const { gln, code, name } = readParty(from, findParty(root, roles), profile);
  return gln === undefined && code === undefined && name === undefined ? undefined : { gln, code, name };
}

export function writeScheduleParties(
  to: Writing,
  parties: { buyer?: Party | undefined; supplier?: Party | undefined; shipTo?: Party | undefined },
  profile: AgreementProfile,
): void {
  const { buyer, supplier, shipTo } = parties;
  if (buyer !== undefined) writeParty(to, profile.parties.buyer[0], buyer, profile);
  if (supplier !== undefined) writeParty(to, profile.parties.supplier[0], supplier, profile);
  if (shipTo !== undefined) writeParty(to, profile.parties.shipTo[0], shipTo, profile);
}

/** The place of a whole line: its only N1 with one of the roles. */
export function readLinePlace(
  loop: Loop,
  roles: readonly string[],
  from: Reading,
  profile: AgreementProfile,
): Location | undefined {
  const places = loop.loops('N1').filter((one) => roles.includes(one.first('N1')?.segment.value(1) ?? ''));
  const [place, second] = places;
  if (place === undefined) return undefined;
  const at = place.first('N1');
  if (second !== undefined) {
    from.complain(second.first('N1'), 1, 'several places are named here: send one line for each');
  }
  const { gln, code } = readParty(from, place, profile);
  if (gln === undefined && code === undefined) {
    from.complain(at, 4, 'the place has neither GLN nor an agreed code', 'value-missing');
    return undefined;
  }
  return gln === undefined ? { code } : { gln };
}
