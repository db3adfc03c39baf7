import type { SerialRow } from '../../app/api-types.ts';
import { formatState } from '../../ui/format.ts';

/** Where a unit is, in a few words. */
export function whereText({
  state,
  placeName,
  customerName,
}: Pick<SerialRow, 'state' | 'placeName' | 'customerName'>): string {
  if (state === 'outside') return 'not in stock any more';
  if (state === 'delivered') return `delivered to ${customerName ?? 'a customer'}`;
  if (state === 'in-transit')
    return `left ${placeName}${customerName === null ? '' : ` for ${customerName}`}`;
  return `${formatState(state).toLowerCase()} at ${placeName}`;
}
