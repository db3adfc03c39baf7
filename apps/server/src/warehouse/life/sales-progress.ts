import type { SalesLineState } from '../../fulfillment/index.ts';
import type { OutboundLineState } from './outbound-line.lifecycle.ts';

/** `isDelivered`: somebody signed for the shipment that it left with. */
export type SalesProgressLine = { state: OutboundLineState; freedMilli: number; isDelivered: boolean };

/**
 * Where a customer's line stands in the warehouse, from its outbound lines alone: as far as the one that is furthest
 * behind. Null: nothing of it is there, or no longer.
 */
export function salesProgress(lines: readonly SalesProgressLine[]): SalesLineState | null {
  const has = (state: OutboundLineState): boolean => lines.some((line) => line.state === state);
  if (has('released')) return 'released';
  if (has('picked')) return lines.some(({ freedMilli }) => freedMilli > 0) ? 'short-picked' : 'picked';
  if (has('packed')) return 'packed';
  const gone = lines.filter(({ state }) => state === 'shipped');
  if (gone.length === 0) return null;
  return gone.every(({ isDelivered }) => isDelivered) ? 'delivered' : 'shipped';
}
