import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish, JsonObject } from '../platform/index.ts';

export const runNews = (
  type: 'replenishment.run-started' | 'replenishment.run-progressed' | 'replenishment.run-ended',
  about: { organisationId: OrganisationId; runId: string; state: string; progress?: JsonObject },
): EventToPublish => ({
  type,
  audience: [about.organisationId],
  subject: { kind: 'run', id: about.runId },
  payload: { state: about.state, ...about.progress },
});

/** A buyer's worklist changed in this proposal. */
export const proposalNews = (
  type:
    | 'replenishment.proposal-edited'
    | 'replenishment.proposal-approved'
    | 'replenishment.proposal-rejected'
    | 'replenishment.proposal-resolved'
    | 'replenishment.proposal-expired',
  about: { organisationId: OrganisationId; proposalId: string; state: string },
): EventToPublish => ({
  type,
  audience: [about.organisationId],
  subject: { kind: 'proposal', id: about.proposalId },
  payload: { state: about.state },
});

/** Limits, automatic approval or the hour of the daily run changed. */
export const rulesNews = (organisationId: OrganisationId): EventToPublish => ({
  type: 'replenishment.rules-changed',
  audience: [organisationId],
  subject: { kind: 'rules', id: organisationId },
  payload: {},
});

/** Somebody asked what another policy would have done; its progress and its end. */
export const backtestNews = (
  type: 'replenishment.backtest-asked' | 'replenishment.backtest-progressed' | 'replenishment.backtest-ended',
  about: { organisationId: OrganisationId; backtestId: string; state: string; progress?: JsonObject },
): EventToPublish => ({
  type,
  audience: [about.organisationId],
  subject: { kind: 'backtest', id: about.backtestId },
  payload: { state: about.state, ...about.progress },
});
