import type { LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { type ChangedCell, changedCells } from './compare-branch.ts';
import { getScenarioRow, hashOfValues, readBranchedFrom, readPlanValues } from './load-scenario.ts';
import { scenarioNews } from './scenarios.events.ts';

/** Service, stock and money of one side of the comparison, over the item-locations that the branch changes. */
export type StockFigures = {
  /** Share of demand served from stock, 0–1. */
  serviceRatio: number;
  demandMilli: number;
  shortMilli: number;
  /** Mean stock over the horizon, and what it costs to carry it. */
  averageStockMilli: number;
  averageStockMinor: number;
  carryingMinor: number;
  shortageMinor: number;
  /** Carrying and shortage together. */
  costMinor: number;
};
export type OrderFigures = { orderedMilli: number; orderedMinor: number; orderCount: number };
type Bucketed = { startsOn: LocalDate; baseMilli: number; branchMilli: number };

export type StockImpact = {
  currency: string;
  horizonStartsOn: LocalDate;
  horizonEndsBefore: LocalDate;
  base: StockFigures;
  branch: StockFigures;
  /** Projected balance at the end of each bucket, added up over the item-locations concerned. */
  balance: Bucketed[];
  /** The item-locations with the largest difference in money, at most 50. */
  rows: { itemLocationId: string; base: StockFigures; branch: StockFigures }[];
  /** Item-locations that could not be planned, and why. */
  problems: { itemLocationId: string; message: string }[];
};
export type OrderImpact = {
  currency: string;
  base: OrderFigures;
  branch: OrderFigures;
  orders: Bucketed[];
};

export type ScenarioComparison = {
  scenarioId: string;
  planId: string;
  contentHash: string;
  /** False while the figures are of earlier numbers: newer ones come by themselves, with an event. */
  isCurrent: boolean;
  computedAt: string | null;
  /** null: not computed yet, or not shared with this side. */
  stock: StockImpact | null;
  orders: OrderImpact | null;
  /** Why something is missing, as a sentence. */
  notes: string[];
  /** The changed cells, the largest changes first, at most 2,000. */
  changes: (ChangedCell & { itemNumber: string; locationCode: string })[];
  changedCellCount: number;
};

const changesMax = 2_000;
type Stored = {
  kind: 'stock' | 'orders';
  baseHash: string;
  branchHash: string;
  figures: StockImpact | OrderImpact;
  computedAt: Date;
};

async function nameChanges(
  { db }: Context,
  cells: readonly ChangedCell[],
): Promise<ScenarioComparison['changes']> {
  const largest = [...cells]
    .sort((left, right) => sizeOf(right) - sizeOf(left) || (left.startsOn < right.startsOn ? -1 : 1))
    .slice(0, changesMax);
  const names = await db.read<{ itemLocationId: string; itemNumber: string; locationCode: string }>(
    `select scope.item_location_id as "itemLocationId", item.item_number as "itemNumber", place.code as "locationCode"
     from agreement_item_locations scope
       join items item on item.id = scope.item_id join locations place on place.id = scope.location_id
     where scope.item_location_id = any ($1::uuid[])`,
    [[...new Set(largest.map(({ itemLocationId }) => itemLocationId))]],
  );
  const nameOf = new Map(names.map((row) => [row.itemLocationId, row]));
  return largest.map((cell) => ({
    ...cell,
    itemNumber: nameOf.get(cell.itemLocationId)?.itemNumber ?? '',
    locationCode: nameOf.get(cell.itemLocationId)?.locationCode ?? '',
  }));
}

const sizeOf = ({ baseMilli, branchMilli }: ChangedCell): number =>
  Math.abs((branchMilli ?? 0) - (baseMilli ?? 0));

/** Base against branch: the changed cells, and what the buyer's plan makes of them, as far as this side may see it. */
export async function compareScenario(
  context: Context,
  { scenarioId }: { scenarioId: string },
): Promise<ScenarioComparison> {
  const { db, actor } = context;
  const scenario = await getScenarioRow(db, scenarioId);
  const [branch, branchedFrom, stored] = await Promise.all([
    readPlanValues(db, scenario.planId),
    readBranchedFrom(db, scenarioId),
    db.read<Stored>(
      `select kind, base_hash as "baseHash", branch_hash as "branchHash", figures, computed_at as "computedAt"
       from scenario_impacts where scenario_id = $1`,
      [scenarioId],
    ),
  ]);
  const contentHash = hashOfValues(branch);
  const changes = changedCells(branchedFrom, branch);
  const impactOf = (kind: Stored['kind']) => stored.find((row) => row.kind === kind);
  const [stock, orders] = [impactOf('stock'), impactOf('orders')];
  const isCurrent =
    stored.length > 0 &&
    stored.every((row) => row.branchHash === contentHash && row.baseHash === scenario.baseHash);
  const isBuyer = actor.organisationId === scenario.buyerId;
  const notes = [
    ...(stored.length === 0 && isBuyer ? ['The figures are being computed.'] : []),
    ...(stock === undefined && !isBuyer
      ? ['Service and stock are not there: the buyer does not share its stock, or they are being computed.']
      : []),
    ...(orders === undefined && !isBuyer
      ? ['Orders are not there: the buyer does not share its forecast, or they are being computed.']
      : []),
  ];
  return {
    scenarioId,
    planId: scenario.planId,
    contentHash,
    isCurrent,
    computedAt: stored[0]?.computedAt.toISOString() ?? null,
    stock: (stock?.figures as StockImpact | undefined) ?? null,
    orders: (orders?.figures as OrderImpact | undefined) ?? null,
    notes,
    changes: await nameChanges(context, changes),
    changedCellCount: changes.length,
  };
}

const upsertImpact = `
insert into scenario_impacts (buyer_id, supplier_id, agreement_id, scenario_id, kind, base_hash, branch_hash, figures,
  computed_at)
select buyer_id, supplier_id, agreement_id, id, $2, $3, $4, $5, $6 from scenarios where id = $1
on conflict (buyer_id, scenario_id, kind) do update set base_hash = excluded.base_hash,
  branch_hash = excluded.branch_hash, figures = excluded.figures, computed_at = excluded.computed_at`;

/** Keeps what the buyer's plan made of a branch, and tells both. In the buyer's transaction. */
export async function recordScenarioImpact(
  { clock }: Context,
  tx: Transaction,
  impact: {
    scenarioId: string;
    baseHash: string;
    branchHash: string;
    stock: StockImpact;
    orders: OrderImpact;
  },
): Promise<void> {
  const { scenarioId, baseHash, branchHash } = impact;
  const now = clock.now();
  await tx.query(upsertImpact, [
    scenarioId,
    'stock',
    baseHash,
    branchHash,
    JSON.stringify(impact.stock),
    now,
  ]);
  await tx.query(upsertImpact, [
    scenarioId,
    'orders',
    baseHash,
    branchHash,
    JSON.stringify(impact.orders),
    now,
  ]);
  const scenario = await getScenarioRow(tx, scenarioId);
  await tx.publish(scenarioNews({ ...scenario, change: 'impact-computed' }));
}
