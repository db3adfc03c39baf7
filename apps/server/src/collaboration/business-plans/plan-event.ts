import {
  type PlanEventState,
  type PlanEventType,
  planEventLifecycle,
  type Side,
} from '@coplan/collaboration';
import { allowedEvents, type LocalDate, type OrganisationId } from '@coplan/kernel';
import type { PlanEventContent } from './plan-event-content.ts';

/** An event as its row holds it. */
export type PlanEvent = {
  planEventId: string;
  agreementId: string;
  agreementVersionId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  ownerId: OrganisationId;
  state: PlanEventState;
  content: PlanEventContent;
  pending: PlanEventContent | null;
  pendingReason: string | null;
  isShown: boolean;
  agreedAt: string | null;
  conclusion: string | null;
  reason: string | null;
  createdBy: string;
  version: number;
};

export const planEventColumns = `event.id as "planEventId", event.agreement_id as "agreementId",
  event.agreement_version_id as "agreementVersionId", event.buyer_id as "buyerId", event.supplier_id as "supplierId",
  event.owner_id as "ownerId", event.state, event.content, event.pending, event.pending_reason as "pendingReason",
  event.is_shown as "isShown",
  to_char(event.agreed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "agreedAt", event.conclusion,
  event.reason, event.created_by as "createdBy", event.version`;

/** What people do; locking, starting and ending follow the calendar. */
const ownersMoves = ['propose', 'change', 'cancel', 'evaluate'] as const;
const partnersMoves = ['agree', 'reject', 'refuse-change', 'evaluate'] as const;
export type PlanEventMove = (typeof ownersMoves)[number] | (typeof partnersMoves)[number];

type Seen = Pick<PlanEvent, 'ownerId' | 'state' | 'agreedAt'>;

/** What the reader may do with the event now. A change of what was agreed is refused as a change, not as an event. */
export function movesOf(event: Seen, readerId: OrganisationId): PlanEventMove[] {
  const possible: readonly string[] = allowedEvents(planEventLifecycle, event.state);
  const isChange = event.agreedAt !== null;
  const moves: readonly PlanEventMove[] = event.ownerId === readerId ? ownersMoves : partnersMoves;
  return moves.filter(
    (move) =>
      (possible.includes(move) || (move === 'change' && event.state === 'draft')) &&
      !(move === 'reject' && isChange) &&
      !(move === 'refuse-change' && !isChange),
  );
}

/** Whose turn it is: a proposal waits for the other side, an ended event for its owner's evaluation. */
export function owedOf(event: Seen): { what: 'agreement' | 'evaluation'; by: 'owner' | 'partner' } | null {
  if (event.state === 'proposed' || event.state === 'changed-after-lock')
    return { what: 'agreement', by: 'partner' };
  return event.state === 'ended' ? { what: 'evaluation', by: 'owner' } : null;
}

export const sideOf = (
  event: Pick<PlanEvent, 'buyerId' | 'ownerId'>,
  organisationId: OrganisationId = event.ownerId,
): Side => (organisationId === event.buyerId ? 'buyer' : 'seller');

export type PlanEventRow = {
  planEventId: string;
  agreementId: string;
  agreementName: string;
  partnerName: string;
  type: PlanEventType;
  name: string;
  state: PlanEventState;
  ownerSide: Side;
  mySide: Side;
  isMine: boolean;
  sellIn: { startsOn: LocalDate; endsBefore: LocalDate } | null;
  sellThrough: { startsOn: LocalDate; endsBefore: LocalDate };
  lockOn: LocalDate;
  /** 0: every item of the agreement. */
  itemCount: number;
  /** null: every place of the agreement. */
  locationCount: number | null;
  cannibalisedCount: number;
  liftRatio: number | null;
  /** From the plan at lock; null before. */
  plannedLiftMilli: number | null;
  preBuildMilli: number;
  hasPendingChange: boolean;
  owed: { what: 'agreement' | 'evaluation'; isMine: boolean } | null;
  allowedEvents: PlanEventMove[];
  version: number;
};
