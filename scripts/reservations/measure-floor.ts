import pg from 'pg';

/**
 * The same competition in bare SQL: one statement that takes a piece from one row while there is one, committed each
 * time, without tenants, lots, reservations, ledger or events.
 */
export async function measureFloor(
  ownerUrl: string,
  about: { requestCount: number; pieces: number; connectionCount: number },
): Promise<{ seconds: number; answers: { ms: number; isTaken: boolean }[] }> {
  const clients = Array.from(
    { length: about.connectionCount },
    () => new pg.Client({ connectionString: ownerUrl }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const [first] = clients;
  await first?.query(
    'create table floor_stock (id integer primary key, available bigint check (available >= 0), allocated bigint)',
  );
  await first?.query('insert into floor_stock values (1, $1, 0)', [about.pieces]);
  const answers: { ms: number; isTaken: boolean }[] = [];
  let asked = 0;
  const began = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (asked < about.requestCount) {
        asked += 1;
        const start = performance.now();
        const { rowCount } = await client.query({
          name: 'floor',
          text: 'update floor_stock set available = available - 1, allocated = allocated + 1 where id = 1 and available >= 1',
        });
        answers.push({ ms: performance.now() - start, isTaken: rowCount === 1 });
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await first?.query('drop table floor_stock');
  await Promise.all(clients.map((client) => client.end()));
  return { seconds, answers };
}
