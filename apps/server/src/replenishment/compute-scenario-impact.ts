import { addDays, DomainError } from '@coplan/kernel';
import {
  findScenarioToCompute,
  type OrderBuckets,
  recordScenarioImpact,
  type ScenarioToCompute,
} from '../collaboration/index.ts';
import { type Context, type PublishedEvent, type Subscription, subscribe } from '../platform/index.ts';
import { figuresOf, type PlanFigures, sumOrders, sumStock } from './compare-scenario-plans.ts';
import { findPlanMoment } from './find-plan-moment.ts';
import type { PlanCase } from './plan-case.ts';
import { readPlanCases } from './read-plan-cases.ts';

const pageSizeMax = 500;
const rowsShownMax = 50;
const problemsShownMax = 50;
/** A burst of edits is computed once, so long after its first. */
const debounceMs = 1_000;

type Compared = { itemLocationId: string; base: PlanFigures; branch: PlanFigures };
type Problem = { itemLocationId: string; message: string };
type Found = { compared: Compared[]; problems: Problem[]; currency: string | undefined };

function compareOne(plan: PlanCase, scenario: ScenarioToCompute, buckets: OrderBuckets, found: Found): void {
  const { itemLocationId } = plan;
  const rowOf = (rows: ScenarioToCompute['base']) =>
    rows.find((row) => row.itemLocationId === itemLocationId);
  const [base, branch] = [rowOf(scenario.base), rowOf(scenario.branch)];
  if (base === undefined || branch === undefined) return;
  try {
    const about = { purpose: scenario.purpose, buckets };
    found.compared.push({
      itemLocationId,
      base: figuresOf(plan, base, about),
      branch: figuresOf(plan, branch, about),
    });
    found.currency ??= plan.terms.currency;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    found.problems.push({ itemLocationId, message: error.message });
  }
}

async function compareAll(
  context: Context,
  scenario: ScenarioToCompute,
): Promise<Found & { buckets: OrderBuckets }> {
  const moment = await findPlanMoment(context);
  const agreement = moment.agreements.find(({ agreementId }) => agreementId === scenario.agreementId);
  const buckets = agreement?.buckets ?? {
    startsOn: scenario.startsOn,
    bucketDays: 7 as const,
    bucketCount: 1,
  };
  const found: Found = { compared: [], problems: [], currency: undefined };
  const ids = scenario.changedIds;
  for (let first = 0; first < ids.length; first += pageSizeMax) {
    const itemLocationIds = ids.slice(first, first + pageSizeMax);
    const page = await readPlanCases(context, moment, { limit: pageSizeMax, itemLocationIds });
    found.problems.push(...page.problems.map(({ itemLocationId, message }) => ({ itemLocationId, message })));
    for (const plan of page.cases) compareOne(plan, scenario, buckets, found);
  }
  return { ...found, buckets };
}

const costGap = ({ base, branch }: Compared): number =>
  Math.abs(branch.stock.costMinor - base.stock.costMinor);

function bucketSums(
  { compared, buckets }: { compared: readonly Compared[]; buckets: OrderBuckets },
  seriesOf: (figures: PlanFigures) => readonly number[],
) {
  return Array.from({ length: buckets.bucketCount }, (_, index) => {
    const sum = (side: 'base' | 'branch'): number =>
      compared.reduce((total, one) => total + (seriesOf(one[side])[index] ?? 0), 0);
    const startsOn = addDays(buckets.startsOn, index * buckets.bucketDays);
    return { startsOn, baseMilli: sum('base'), branchMilli: sum('branch') };
  });
}

/** Computes what a branch changes, with the planning of the buyer on its stock and terms, and keeps it for both. */
export async function computeScenarioImpact(context: Context, scenarioId: string): Promise<boolean> {
  const scenario = await findScenarioToCompute(context, scenarioId);
  if (scenario === undefined) return false;
  const found = await compareAll(context, scenario);
  const { compared, problems, buckets } = found;
  const currency = found.currency ?? scenario.currency;
  const rows = [...compared].sort((left, right) => costGap(right) - costGap(left)).slice(0, rowsShownMax);
  await context.db.transaction((tx) =>
    recordScenarioImpact(context, tx, {
      scenarioId,
      baseHash: scenario.baseHash,
      branchHash: scenario.branchHash,
      stock: {
        currency,
        horizonStartsOn: buckets.startsOn,
        horizonEndsBefore: addDays(buckets.startsOn, buckets.bucketDays * buckets.bucketCount),
        base: sumStock(compared.map(({ base }) => base.stock)),
        branch: sumStock(compared.map(({ branch }) => branch.stock)),
        balance: bucketSums(found, ({ balanceMilli }) => balanceMilli),
        rows: rows.map(({ itemLocationId, base, branch }) => ({
          itemLocationId,
          base: base.stock,
          branch: branch.stock,
        })),
        problems: problems.slice(0, problemsShownMax),
      },
      orders: {
        currency,
        base: sumOrders(compared.map(({ base }) => base.orders)),
        branch: sumOrders(compared.map(({ branch }) => branch.orders)),
        orders: bucketSums(found, ({ plannedMilli }) => plannedMilli),
      },
    }),
  );
  return true;
}

const ignored = new Set(['impact-computed', 'abandoned', 'merged', 'stale']);

async function afterScenarioChange(context: Context, { subject, payload }: PublishedEvent): Promise<void> {
  if (subject.kind !== 'scenario' || ignored.has(String(payload.change))) return;
  await computeScenarioImpact(context, subject.id);
}

async function afterEdit(context: Context, { subject }: PublishedEvent): Promise<void> {
  const [scenario] = await context.db.read<{ scenarioId: string }>(
    `select id as "scenarioId" from scenarios
     where plan_id = $1 and buyer_id = (select current_setting('app.org')::uuid) and state in ('open', 'in-review')`,
    [subject.id],
  );
  if (scenario !== undefined) await computeScenarioImpact(context, scenario.scenarioId);
}

/** Branches are compared again by themselves while both edit them; only the buyer has the stock to compute with. */
export const scenarioSubscriptions: readonly Subscription[] = [
  subscribe('collaboration.scenario-changed', afterScenarioChange, {
    name: 'compute-scenario-impact',
    forWhom: ({ payload, audience }) => audience.filter((id) => id === payload.buyerId),
  }),
  subscribe('collaboration.cells-edited', afterEdit, { name: 'compute-scenario-impact', debounceMs }),
];
