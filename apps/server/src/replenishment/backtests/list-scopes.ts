import type { Context } from '../../platform/index.ts';

/** What a backtest can be asked for: suppliers and categories of what is planned, with how much that is. */
export type BacktestScopes = {
  totalCount: number;
  suppliers: { supplierId: string; name: string; count: number }[];
  categories: { category: string; count: number }[];
  currency: string;
};

const listedMax = 500;

export async function listBacktestScopes({ db }: Context): Promise<BacktestScopes> {
  const [found] = await db.read<BacktestScopes>(
    `with planned as (
       select planned.supplier_id, item.category from item_locations planned join items item on item.id = planned.item_id
       where planned.org_id = (select current_setting('app.org')::uuid) and planned.state = 'active'
         and item.state = 'active'),
     suppliers as (
       select supplier_id as "supplierId", supplier.name, count(*)::integer as count
       from planned join organisations supplier on supplier.id = planned.supplier_id
       group by 1, 2 order by 2 limit $1),
     categories as (
       select category, count(*)::integer as count from planned where category is not null
       group by 1 order by 1 limit $1)
     select (select count(*)::integer from planned) as "totalCount",
       (select coalesce(json_agg(suppliers), '[]') from suppliers) as suppliers,
       (select coalesce(json_agg(categories), '[]') from categories) as categories,
       (select currency from organisations where id = (select current_setting('app.org')::uuid)) as currency`,
    [listedMax],
  );
  return found ?? { totalCount: 0, suppliers: [], categories: [], currency: '' };
}
