import type { GridAxis } from './grid-axis.ts';
import type { PlanRow } from './load-plan.ts';

export type MeasureCode =
  | 'history'
  | 'statistical'
  | 'mine'
  | 'partner'
  | 'joint'
  | 'scenario'
  | 'commit'
  | 'orders'
  | 'receipts'
  | 'projected';

export type GridMeasure = {
  code: MeasureCode;
  name: string;
  /** The plan that its numbers are of and that an edit names. */
  planId: string | null;
  isEditable: boolean;
  /** The layer that an edit writes. */
  layer: 'override' | null;
  partyName: string | null;
};

const purposeName = {
  sales: 'Sales forecast',
  order: 'Order forecast',
  shipment: 'Shipment forecast',
} as const;

/** Whether the asking side may type into that plan now. */
export const isPlanEditable = (plan: PlanRow, me: string): boolean =>
  plan.kind === 'party'
    ? plan.partyId === me && plan.state === 'working'
    : plan.kind === 'joint'
      ? plan.state === 'in-review' || plan.state === 'consensus'
      : plan.state === 'open';

/** Measures of plans, in the order in which the grid shows them. */
export function planMeasures(
  { current, scenario }: GridAxis,
  { purpose, me, partnerName }: { purpose: keyof typeof purposeName; me: string; partnerName: string },
): GridMeasure[] {
  const of = (code: MeasureCode, plan: PlanRow | undefined, name: string, partyName: string | null) =>
    plan === undefined
      ? []
      : [
          {
            code,
            name,
            planId: plan.planId,
            isEditable: isPlanEditable(plan, me),
            layer: isPlanEditable(plan, me) ? ('override' as const) : null,
            partyName,
          },
        ];
  return [
    ...of('mine', current.mine, `${purposeName[purpose]}, ours`, null),
    ...of('partner', current.partner, `${purposeName[purpose]}, ${partnerName}`, partnerName),
    ...of('joint', current.joint, 'Joint plan', null),
    ...of('scenario', scenario, 'Scenario', null),
  ];
}

/** The plan behind each measure that has one. */
export const plansOfMeasures = ({ current, scenario }: GridAxis): Partial<Record<MeasureCode, PlanRow>> =>
  Object.fromEntries(
    Object.entries({ mine: current.mine, partner: current.partner, joint: current.joint, scenario }).filter(
      ([, plan]) => plan !== undefined,
    ),
  );
