import type { LocalDate } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import { changedCells } from './compare-branch.ts';
import {
  getScenarioRow,
  hashOfValues,
  type PlanValues,
  readBranchedFrom,
  readPlanValues,
} from './load-scenario.ts';

/** What the buyer's planning needs to compare a branch with what it was branched off. */
export type ScenarioToCompute = {
  scenarioId: string;
  agreementId: string;
  purpose: 'sales' | 'order';
  startsOn: LocalDate;
  currency: string;
  baseHash: string;
  branchHash: string;
  /** Item-locations with a changed cell; only their rows are in `base` and `branch`. */
  changedIds: string[];
  base: PlanValues[];
  branch: PlanValues[];
};

/** Undefined where there is nothing to compute: not the buyer's, over, or computed already for these numbers. */
export async function findScenarioToCompute(
  { db, actor }: Context,
  scenarioId: string,
): Promise<ScenarioToCompute | undefined> {
  const scenario = await getScenarioRow(db, scenarioId);
  const isOver = scenario.state === 'merged' || scenario.state === 'abandoned';
  if (scenario.buyerId !== actor.organisationId || isOver) return undefined;
  const [all, branchedFrom, known, agreed] = await Promise.all([
    readPlanValues(db, scenario.planId),
    readBranchedFrom(db, scenarioId),
    db.read<{ branchHash: string; baseHash: string }>(
      `select branch_hash as "branchHash", base_hash as "baseHash" from scenario_impacts
       where scenario_id = $1 and kind = 'stock'`,
      [scenarioId],
    ),
    db.read<{ currency: string }>(
      `select content -> 'units' ->> 'currency' as currency from agreement_versions where id = $1`,
      [scenario.agreementVersionId],
    ),
  ]);
  const branchHash = hashOfValues(all);
  const { baseHash } = scenario;
  if (known.some((row) => row.branchHash === branchHash && row.baseHash === baseHash)) return undefined;
  const changed = new Set(changedCells(branchedFrom, all).map(({ itemLocationId }) => itemLocationId));
  const isChanged = ({ itemLocationId }: PlanValues): boolean => changed.has(itemLocationId);
  return {
    scenarioId,
    agreementId: scenario.agreementId,
    purpose: scenario.purpose,
    startsOn: all[0]?.startsOn ?? ('1970-01-01' as LocalDate),
    currency: agreed[0]?.currency ?? 'EUR',
    baseHash,
    branchHash,
    changedIds: [...changed],
    base: branchedFrom.filter(isChanged),
    branch: all.filter(isChanged),
  };
}
