import { agreementLifecycle, type Side } from '@coplan/collaboration';
import { allowedEvents } from '@coplan/kernel';
import type { Actor } from '../../platform/index.ts';
import { sideOf, signedSides, type VersionRow } from './agreement-rows.ts';

export type AgreementMove =
  | 'save'
  | 'propose'
  | 'counter'
  | 'accept'
  | 'reject'
  | 'withdraw'
  | 'suspend'
  | 'resume'
  | 'terminate';

const signers = { buyer: ['approver', 'admin'], seller: ['supplier-planner', 'admin'] } as const;

/** An approver or administrator signs for the buyer, a supplier planner or administrator for the seller. */
export const canSign = (actor: Pick<Actor, 'roles'>, side: Side): boolean =>
  signers[side].some((role) => actor.roles.includes(role));

/** What this person may do with this version now: the lifecycle, whose turn it is, and who may sign. */
export function movesOf(version: VersionRow, actor: Actor): AgreementMove[] {
  const side = sideOf(version, actor.organisationId);
  const isAuthor = version.authorId === actor.organisationId;
  const isForMe: Readonly<Record<string, boolean>> = {
    propose: isAuthor,
    counter: !isAuthor,
    accept: canSign(actor, side) && !signedSides(version).includes(side),
    reject: !isAuthor,
    withdraw: isAuthor,
    suspend: true,
    resume: version.suspendedById === null || version.suspendedById === actor.organisationId,
    terminate: version.noticeById !== actor.organisationId,
  };
  const moves = allowedEvents(agreementLifecycle, version.state).filter((event) => isForMe[event] === true);
  return [
    ...(version.state === 'draft' && isAuthor ? (['save'] as const) : []),
    ...(moves as AgreementMove[]),
  ];
}
