import type { SalesLineState } from '../../fulfillment/index.ts';
import type { OutboundLineState } from './outbound-line.lifecycle.ts';

export type SalesProgressLine = { state: OutboundLineState; freedMilli: number };

/**
 * Where a customer's line stands in the warehouse, from its outbound lines alone: as far as the one that is furthest
 * behind. Null: nothing of it is there, or no longer.
 */
export function salesProgress(lines: readonly SalesProgressLine[]): SalesLineState | null {
  const has = (state: OutboundLineState): boolean => lines.some((line) => line.state === state);
  if (has('released')) return 'released';
  if (has('picked')) return lines.some(({ freedMilli }) => freedMilli > 0) ? 'short-picked' : 'picked';
  if (has('packed')) return 'packed';
  return has('shipped') ? 'shipped' : null;
}
