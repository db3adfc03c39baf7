import type { BlanketOrder } from '@coplan/documents';
import { addDays } from '@coplan/kernel';
import { waits } from '../life/issues.ts';
import type { BlanketFacts } from './blanket-facts.ts';

/** A blanket order that is known comes again: the same changes nothing, anything else waits for a person. */
export function judgeBlanketAgain(
  { poNumber, currency, blanket }: { poNumber: string; currency: string; blanket?: BlanketFacts | null },
  document: BlanketOrder,
): null {
  if (blanket == null) {
    return waits(
      'order-number-used',
      `Order ${poNumber} exists and is no blanket order: give this one its own number`,
    );
  }
  if (document.purpose === 'cancellation') {
    if (blanket.state === 'closed') return null;
    return waits(
      'blanket-closes-by-hand',
      `Blanket order ${poNumber} is closed in the portal, which shows what that costs and asks what becomes of open call-offs`,
    );
  }
  const isSame =
    document.currency === currency &&
    document.startsOn === blanket.startsOn &&
    addDays(document.endsOn, 1) === blanket.endsBefore &&
    document.lines.length === blanket.items.length &&
    document.lines.every((line) =>
      blanket.items.some(
        (item) =>
          item.itemLine === line.lineNumber &&
          item.unit === line.unit &&
          item.unitPriceMicros === line.unitPriceMicros &&
          item.totalMilli === (line.totalMilli ?? null),
      ),
    );
  if (isSame) return null;
  return waits(
    'order-number-used',
    `Blanket order ${poNumber} exists with other content: close it, and agree on the new one under its own number`,
  );
}
