import type { GroupProfile } from './pooled-groups.ts';

/** Mean demand per member over the periods from … to − 1, counted as the member counts; NaN where unknown. */
type PeriodMean = (from: number, to: number) => number;

/** A group as one of its members sees it: in the member's own periods. */
export type GroupView = {
  readonly mean: PeriodMean;
  readonly pressure: (period: number) => number;
};

const meanOf = (index: Float64Array, shift: number): PeriodMean => {
  const total = new Float64Array(index.length + 1);
  const known = new Float64Array(index.length + 1);
  for (let t = 0; t < index.length; t++) {
    total[t + 1] = total[t]! + (index[t]! || 0);
    known[t + 1] = known[t]! + (Number.isNaN(index[t]!) ? 0 : 1);
  }
  return (from, to) => {
    const first = Math.min(index.length, Math.max(0, from + shift));
    const end = Math.max(first, Math.min(index.length, to + shift));
    const count = known[end]! - known[first]!;
    return count === 0 ? Number.NaN : (total[end]! - total[first]!) / count;
  };
};

/** The group seen by a member with a history of so many periods. */
export const viewGroup = ({ sums, counts, pressure }: GroupProfile, memberPeriods: number): GroupView => {
  const shift = sums.length - memberPeriods;
  const index = Float64Array.from(sums, (sum, t) => (counts[t]! > 0 ? sum / counts[t]! : Number.NaN));
  return {
    mean: meanOf(index, shift),
    pressure: (period) => pressure[period + shift] ?? 0,
  };
};
