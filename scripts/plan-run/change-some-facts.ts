import { addDays, dayNumber, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { recordSales } from '../../apps/server/src/inventory/index.ts';
import type { BenchServer } from './open-bench-server.ts';

/** Every `every`-th item-location learns that it sold something else in a week of the past. Returns how many. */
export async function changeSomeFacts({ context }: BenchServer, every: number): Promise<number> {
  const monday = startOfIsoWeek(localDateAt(context.clock.now(), 'Europe/Oslo'));
  return context.db.transaction(async (tx) => {
    const changed = await tx.query<{ id: string }>(
      `select id from (select id, row_number() over (order by id) as place from item_locations) numbered
       where place % $1 = 0`,
      [every],
    );
    const facts = changed.map(({ id }, index) => ({
      itemLocationId: id,
      rowNumbers: [index],
      points: { days: [dayNumber(addDays(monday, -14))], soldMilli: [(50 + index) * 1000], inStock: [true] },
    }));
    await recordSales(context, tx, { bucketDays: 7, facts });
    return changed.length;
  });
}
