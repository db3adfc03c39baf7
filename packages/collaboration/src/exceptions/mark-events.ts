import type { EvaluationInput } from './evaluation-input.ts';

/**
 * The event that explains each cell (its place in `events` plus one; 0: none). Where two overlap the first in the
 * canonical order counts, so that both sides name the same.
 */
export function markEvents({ rows, events, bucketCount }: EvaluationInput): Int32Array | null {
  if (events.length === 0) return null;
  const cells = new Int32Array(rows.itemLocationIds.length * bucketCount);
  const rowOf = new Map(rows.itemLocationIds.map((id, row) => [id, row]));
  for (let event = events.length - 1; event >= 0; event--) {
    const { itemLocationIds, fromBucket, beforeBucket } = events[event] as (typeof events)[number];
    const from = Math.max(0, fromBucket);
    const before = Math.min(bucketCount, beforeBucket);
    for (const id of itemLocationIds) {
      const row = rowOf.get(id);
      if (row !== undefined && from < before) {
        cells.fill(event + 1, row * bucketCount + from, row * bucketCount + before);
      }
    }
  }
  return cells;
}
