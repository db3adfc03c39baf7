import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { backtestNotFound } from '../replenishment.errors.ts';
import type { ItemFigures } from './backtest-batch.ts';

const sorts = ['cost', 'stock', 'missed', 'service'] as const;

export const listBacktestItemsInput = z.object({
  backtestId: z.uuid(),
  /** By how much the alternative differs from today, up or down. */
  sort: z.enum(sorts).default('cost'),
  /** How many rows were shown already. */
  cursor: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});

export type BacktestItem = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  unit: string;
  locationCode: string;
  today: ItemFigures;
  alternative: ItemFigures;
};

/** The measure is chosen by a value, so that the statement stays one text. */
const query = `
select moved.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  item.base_unit as unit, place.code as "locationCode", moved.today, moved.alternative
from backtest_items moved
  join item_locations planned on planned.id = moved.item_location_id
  join items item on item.id = planned.item_id
  join locations place on place.id = planned.location_id
where moved.org_id = (select current_setting('app.org')::uuid) and moved.backtest_id = $1
order by case $2::text when 'cost' then abs(cost_change_minor) when 'stock' then abs(stock_change_minor)
  when 'missed' then abs(missed_change_minor) else abs(service_change) end desc, moved.item_location_id
offset $3 limit $4`;

/** The item-locations of a backtest that move most. */
export async function listBacktestItems(
  { db }: Context,
  { backtestId, sort, cursor, limit }: z.output<typeof listBacktestItemsInput>,
): Promise<{ rows: BacktestItem[]; totalCount: number }> {
  const [counted] = await db.read<{ totalCount: number }>(
    `select (select count(*)::integer from backtest_items moved where moved.org_id = backtest.org_id
       and moved.backtest_id = backtest.id) as "totalCount"
     from backtests backtest where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [backtestId],
  );
  if (counted === undefined) throw backtestNotFound(backtestId);
  return { rows: await db.read<BacktestItem>(query, [backtestId, sort, cursor, limit]), ...counted };
}
