import { commitBasis, commitWindow } from './commit-window.ts';
import { orderedEvents, viewLine } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';
import type { LineScore } from './score-line.ts';

/** What failing is counted by, in the order of SCOR's components. */
export const riskComponents = ['in-full', 'on-date', 'papers', 'condition'] as const;
export type RiskComponent = (typeof riskComponents)[number];

/**
 * How an earlier line went. Hours are counted from the end of its window, negative before it; null: it never happened.
 */
export type PastLine = {
  supplierId: string;
  laneId: string;
  orderedAtHours: number;
  acknowledgedAtHours: number | null;
  shippedAtHours: number | null;
  arrivedAtHours: number | null;
  wasConfirmedInFull: boolean;
  wasShippedInFull: boolean;
  /** Whether each component held. */
  held: Record<RiskComponent, boolean>;
};

const hourMs = 3_600_000;

/**
 * A judged line as history; null for one that is open, undated or excluded. A component that was never decided (nothing
 * arrived) did not hold.
 */
export function pastLineOf(
  facts: OrderLineFacts,
  { standing, components }: Pick<LineScore, 'standing' | 'components'>,
  { supplierId, laneId }: { supplierId: string; laneId: string },
): PastLine | null {
  const view = viewLine(facts, orderedEvents(facts));
  const basis = commitBasis(facts, view);
  if (standing !== 'judged' || basis === null) return null;
  const { endsAtMs } = commitWindow(facts, basis.dueOn);
  const hours = (atMs: number | undefined): number | null =>
    atMs === undefined ? null : (atMs - endsAtMs) / hourMs;
  let shippedMilli = 0;
  for (const { shipped } of view.shipments) for (const part of shipped) shippedMilli += part.shippedMilli;
  const arrivals = view.shipments.map(({ arrival }) => arrival?.atMs).filter((atMs) => atMs !== undefined);
  return {
    supplierId,
    laneId,
    orderedAtHours: (facts.orderedAtMs - endsAtMs) / hourMs,
    acknowledgedAtHours: hours(view.acknowledgement?.atMs),
    shippedAtHours: hours(view.shipments.find(({ shipped }) => shipped.length > 0)?.shipped[0]?.atMs),
    arrivedAtHours: arrivals.length === 0 ? null : hours(Math.max(...arrivals)),
    wasConfirmedInFull: view.acknowledgement !== undefined && view.cancellation === undefined,
    wasShippedInFull: shippedMilli >= view.orderedMilli,
    held: {
      'in-full': components['RL.2.1'] === 1,
      'on-date': components['RL.2.2'] === 1,
      papers: components['RL.2.3'] === 1,
      condition: components['RL.2.4'] === 1,
    },
  };
}
