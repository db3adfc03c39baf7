import type { PlacedSegment } from '@coplan/edi';
import { isGtin } from '@coplan/kernel';
import type { AgreementProfile } from './agreement-profile.ts';
import { codeList } from './code-list.ts';
import type { Reading } from './reading.ts';
import type { Writing } from './writing.ts';

export type ItemIds = {
  gtin?: string | undefined;
  buyerItemNumber?: string | undefined;
  supplierItemNumber?: string | undefined;
};

/** Item ids in pairs of qualifier and value, from element `first` on (PO106, LIN02, ACK07). */
export function readItemIds(
  from: Reading,
  at: PlacedSegment,
  first: number,
  { itemIds }: AgreementProfile,
): ItemIds {
  const positions: number[] = [];
  for (let position = first; position < at.segment.count; position += 2) positions.push(position);
  return readItemIdsAt(from, at, positions, { itemIds });
}

/** The same where the pairs do not stand side by side (W01, W04, W07, W12): where each of them starts. */
export function readItemIdsAt(
  from: Reading,
  at: PlacedSegment,
  positions: readonly number[],
  { itemIds }: Pick<AgreementProfile, 'itemIds'>,
): ItemIds {
  const found: ItemIds = {};
  for (const position of positions) {
    const qualifier = at.segment.value(position);
    if (itemIds.gtin.includes(qualifier)) found.gtin ??= from.gtin(at, position + 1);
    else if (itemIds.buyerItemNumber.includes(qualifier))
      found.buyerItemNumber ??= from.text(at, position + 1);
    else if (itemIds.supplierItemNumber.includes(qualifier)) {
      found.supplierItemNumber ??= from.text(at, position + 1);
    }
  }
  return found;
}

/** The same pairs, to write. A GTIN is shortened to what its qualifier means: UP 12, EN 13, UK 14 digits. */
export function writeItemIds(to: Writing, ids: ItemIds, { itemIds }: AgreementProfile): string[] {
  const pairs: string[] = [];
  const [gtinQualifier = 'UK'] = itemIds.gtin;
  if (ids.gtin !== undefined) pairs.push(gtinQualifier, gtinText(to, gtinQualifier, ids.gtin));
  const [buyer, supplier] = [itemIds.buyerItemNumber[0], itemIds.supplierItemNumber[0]];
  if (ids.buyerItemNumber !== undefined && buyer !== undefined) pairs.push(buyer, ids.buyerItemNumber);
  if (ids.supplierItemNumber !== undefined && supplier !== undefined)
    pairs.push(supplier, ids.supplierItemNumber);
  return pairs;
}

const lengths: Readonly<Record<string, number>> = { UP: 12, EN: 13, UK: 14 };

function gtinText(to: Writing, qualifier: string, gtin: string): string {
  const text = gtin.slice(14 - (lengths[qualifier] ?? 14));
  if (!isGtin(text) || text.padStart(14, '0') !== gtin) {
    to.complain(`the GTIN ${gtin} does not fit the agreed qualifier ${qualifier}: agree UK for it`);
  }
  return text;
}

/** Data element 355 as the agreement has it. */
export const unitList = ({ units }: AgreementProfile) => codeList('unit of measure', units);
