import { addDays, localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';

type Caller = ReturnType<App['createCaller']>;
type Goods = { from: string; to: string; item: string };

/** What lies in plenty at the place that has most of it, and another place that sells it too. */
const plentiful = `
with ranked as (
  select item.id as item_id, item.item_number, place.id as place_id, place.code,
    row_number() over (partition by item.id order by sum(balance.quantity_milli) desc, place.code) as rank,
    sum(balance.quantity_milli) as milli
  from stock_balances balance
    join items item on item.org_id = balance.org_id and item.id = balance.item_id
    join locations place on place.org_id = balance.org_id and place.id = balance.location_id
  where balance.org_id = (select current_setting('app.org')::uuid) and balance.state = 'available'
  group by 1, 2, 3, 4)
select distinct on (most.item_number) most.code as "from", least.code as "to", most.item_number as item
from ranked most join ranked least on least.item_id = most.item_id and least.place_id <> most.place_id
where most.rank = 1 and most.milli >= 24000
order by most.item_number, least.rank desc limit 7`;

type Told = { goods: Goods; pieces: number; days: number; note?: string };

/** Sets goods aside and goes on as far as `steps` says; each step is given what the one before left. */
async function tell(
  caller: Caller,
  { goods, pieces, days, note, today }: Told & { today: ReturnType<typeof localDateAt> },
  ...steps: ((transfer: Awaited<ReturnType<Caller['transfers']['get']>>) => Promise<unknown>)[]
): Promise<void> {
  const { from, to, item } = goods;
  const { transferId } = await caller.transfers.place({
    ...{ from, to, deliverOn: addDays(today, days), lines: [{ item, quantityMilli: pieces * 1_000 }] },
    ...(note === undefined ? {} : { note }),
  });
  for (const step of steps) await step(await caller.transfers.get({ transferId }));
}

/** Goods of the retailer on their way between its places, one transfer in each state. Told once. */
export async function tellTransfers(app: App, retailer: DemoRetailer): Promise<void> {
  const caller = app.createCaller(demoActor(retailer.key, ['buyer', 'clerk']));
  if ((await caller.transfers.list({ limit: 1 })).rows.length > 0) return;
  const context = app.contextFor(demoActor(retailer.key, ['buyer']));
  const today = localDateAt(context.clock.now(), retailer.timeZone);
  const goods = await context.db.read<Goods>(plentiful);
  const { transfers } = caller;
  const at = ({ transferId, version }: { transferId: string; version: number }) => ({
    ...{ transferId, expectedVersion: version },
  });
  type Given = Parameters<Parameters<typeof tell>[2]>[0];
  const ship = (given: Given) => transfers.ship(at(given));
  const receive = (goodMilli: number, damagedMilli: number) => (given: Given) =>
    transfers.receive({
      ...at(given),
      lines: given.lines.slice(0, 1).map(({ lineId }) => ({ lineId, goodMilli, damagedMilli })),
    });
  const told: [Omit<Told, 'goods'>, ...((given: Given) => Promise<unknown>)[]][] = [
    [{ pieces: 6, days: 2, note: 'The weekend market' }],
    [{ pieces: 8, days: 1 }, ship],
    [{ pieces: 12, days: 0, note: 'Shelf was empty on Monday' }, ship, receive(7_000, 1_000)],
    [{ pieces: 6, days: 0 }, ship, (given) => transfers.receive(at(given))],
    [
      { pieces: 10, days: 0 },
      ship,
      receive(8_000, 0),
      (given) => transfers.close({ ...at(given), reason: 'Two pieces were not on the pallet' }),
    ],
    [
      { pieces: 4, days: 3, note: 'Asked by phone' },
      (given) => transfers.cancel({ ...at(given), reason: 'The store found its own' }),
    ],
  ];
  for (const [index, [about, ...steps]] of told.entries()) {
    const found = goods[index];
    if (found !== undefined) await tell(caller, { ...about, goods: found, today }, ...steps);
  }
}
