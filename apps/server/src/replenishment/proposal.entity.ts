import {
  type ItemId,
  type LocalDate,
  type LocationId,
  lineTotalMinor,
  nextState,
  type OrderId,
  type OrganisationId,
  type ProposalId,
  type RunId,
  type UnitCode,
  type UserId,
} from '@coplan/kernel';
import { defineEntity, p } from '@mikro-orm/core';
import { type ProposalEvent, proposalLifecycle, proposalStates } from './proposal.lifecycle.ts';
import { proposalEventNotAllowed } from './replenishment.errors.ts';

/** Input and proof are large and not in the entity: they are written once by the run and read by the page. */
export const proposalSchema = defineEntity({
  name: 'Proposal',
  tableName: 'proposals',
  properties: {
    id: p.uuid().$type<ProposalId>().primary(),
    organisationId: p.uuid().$type<OrganisationId>().name('org_id'),
    runId: p.uuid().$type<RunId>(),
    itemLocationId: p.uuid(),
    itemId: p.uuid().$type<ItemId>(),
    locationId: p.uuid().$type<LocationId>(),
    supplierId: p.uuid().$type<OrganisationId>(),
    state: p.enum(proposalStates),
    quantityMilli: p.bigint('number'),
    proposedQuantityMilli: p.bigint('number'),
    unit: p.string().$type<UnitCode>(),
    unitPriceMicros: p.bigint('number'),
    currency: p.string(),
    valueMinor: p.bigint('number'),
    orderOn: p.date().$type<LocalDate>(),
    deliverOn: p.date().$type<LocalDate>(),
    cutOffAt: p.datetime(),
    isEdited: p.boolean(),
    editReason: p.string().nullable(),
    firstApprovedBy: p.uuid().$type<UserId>().nullable(),
    decidedBy: p.string().nullable(),
    decidedAt: p.datetime().nullable(),
    decisionReason: p.string().nullable(),
    conflictRunId: p.uuid().nullable(),
    conflictProposalId: p.uuid().$type<ProposalId>().nullable(),
    conflictQuantityMilli: p.bigint('number').nullable(),
    orderId: p.uuid().$type<OrderId>().nullable(),
    version: p.integer().version(),
  },
});

export class Proposal extends proposalSchema.class {
  /** The only way to change `state`. Throws `DomainError` (not-allowed) where the lifecycle does not allow it. */
  apply(event: ProposalEvent): void {
    const next = nextState(proposalLifecycle, this.state, event);
    if (next === undefined) throw proposalEventNotAllowed({ proposalId: this.id, state: this.state, event });
    this.state = next;
  }

  /** A person's quantity; the engine's stays beside it. A first approval was for the old one and is void. */
  edit(quantityMilli: number, reason: string): void {
    this.apply('edit');
    this.quantityMilli = quantityMilli;
    this.valueMinor = lineTotalMinor({ quantityMilli, unitPriceMicros: this.unitPriceMicros });
    this.isEdited = true;
    this.editReason = reason;
    this.firstApprovedBy = null;
  }

  /** The other side of a conflict no longer matters. */
  forgetConflict(): void {
    this.conflictRunId = null;
    this.conflictProposalId = null;
    this.conflictQuantityMilli = null;
  }
}
proposalSchema.setClass(Proposal);
