import pg from 'pg';

/**
 * Orders a second if an order were nothing but three transactions that write as many rows: one statement each, prepared,
 * into a table with a key, from as many connections.
 */
export async function measureFloor(about: {
  ownerUrl: string;
  rowsPerOrder: number;
  atOnce: number;
  seconds: number;
}): Promise<number> {
  const { ownerUrl, rowsPerOrder, atOnce, seconds } = about;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    'create table bench_floor (id uuid primary key default gen_random_uuid(), body jsonb not null)',
  );
  const rows = Array.from({ length: Math.ceil(rowsPerOrder / 3) }, (_, index) => ({
    line: index,
    text: 'x'.repeat(200),
  }));
  const statement = {
    name: 'floor',
    text: 'insert into bench_floor (body) select value from jsonb_array_elements($1::jsonb)',
    values: [JSON.stringify(rows)],
  };
  const until = performance.now() + seconds * 1000;
  let orderCount = 0;
  const lane = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    while (performance.now() < until) {
      for (let step = 0; step < 3; step++) await client.query(statement);
      orderCount += 1;
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await owner.query('drop table bench_floor');
  await owner.end();
  return orderCount / seconds;
}
