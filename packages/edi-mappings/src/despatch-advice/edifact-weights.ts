import type { ShipmentWeight } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { edifactUnitList } from '../edifact/items.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** MEA 6311: physical dimensions. */
const physical = 'PD';

/** The MEA of the loop itself whose 6313 is one of the codes. */
export function readWeight(
  from: Reading,
  loop: Loop | undefined,
  codes: readonly string[],
  profile: AgreementProfile,
) {
  const at = loop?.all('MEA').find(({ segment }) => codes.includes(segment.component(2, 1)));
  if (at === undefined) return undefined;
  return {
    amountMilli: from.scaled(at, [3, 2], 3, 'weight'),
    unit: from.code(edifactUnitList(profile), at, [3, 1]),
  };
}

export function writeWeight(to: Writing, code: string | undefined, weight: ShipmentWeight | undefined): void {
  if (weight === undefined) return;
  to.segment('MEA', physical, [code], [to.unit(weight.unit), to.decimal(weight.amountMilli, 3)]);
}
