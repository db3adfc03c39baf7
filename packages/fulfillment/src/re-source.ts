import { allocateStock } from './allocate-stock.ts';
import type { Allocation, AllocationInput, AllocationResult } from './allocation-input.ts';

/** The swap of a line's reservation: what is released and what takes its place, to be posted as one. */
export type ReSourcing =
  | { isPossible: true; released: Allocation[]; allocations: Allocation[] }
  | { isPossible: false; text: string };

/**
 * Moves a line to other places: its reservation is given back and taken anew there, both or neither. What others hold
 * stays untouched. Not possible when the new places cover less than the line holds now.
 */
export function reSource(input: AllocationInput, lineId: string, locationIds: readonly string[]): ReSourcing {
  const released = input.held.filter((held) => held.lineId === lineId);
  const demand = input.demands.find((one) => one.lineId === lineId);
  if (demand === undefined) return { isPossible: false, text: `There is no line ${lineId}.` };
  const result: AllocationResult = allocateStock({
    ...input,
    demands: [{ ...demand, locationIds }],
    held: input.held.filter((held) => held.lineId !== lineId),
  });
  const coveredBefore = released.reduce((sum, { coversMilli }) => sum + coversMilli, 0);
  const coveredAfter = result.lines[0]!.allocatedMilli;
  if (coveredAfter < coveredBefore) {
    const text = `${locationIds.join(', ')} can give ${coveredAfter / 1_000}, the line holds ${coveredBefore / 1_000}.`;
    return { isPossible: false, text };
  }
  return { isPossible: true, released, allocations: result.allocations };
}
