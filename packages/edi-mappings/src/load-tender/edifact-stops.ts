import { type StopMomentKind, stopMomentKinds, type TenderStop } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { readLoc } from '../edifact/places.ts';
import { findGroup, qualifierOf } from '../edifact/qualified.ts';
import type { PartyFacts } from '../parties.ts';
import type { Reading } from '../reading.ts';
import { readEdifactMoment, readFtx, writeEdifactMoment, writeFtx } from '../transport/edifact-parts.ts';
import type { Writing } from '../writing.ts';
import { readGoods } from './edifact-goods.ts';

export type Side = 'pickup' | 'delivery';
const actions = { pickup: 'load-complete', delivery: 'unload-complete' } as const;

/** One place of loading and one of unloading. */
export function readStops(from: Reading, root: Loop, profile: AgreementProfile) {
  const goods = readGoods(from, root, profile);
  return (['pickup', 'delivery'] as const).map((side, index) => ({
    stopNumber: index + 1,
    action: actions[side],
    place: readPlace(from, root, side, profile),
    moments: readMoments(from, root, side, profile),
    weight: side === 'pickup' ? goods.weight : undefined,
    pieces: side === 'pickup' ? goods.pieces : undefined,
    references: [],
    orders: side === 'pickup' ? goods.orders : [],
    notes: readFtx(from, root, profile.edifact.transport.texts[side]),
  }));
}

/** NAD of the place, else LOC with an id, else NAD of the company. */
function readPlace(from: Reading, root: Loop, side: Side, profile: AgreementProfile): PartyFacts | undefined {
  const { company, place, location } = profile.edifact.transport.places[side];
  const exact = findGroup(root, 'NAD', place);
  if (exact !== undefined) return readNad(from, exact, profile);
  const { gln, code } = profile.edifact.partyIds;
  const at = findGroup(root, 'LOC', location)?.first('LOC');
  // A LOC with a code of a port or a town is no place where a truck can stop.
  if (at !== undefined && [...gln, ...code].includes(from.component(at, 2, 3) ?? ''))
    return readLoc(from, at, profile);
  const group = findGroup(root, 'NAD', company);
  return group === undefined ? undefined : readNad(from, group, profile);
}

/** DTM of the message, of its places and of its carriage, by what they are agreed to say. */
function readMoments(from: Reading, root: Loop, side: Side, profile: AgreementProfile) {
  const table = profile.edifact.transport.moments[side];
  const levels = [root, ...root.loops('LOC'), ...root.loops('TDT')];
  return levels
    .flatMap((level) => [...level.all('DTM'), ...level.loops('DTM').flatMap((below) => below.all('DTM'))])
    .flatMap((at) => {
      const kind: StopMomentKind | undefined = stopMomentKinds.find((one) =>
        table[one].includes(qualifierOf(at)),
      );
      return kind === undefined ? [] : [{ kind, at: readEdifactMoment(from, at, `day of the ${side}`) }];
    });
}

export const sidesOf = (
  stops: readonly TenderStop[],
): readonly [pickup: TenderStop, delivery: TenderStop] | undefined => {
  const [pickup, delivery, more] = stops;
  const isPlain =
    pickup?.action === actions.pickup &&
    delivery?.action === actions.delivery &&
    pickup.stopNumber === 1 &&
    delivery.stopNumber === 2;
  return isPlain && more === undefined ? [pickup, delivery] : undefined;
};

export function writeMoments(to: Writing, stop: TenderStop, side: Side, profile: AgreementProfile): void {
  const table = profile.edifact.transport.moments[side];
  for (const { kind, at } of stop.moments) writeEdifactMoment(to, table[kind][0], at);
}

export function writeNotes(to: Writing, stop: TenderStop, side: Side, profile: AgreementProfile): void {
  for (const note of stop.notes) writeFtx(to, profile.edifact.transport.texts[side][0], note);
}

export function writePlace(to: Writing, { place }: TenderStop, side: Side, profile: AgreementProfile): void {
  if (place !== undefined) writeNad(to, profile.edifact.transport.places[side].company[0], place, profile);
}
