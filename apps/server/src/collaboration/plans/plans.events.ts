import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish, JsonObject } from '../../platform/index.ts';

/** One event names at most so many edits; a larger operation is told in several. */
export const editsPerEventMax = 2_000;

export type EditedCell = {
  editNumber: number;
  itemLocationId: string;
  bucketIndex: number;
  layer: 'base' | 'event' | 'override';
  beforeMilli: number | null;
  afterMilli: number | null;
  /** What counts in the cell after the edit. */
  valueMilli: number | null;
  actorOrgId: string;
  actorName: string;
  at: string;
};

/** A plan came about, was published, agreed, frozen, amended or replaced. */
export const planChangedEvent = (about: {
  audience: readonly OrganisationId[];
  planId: string;
  agreementId: string;
  purpose: string;
  kind: string;
  partyId: string | null;
  state: string;
  /** What happened, e.g. `publish`, `compute`, `generate`. */
  event: string;
}): EventToPublish => {
  const { audience, ...payload } = about;
  return {
    type: 'collaboration.plan-changed',
    audience,
    subject: { kind: 'plan', id: about.planId },
    payload,
  };
};

/** Cells of a plan have other values; the payload is the content that followers show. */
export const cellsEdited = (about: {
  audience: readonly OrganisationId[];
  planId: string;
  agreementId: string;
  purpose: string;
  edits: readonly EditedCell[];
}): EventToPublish => {
  const { audience, ...payload } = about;
  return {
    type: 'collaboration.cells-edited',
    audience,
    subject: { kind: 'plan', id: about.planId },
    payload: payload as unknown as JsonObject,
  };
};
