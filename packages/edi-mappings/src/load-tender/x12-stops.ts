import type { StopAction, TenderStop } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { unitList } from '../items.ts';
import { readParty, writePartyWithOneId } from '../parties.ts';
import { decimalText, type Reading } from '../reading.ts';
import { readWeight, weightTexts } from '../transport/weights.ts';
import { momentKind, readMoment, writeMoment } from '../transport/x12-moments.ts';
import { readReferences, referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';

const actions = ({ transport }: AgreementProfile) => codeList('reason of the stop', transport.actions);

/** Whether the moments and the place of a stop are those of loading or of unloading. */
const sideOf = (action: StopAction): 'pickup' | 'delivery' =>
  action === 'unload' || action === 'unload-part' || action === 'unload-complete' || action === 'drop-trailer'
    ? 'delivery'
    : 'pickup';

/** S5 with what stands below it: moments, weight, place, orders. */
export function readStop(from: Reading, loop: Loop, profile: AgreementProfile) {
  const head = loop.first('S5');
  const action = from.code(actions(profile), head, 2);
  // What is not known to be loaded or unloaded cannot be judged any further.
  const side = action && sideOf(action);
  const pieces = from.text(head, 5);
  const here = loop.loops('N1')[0];
  return {
    stopNumber: from.scaled(head, 1, 0, 'number of the stop'),
    action,
    place: here && side && readPlace(from, here, side, profile),
    moments: side && loop.all('G62').flatMap((at) => readStopMoment(from, at, side, profile)),
    weight: readWeight(from, head, { amount: 3, unit: 4 }, profile),
    pieces:
      pieces === undefined
        ? undefined
        : {
            amountMilli: from.scaled(head, 5, 3, 'number of pieces'),
            unit: from.code(unitList(profile), head, 6),
          },
    references: readReferences(from, loop.all('L11'), profile),
    orders: loop.loops('OID').map((order) => readOrder(from, order.first('OID'), profile)),
    notes: loop.all('NTE').map((at) => from.text(at, 2)),
  };
}

function readPlace(from: Reading, loop: Loop, side: 'pickup' | 'delivery', profile: AgreementProfile) {
  const roles = profile.transport.places[side];
  const head = loop.first('N1');
  const role = from.required(head, 1, 'role of the place');
  if (role !== undefined && !roles.includes(role)) {
    const why = `"${role}" is no agreed role of the place of this stop: agreed are ${roles.join(', ')}`;
    from.complain(head, 1, why, 'element-code');
  }
  return readParty(from, loop, profile);
}

function readStopMoment(
  from: Reading,
  at: PlacedSegment,
  side: 'pickup' | 'delivery',
  profile: AgreementProfile,
) {
  const table = profile.transport.moments[side];
  const kind = momentKind(from, at, table);
  if (kind === undefined) {
    const agreed = Object.values(table).flatMap(({ date }) => date);
    const why = `"${at.segment.value(1)}" is no agreed day of this stop: agreed are ${agreed.join(', ')}`;
    from.complain(at, 1, why, 'element-code');
    return [];
  }
  return [{ kind, at: readMoment(from, at, 'day of the stop') }];
}

function readOrder(from: Reading, at: PlacedSegment | undefined, profile: AgreementProfile) {
  return {
    reference: from.text(at, 1),
    poNumber: from.text(at, 2),
    pieces: from.text(at, 5) === undefined ? undefined : from.scaled(at, 5, 0, 'number of pieces'),
    weight: readWeight(from, at, { amount: 7, unit: 6 }, profile),
  };
}

export function writeStop(to: Writing, stop: TenderStop, profile: AgreementProfile): void {
  const { transport } = profile;
  const side = sideOf(stop.action);
  const { amount, unit } = weightTexts(to, stop.weight, profile);
  const { pieces, place } = stop;
  const count = pieces === undefined ? '' : decimalText(pieces.amountMilli, 3);
  const countUnit = pieces === undefined ? '' : to.unit(pieces.unit);
  const action = actions(profile).toTheirs(stop.action);
  to.segment('S5', String(stop.stopNumber), action, amount, unit, count, countUnit);
  for (const reference of stop.references) {
    const { qualifier, value } = referenceCodes(reference, profile);
    to.segment('L11', value, qualifier);
  }
  for (const { kind, at } of stop.moments) writeMoment(to, transport.moments[side][kind], at);
  for (const note of stop.notes) to.segment('NTE', '', note);
  if (place !== undefined) {
    const about = { role: transport.places[side][0], what: `place of stop ${stop.stopNumber}` };
    writePartyWithOneId(to, about, place, profile);
  }
  for (const order of stop.orders) {
    const weight = weightTexts(to, order.weight, profile);
    const number = order.pieces === undefined ? '' : String(order.pieces);
    to.segment('OID', order.reference, order.poNumber, '', '', number, weight.unit, weight.amount);
  }
}
