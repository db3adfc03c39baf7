import type { Database } from '../../platform/index.ts';
import type { PlanRow } from './load-plan.ts';

type StoredRow = {
  planId: string;
  itemLocationId: string;
  baseMilli: (number | null)[];
  /** Null where no bucket has one. */
  eventMilli: (number | null)[] | null;
  overrideMilli: (number | null)[] | null;
  status: PlanRowStatus;
  lastEditNumber: number;
};

/** How the joint number of a row came about. */
export type PlanRowStatus = {
  rule?: string;
  state?: 'agreed' | 'touchless' | 'open' | 'response-required';
  weights?: { buyer: number; seller: number };
  missing?: ('buyer' | 'seller')[];
  exceptionId?: string;
  /** One letter per bucket of the plan: agreed, touchless, open, response-required. */
  buckets?: string;
};

export type PlanCells = {
  status: PlanRowStatus;
  lastEditNumber: number;
  /** Effective values in units, one per grid column. */
  values: (number | null)[];
  /** Base plus event, in units; what stands when an override is taken away. */
  underlying: (number | null)[];
  /** In units; null where nobody has overridden anything in the row. */
  override: (number | null)[] | null;
};

const readRows = `
select line.plan_id as "planId", line.item_location_id as "itemLocationId", to_json(line.base_milli) as "baseMilli",
  case when cardinality(array_remove(line.event_milli, null)) > 0 then to_json(line.event_milli) end as "eventMilli",
  case when cardinality(array_remove(line.override_milli, null)) > 0 then to_json(line.override_milli) end
    as "overrideMilli",
  line.status, line.last_edit_number as "lastEditNumber"
from forecast_plan_rows line
where line.buyer_id = $1 and line.plan_id = any ($2::uuid[]) and line.item_location_id = any ($3::uuid[])`;

const inUnits = (milli: number | null | undefined): number | null =>
  milli === null || milli === undefined ? null : milli / 1_000;

/** Brings a stored row to the grid's columns. */
export function toPlanCells(
  row: Omit<StoredRow, 'planId' | 'itemLocationId'>,
  { firstColumn, columnCount }: { firstColumn: number; columnCount: number },
): PlanCells {
  const { baseMilli, eventMilli, overrideMilli } = row;
  const values = new Array<number | null>(columnCount).fill(null);
  const underlying = new Array<number | null>(columnCount).fill(null);
  const override = overrideMilli === null ? null : new Array<number | null>(columnCount).fill(null);
  const last = Math.min(columnCount, firstColumn + baseMilli.length);
  for (let column = Math.max(0, firstColumn); column < last; column++) {
    const index = column - firstColumn;
    const base = baseMilli[index] ?? null;
    const below = base === null ? null : base + (eventMilli?.[index] ?? 0);
    const above = overrideMilli?.[index] ?? null;
    underlying[column] = inUnits(below);
    values[column] = inUnits(above ?? below);
    if (override !== null) override[column] = inUnits(above);
  }
  return { values, underlying, override, status: row.status, lastEditNumber: row.lastEditNumber };
}

/** The cells of several plans for one block of item-locations: plan → item-location → cells. */
export async function readPlanCells(
  db: Database,
  about: {
    buyerId: string;
    plans: readonly { plan: PlanRow; firstColumn: number }[];
    itemLocationIds: readonly string[];
    columnCount: number;
  },
): Promise<Map<string, Map<string, PlanCells>>> {
  const byPlan = new Map(about.plans.map(({ plan }) => [plan.planId, new Map<string, PlanCells>()]));
  if (about.plans.length === 0) return byPlan;
  const columns = new Map(about.plans.map(({ plan, firstColumn }) => [plan.planId, firstColumn]));
  const rows = await db.read<StoredRow>(readRows, [about.buyerId, [...byPlan.keys()], about.itemLocationIds]);
  for (const row of rows) {
    const cells = toPlanCells(row, {
      firstColumn: columns.get(row.planId) ?? 0,
      columnCount: about.columnCount,
    });
    byPlan.get(row.planId)?.set(row.itemLocationId, cells);
  }
  return byPlan;
}
