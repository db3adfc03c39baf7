import { modelName } from '@coplan/forecasting';
import { addDays, type LocalDate } from '@coplan/kernel';
import {
  type ReplenishmentInput,
  type ReplenishmentMessage,
  type ReplenishmentProof,
  type StoredProposal,
  unpackProposal,
} from '@coplan/planning';
import { z } from 'zod';
import { findForecasts, quantilePath } from '../forecasting/index.ts';
import { readSalesHistory } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import {
  type ProposalRow,
  proposalColumns,
  proposalJoins,
  type StoredRow,
  toProposalRows,
} from './list-proposals.ts';
import { proposalNotFound } from './replenishment.errors.ts';

export const getProposalInput = z.object({ proposalId: z.uuid() });

/** So much of the past is shown beside a proposal. */
const historyPeriodsShown = { 1: 365, 7: 156 } as const;
const noDay = '1970-01-01' as LocalDate;

export type DemandHistory = {
  bucketDays: number;
  startsOn: LocalDate;
  soldMilli: (number | null)[];
  inStock: boolean[];
};
export type ForecastView = {
  startsOn: LocalDate;
  bucketDays: number;
  meanMilli: number[];
  p10Milli: number[];
  p50Milli: number[];
  p90Milli: number[];
  /** The models that carry it, heaviest first, as people call them. */
  models: string[];
  demandClass: string;
  issuedAt: string;
};
export type ProposalView = ProposalRow & {
  itemLocationId: string;
  input: ReplenishmentInput;
  proof: ReplenishmentProof;
  messages: ReplenishmentMessage[];
  editReason: string | null;
  history: DemandHistory;
  forecast: ForecastView | null;
  run: { runId: string; engineVersion: string; snapshotHash: string | null };
  /** The agreement version under which it was proposed. */
  agreement: { agreementId: string; agreementVersionId: string; name: string; versionNumber: number } | null;
  conflict?: { otherQuantityMilli: number; otherProposalId: string | null; runId: string };
  timeline: { at: string; type: string; text: string; actorName: string }[];
};

type Detail = StoredRow & {
  itemLocationId: string;
  stored: Omit<StoredProposal, 'proof'>;
  storedProof: unknown;
  messages: ReplenishmentMessage[];
  editReason: string | null;
  runId: string;
  engineVersion: string;
  snapshotHash: string | null;
  forecastVersionId: string | null;
  agreement: ProposalView['agreement'];
  conflictRunId: string | null;
  conflictProposalId: string | null;
  conflictQuantityMilli: number | null;
};

/** What was sold at an item-location lately; empty where nothing is known. */
export async function readShownHistory(
  { db }: Pick<Context, 'db'>,
  itemLocationId: string,
): Promise<DemandHistory> {
  const [history] = await readSalesHistory(db, { itemLocationIds: [itemLocationId] });
  if (history === undefined) return { bucketDays: 7, startsOn: noDay, soldMilli: [], inStock: [] };
  const { bucketDays, soldMilli, inStock, startsOn } = history;
  const skipped = Math.max(0, soldMilli.length - historyPeriodsShown[bucketDays]);
  return {
    bucketDays,
    startsOn: addDays(startsOn, skipped * bucketDays),
    soldMilli: soldMilli.slice(skipped),
    inStock: inStock.slice(skipped),
  };
}

async function readForecastView(
  { db }: Pick<Context, 'db'>,
  { versionId, itemLocationId }: { versionId: string | null; itemLocationId: string },
): Promise<ForecastView | null> {
  if (versionId === null) return null;
  const found = await findForecasts(db, { versionId, itemLocationIds: [itemLocationId] });
  const forecast = found.get(itemLocationId);
  if (forecast === undefined) return null;
  const { startsOn, bucketDays, meanMilli, model, demandClass, issuedAt } = forecast;
  return {
    startsOn,
    bucketDays,
    meanMilli,
    p10Milli: quantilePath(forecast, 0.1),
    p50Milli: quantilePath(forecast, 0.5),
    p90Milli: quantilePath(forecast, 0.9),
    models: model.split('+').map(modelName),
    demandClass,
    issuedAt: issuedAt.toISOString(),
  };
}

const detailQuery = `
select ${proposalColumns}, proposal.item_location_id as "itemLocationId", proposal.input as stored,
  proposal.proof as "storedProof", proposal.messages, proposal.edit_reason as "editReason", run.id as "runId",
  run.engine_version as "engineVersion", run.snapshot_hash as "snapshotHash",
  run.forecast_version_id as "forecastVersionId", proposal.conflict_run_id as "conflictRunId",
  proposal.conflict_proposal_id as "conflictProposalId",
  proposal.conflict_quantity_milli as "conflictQuantityMilli",
  (select json_build_object('agreementId', agreed.agreement_id, 'agreementVersionId', agreed.id,
      'name', agreed.content ->> 'name', 'versionNumber', agreed.version_number)
   from agreement_versions agreed
   where agreed.buyer_id = proposal.org_id and agreed.id = proposal.agreement_version_id) as agreement
from ${proposalJoins} join runs run on run.id = proposal.run_id
where proposal.id = $1 and proposal.org_id = (select current_setting('app.org')::uuid)`;

const timelineQuery = `
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, text, actor_name as "actorName"
from proposal_events where org_id = (select current_setting('app.org')::uuid) and proposal_id = $1
order by told_number limit 500`;

/** One proposal with its proof, what the proof was computed from, history, forecast and everything that happened. */
export async function getProposal(
  context: Context,
  { proposalId }: { proposalId: string },
): Promise<ProposalView> {
  const { db } = context;
  const [detail] = await db.read<Detail>(detailQuery, [proposalId]);
  if (detail === undefined) throw proposalNotFound(proposalId);
  const {
    stored,
    storedProof,
    runId,
    engineVersion,
    snapshotHash,
    forecastVersionId,
    agreement,
    conflictRunId,
    conflictProposalId,
    conflictQuantityMilli,
    ...shown
  } = detail;
  const { itemLocationId } = shown;
  const [rows, history, forecast, timeline] = await Promise.all([
    toProposalRows(context, [shown]),
    readShownHistory(context, itemLocationId),
    readForecastView(context, { versionId: forecastVersionId, itemLocationId }),
    db.read<ProposalView['timeline'][number]>(timelineQuery, [proposalId]),
  ]);
  const [row] = rows;
  if (row === undefined) throw proposalNotFound(proposalId);
  const { input, proof } = unpackProposal({ ...stored, proof: storedProof });
  const conflict =
    conflictRunId === null
      ? {}
      : {
          conflict: {
            otherQuantityMilli: conflictQuantityMilli ?? 0,
            otherProposalId: conflictProposalId,
            runId: conflictRunId,
          },
        };
  return {
    ...row,
    itemLocationId,
    messages: detail.messages,
    editReason: detail.editReason,
    input,
    proof,
    history,
    forecast,
    run: { runId, engineVersion, snapshotHash },
    agreement,
    ...conflict,
    timeline,
  };
}
