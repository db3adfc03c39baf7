import { type Side, scenarioLifecycle } from '@coplan/collaboration';
import { allowedEvents } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { changedCells } from './compare-branch.ts';
import {
  getScenarioRow,
  hashOfValues,
  readBranchedFrom,
  readPlanValues,
  type Scenario,
  scenarioColumns,
  sideOf,
} from './load-scenario.ts';

export const listScenariosInput = z.object({
  agreementId: z.uuid().optional(),
  /** With those that are merged or abandoned. */
  withEnded: z.boolean().default(true),
});
export const scenarioIdInput = z.object({ scenarioId: z.uuid() });

export type ScenarioRow = Omit<
  Scenario,
  'createdAt' | 'reviewAt' | 'mergedAt' | 'endedAt' | 'buyerId' | 'supplierId'
> & {
  mySide: Side;
  agreementName: string;
  partnerName: string;
  createdAt: string;
  reviewAt: string | null;
  mergedAt: string | null;
  endedAt: string | null;
  signedBy: { side: Side; signerName: string; signedAt: string }[];
  /** `review`, `sign`, `reject`, `rebase`, `abandon`: what this side may do now. */
  allowedEvents: string[];
};

const listQuery = `
select ${scenarioColumns}, agreement.name as "agreementName",
  case when scenario.buyer_id = (select current_setting('app.org')::uuid) then supplier.name else buyer.name end
    as "partnerName",
  coalesce((select json_agg(json_build_object('side',
        case when signature.signer_org_id = scenario.buyer_id then 'buyer' else 'seller' end,
        'signerName', signature.signer_name, 'signedAt', signature.signed_at) order by signature.signed_at)
      from scenario_signatures signature
      where signature.buyer_id = scenario.buyer_id and signature.scenario_id = scenario.id
        and signature.review_number = scenario.review_number and scenario.state in ('in-review', 'merged')), '[]')
    as "signedBy"
from scenarios scenario
  join agreements agreement on agreement.buyer_id = scenario.buyer_id and agreement.id = scenario.agreement_id
  join organisations buyer on buyer.id = scenario.buyer_id
  join organisations supplier on supplier.id = scenario.supplier_id
where ($1::uuid is null or scenario.agreement_id = $1) and ($2::uuid is null or scenario.id = $2)
  and ($3::boolean or scenario.ended_at is null)
order by scenario.created_at desc, scenario.id desc limit 200`;

type Stored = Scenario & Pick<ScenarioRow, 'agreementName' | 'partnerName' | 'signedBy'>;

function toRow(context: Context, stored: Stored): ScenarioRow {
  const { buyerId: _buyer, supplierId: _supplier, ...scenario } = stored;
  const mySide = sideOf(context, stored);
  const events = allowedEvents(scenarioLifecycle, stored.state) as string[];
  const mayDo = events
    .filter((event) => event !== 'move-base')
    .flatMap((event) =>
      event === 'merge' ? (stored.signedBy.some(({ side }) => side === mySide) ? [] : ['sign']) : [event],
    );
  return {
    ...scenario,
    mySide,
    createdAt: stored.createdAt.toISOString(),
    reviewAt: stored.reviewAt?.toISOString() ?? null,
    mergedAt: stored.mergedAt?.toISOString() ?? null,
    endedAt: stored.endedAt?.toISOString() ?? null,
    allowedEvents: mayDo,
  };
}

/** Scenarios of the asking side, newest first, at most 200. */
export async function listScenarios(
  context: Context,
  { agreementId, withEnded }: z.output<typeof listScenariosInput>,
): Promise<{ rows: ScenarioRow[] }> {
  const rows = await context.db.read<Stored>(listQuery, [agreementId ?? null, null, withEnded]);
  return { rows: rows.map((row) => toRow(context, row)) };
}

export type ScenarioView = ScenarioRow & {
  /** Names the numbers as they are now: what a signature is given over. */
  currentHash: string;
  isBaseMoved: boolean;
  changedCellCount: number;
};

export async function getScenario(
  context: Context,
  { scenarioId }: { scenarioId: string },
): Promise<ScenarioView> {
  const { db } = context;
  const { planId, basePlanId, baseHash } = await getScenarioRow(db, scenarioId);
  const [[row], branch, base, branchedFrom] = await Promise.all([
    db.read<Stored>(listQuery, [null, scenarioId, true]),
    readPlanValues(db, planId),
    readPlanValues(db, basePlanId),
    readBranchedFrom(db, scenarioId),
  ]);
  return {
    ...toRow(context, row as Stored),
    currentHash: hashOfValues(branch),
    isBaseMoved: hashOfValues(base) !== baseHash,
    changedCellCount: changedCells(branchedFrom, branch).length,
  };
}
