import type { Loop } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { readEdifactItemIds, writeEdifactLine } from '../edifact/items.ts';
import { qualifierOf } from '../edifact/qualified.ts';
import { joined, splitText } from '../edifact/texts.ts';
import type { ItemIds } from '../items.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { readReference, writeReference } from './edifact-header.ts';
import type { QuantityDraft } from './edifact-quantities.ts';

type Line = ItemIds & {
  lineNumber?: string | undefined;
  description?: string | undefined;
  poNumber?: string | undefined;
};

/** The item of a LIN group; complains when nothing names it. */
export function readEdifactItem(from: Reading, loop: Loop, profile: AgreementProfile): ItemIds {
  const issuesBefore = from.issues.length;
  const ids = readEdifactItemIds(from, loop, profile);
  if (!Object.values(ids).some((id) => id !== undefined) && from.issues.length === issuesBefore) {
    from.complain(
      loop.first('LIN'),
      [3, 1],
      'the item has neither GTIN nor an agreed item number',
      'value-missing',
    );
  }
  return ids;
}

export const readDescription = (from: Reading, loop: Loop): string | undefined => {
  const at = loop.all('IMD').find((one) => qualifierOf(one) === 'F');
  return joined([from.component(at, 3, 4), from.component(at, 3, 5)]);
};

export function writeDescription(to: Writing, description: string | undefined): void {
  if (description === undefined) return;
  const parts = splitText(description, { parts: 2, lengthMax: 35 });
  if (parts === undefined) {
    to.complain(`the description "${description}" does not fit 2 × 35 characters: shorten it`);
  }
  to.segment('IMD', 'F', '', ['', '', '', ...(parts ?? [])]);
}

/** LIN, PIA and the order that the line releases. */
export function readEdifactLineHead(from: Reading, loop: Loop, profile: AgreementProfile): Line {
  return {
    lineNumber: from.text(loop.first('LIN'), 1),
    ...readEdifactItem(from, loop, profile),
    poNumber: readReference(from, loop, profile.edifact.schedule.references.order),
  };
}

export function writeEdifactLineHead(to: Writing, line: Line, profile: AgreementProfile): void {
  const { lineNumber, gtin, buyerItemNumber, supplierItemNumber } = line;
  writeEdifactLine(to, { lineNumber: lineNumber ?? '', gtin, buyerItemNumber, supplierItemNumber }, profile);
  writeDescription(to, line.description);
}

export const writeOrderNumber = (to: Writing, line: Line, { edifact }: AgreementProfile): void =>
  writeReference(to, edifact.schedule.references.order, line.poNumber, 'number of the order');

/** The unit that all quantities of a line have in common. */
export function commonUnit(
  from: Reading,
  loop: Loop,
  drafts: readonly QuantityDraft[],
  { edifact }: AgreementProfile,
): UnitCode | undefined {
  const units = new Set(drafts.flatMap(({ unit }) => unit ?? []));
  if (units.size > 1) {
    const why = `the quantities of the line have several units, ${[...units].join(' and ')}: send a line for each`;
    from.complain(loop.first('LIN'), 0, why);
  }
  const [unit] = units;
  return unit ?? edifact.unitWhenAbsent;
}
