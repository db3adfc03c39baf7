import type { Supply } from '@coplan/fulfillment';
import { type LocalDate, localDateAt } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';

type Source = Context['db'] | Transaction;

/** The seller's day. */
export async function todayOf(source: Source, { clock }: Pick<Context, 'clock'>): Promise<LocalDate> {
  const [own] = await rowsOf<{ timeZone: string }>(
    source,
    `select time_zone as "timeZone" from organisations where id = (select current_setting('app.org')::uuid)`,
    [],
  );
  return localDateAt(clock.now(), own?.timeZone ?? 'UTC');
}

/** Supply of an item, in all own places together or in one. */
export type ItemSupply = {
  supplies: Supply[];
  /** From ordering it to having it, by the shortest of the seller's own terms; null: nobody knows. */
  replenishmentDays: number | null;
  blockedMilli: number;
};

/** What is here and may still leave: allocated and picked stock belongs to orders that count as commitments. */
const onHand = `
select balance.item_id as "itemId",
  sum(balance.quantity_milli) filter (where balance.state in ('available', 'allocated', 'picked')
    and (lot.expires_on is null or lot.expires_on >= $3::date))::float8 as "quantityMilli",
  coalesce(sum(balance.quantity_milli) filter (where balance.state not in ('available', 'allocated', 'picked',
    'in-transit')), 0)::float8 as "blockedMilli"
from stock_balances balance left join stock_lots lot on lot.org_id = balance.org_id and lot.id = balance.lot_id
where balance.org_id = (select current_setting('app.org')::uuid) and balance.item_id = any ($1::uuid[])
  and ($2::uuid is null or balance.location_id = $2) group by 1`;

const receipts = `
select item_id as "itemId", id as "supplyId", due_on::text as "availableOn", quantity_milli::float8 as "quantityMilli"
from scheduled_receipts where org_id = (select current_setting('app.org')::uuid) and item_id = any ($1::uuid[])
  and ($2::uuid is null or location_id = $2) order by due_on, id`;

/** Commits of the seller's own suppliers, less what was ordered of them: there on the last day of their bucket. */
const commits = `
select made.item_id as "itemId", made.id as "supplyId", made.supplier_id as "supplierId",
  (made.starts_on + made.bucket_days - 1)::text as "availableOn",
  (made.starts_on + made.bucket_days - 1 - terms.lead_time_days)::text as "orderBy",
  greatest(0, made.committed_milli - coalesce((
    select sum(used.quantity_milli) from order_consumption used
    where used.buyer_id = made.buyer_id and used.item_location_id = made.item_location_id
      and used.supplier_id = made.supplier_id and used.cancelled_at is null
      and used.due_on >= made.starts_on and used.due_on < made.starts_on + made.bucket_days), 0))::float8
    as "quantityMilli"
from commits made join lateral (
    select min(lead_time_days) as lead_time_days from supplier_terms
    where org_id = made.buyer_id and item_id = made.item_id and supplier_id = made.supplier_id
      and valid_from <= $3::date and (valid_before is null or valid_before > $3::date)) terms
  on terms.lead_time_days is not null
where made.buyer_id = (select current_setting('app.org')::uuid) and made.state = 'accepted'
  and made.item_id = any ($1::uuid[]) and ($2::uuid is null or made.location_id = $2)
order by made.starts_on, made.id`;

const leadTimes = `
select item_id as "itemId", min(lead_time_days) as "days" from supplier_terms
where org_id = (select current_setting('app.org')::uuid) and item_id = any ($1::uuid[]) and valid_from <= $2::date
  and (valid_before is null or valid_before > $2::date) group by 1`;

/** On hand by state, scheduled receipts and suppliers' commits of items of the seller. */
export async function readSupply(
  source: Source,
  about: { itemIds: readonly string[]; locationId?: string | undefined; today: LocalDate },
): Promise<Map<string, ItemSupply>> {
  const { itemIds, locationId, today } = about;
  const scope = [itemIds, locationId ?? null];
  type OnHand = { itemId: string; quantityMilli: number | null; blockedMilli: number };
  const here = await rowsOf<OnHand>(source, onHand, [...scope, today]);
  type Coming = Omit<Supply, 'kind'> & { itemId: string };
  const coming = await rowsOf<Coming>(source, receipts, scope);
  const committed = await rowsOf<Coming>(source, commits, [...scope, today]);
  const days = await rowsOf<{ itemId: string; days: number }>(source, leadTimes, [itemIds, today]);
  return new Map(
    itemIds.map((itemId): [string, ItemSupply] => {
      const own = here.find((one) => one.itemId === itemId);
      const of = (rows: readonly Coming[], kind: Supply['kind']): Supply[] =>
        rows
          .filter((row) => row.itemId === itemId && row.quantityMilli > 0)
          .map(({ itemId: _, ...row }) => ({ ...row, kind }));
      const shelf: Supply = {
        supplyId: 'on-hand',
        kind: 'on-hand',
        availableOn: today,
        quantityMilli: own?.quantityMilli ?? 0,
      };
      return [
        itemId,
        {
          supplies: [shelf, ...of(coming, 'receipt'), ...of(committed, 'commit')],
          replenishmentDays: days.find((one) => one.itemId === itemId)?.days ?? null,
          blockedMilli: own?.blockedMilli ?? 0,
        },
      ];
    }),
  );
}
