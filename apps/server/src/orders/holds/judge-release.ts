import type { DomainError } from '@coplan/kernel';
import type { Actor } from '../../platform/index.ts';
import type { Order } from '../order.entity.ts';
import { holdCausedByYou, holdNotYours, releaseAboveLimit } from '../orders.errors.ts';
import type { ApprovalLimits } from './approval-limits.ts';
import { type HoldKind, releasedBy } from './hold-rules.ts';

export type Releasing = {
  /** `causedBy`: the person whose order was held for its value; null: a rule or somebody else held it. */
  hold: { kind: HoldKind; causedBy: string | null };
  order: Pick<Order, 'poNumber' | 'totalMinor' | 'currency'>;
  actor: Pick<Actor, 'userId' | 'roles'>;
  limits: ApprovalLimits;
};

/**
 * Why somebody may not let an order go on; undefined: he or she may. An order that is held for its value (`credit`)
 * needs somebody else than the person who placed it, with a limit as high as the order.
 */
export function judgeRelease({ hold, order, actor, limits }: Releasing): DomainError | undefined {
  const { kind, causedBy } = hold;
  const roles = releasedBy[kind];
  if (!roles.some((role) => actor.roles.includes(role))) return holdNotYours({ kind, roles });
  if (kind !== 'credit') return undefined;
  const { poNumber, totalMinor, currency } = order;
  if (causedBy !== null && causedBy === actor.userId)
    return holdCausedByYou({ poNumber, totalMinor, currency });
  const limitMinor = limits.get(currency);
  if (limitMinor === undefined || totalMinor <= limitMinor) return undefined;
  return releaseAboveLimit({ poNumber, totalMinor, limitMinor, currency });
}
