import type { PlacedSegment } from '@coplan/edi';
import { isGln, type UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from './agreement-profile.ts';
import { unitList } from './items.ts';
import { decimalText, type Reading } from './reading.ts';
import type { Writing } from './writing.ts';

export type Location = { gln?: string | undefined; code?: string | undefined };
export type Split = { location: Location; quantity: { amountMilli: number; unit: UnitCode } };
type SplitDraft = {
  location: Location;
  quantity: { amountMilli: number | undefined; unit: UnitCode | undefined };
};

const pairsPerSegment = 10;

/** SDQ: SDQ01 is the unit, SDQ02 the kind of the ids, SDQ03/04, 05/06, … are pairs of location and quantity. */
export function readSplit(from: Reading, at: PlacedSegment, profile: AgreementProfile): SplitDraft[] {
  const qualifier = from.text(at, 2);
  const { gln, code } = profile.partyIds;
  const isGlobal = qualifier !== undefined && gln.includes(qualifier);
  if (!isGlobal && qualifier !== undefined && !code.includes(qualifier)) {
    const agreed = [...gln, ...code].join(', ');
    from.complain(
      at,
      2,
      `"${qualifier}" is no agreed kind of location id: agreed are ${agreed}`,
      'element-code',
    );
  }
  const unit = from.code(unitList(profile), at, 1);
  const splits: SplitDraft[] = [];
  for (let position = 3; position <= Math.min(at.segment.count, 22); position += 2) {
    const id = from.text(at, position);
    if (id === undefined) continue;
    if (isGlobal && !isGln(id)) from.complain(at, position, `"${id}" is no GLN`, 'element-code');
    const amountMilli = from.scaled(at, position + 1, 3, 'quantity');
    splits.push({ location: isGlobal ? { gln: id } : { code: id }, quantity: { amountMilli, unit } });
  }
  return splits;
}

/** As many SDQ as needed: one holds ten locations of one kind in one unit, in their order. */
export function writeSplits(to: Writing, splits: readonly Split[], { partyIds }: AgreementProfile): void {
  for (const group of groupsOf(splits)) {
    const [first] = group;
    if (first === undefined) continue;
    const pairs = group.flatMap(({ location, quantity }) => [
      location.gln ?? location.code,
      decimalText(quantity.amountMilli, 3),
    ]);
    const qualifier = first.location.gln === undefined ? partyIds.code[0] : partyIds.gln[0];
    to.segment('SDQ', to.unit(first.quantity.unit), qualifier, ...pairs);
  }
}

function groupsOf(splits: readonly Split[]): Split[][] {
  const groups: Split[][] = [];
  for (const split of splits) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const fits =
      group !== undefined &&
      first !== undefined &&
      group.length < pairsPerSegment &&
      first.quantity.unit === split.quantity.unit &&
      (first.location.gln === undefined) === (split.location.gln === undefined);
    if (fits) group.push(split);
    else groups.push([split]);
  }
  return groups;
}
