import pg from 'pg';
import type { BenchServer } from './open-bench-server.ts';

const batchSize = 500;

const prepare = `
create table floor_series (like forecast_rows including defaults including constraints including indexes);
create table floor_proposals (like proposals including defaults including constraints including indexes);`;

const readFacts = `
select planned.id, item.*, place.*, terms.*, series.starts_on, to_json(series.sold_milli), to_json(series.in_stock),
  (select sum(quantity_milli) from stock_balances balance where balance.org_id = planned.org_id
    and balance.item_id = planned.item_id and balance.location_id = planned.location_id)
from item_locations planned
  join items item on item.id = planned.item_id
  join locations place on place.id = planned.location_id
  join supplier_terms terms on terms.item_id = planned.item_id and terms.supplier_id = planned.supplier_id
  left join sales_series series on series.org_id = planned.org_id and series.item_location_id = planned.id
where planned.id = any ($1::uuid[])`;

const tables = [
  {
    pick: 'select json_agg(row_to_json(kept))::text as rows from forecast_rows kept where item_location_id = any ($1::uuid[])',
    write: 'insert into floor_series select * from json_populate_recordset(null::floor_series, $1::json)',
  },
  {
    pick: 'select json_agg(row_to_json(kept))::text as rows from proposals kept where item_location_id = any ($1::uuid[])',
    write:
      'insert into floor_proposals select * from json_populate_recordset(null::floor_proposals, $1::json)',
  },
] as const;

/**
 * Seconds for the same rows in and out, in the same batches on one connection, without row-level security and without
 * arithmetic. Making the JSON of the rows that are written is not counted: in a run the threads make it.
 */
export async function measureFloor({ ownerUrl }: BenchServer): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  let seconds = 0;
  const timed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    seconds += (performance.now() - began) / 1000;
    return result;
  };
  try {
    await client.query(prepare);
    const { rows } = await client.query<{ id: string }>('select id from item_locations order by id');
    for (let start = 0; start < rows.length; start += batchSize) {
      const ids = rows.slice(start, start + batchSize).map(({ id }) => id);
      await timed(() => client.query(readFacts, [ids]));
      for (const { pick, write } of tables) {
        const picked = await client.query<{ rows: string | null }>(pick, [ids]);
        const json = picked.rows[0]?.rows ?? '[]';
        await timed(() => client.query(write, [json]));
      }
    }
    return seconds;
  } finally {
    await client.end();
  }
}
