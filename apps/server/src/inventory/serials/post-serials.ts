import { breaks, type Transaction } from '../../platform/index.ts';
import type { StockEntry } from '../post-stock.ts';
import { notSerialTracked, type SerialPlace, serialsElsewhere, serialsMissing } from './serials.errors.ts';

export type PostedEntry = StockEntry & { id: string };

const onShelf: readonly string[] = ['available', 'allocated', 'blocked'];

/** Where a unit is, seen from the state of its quantity. */
export const unitStateOf = (account: StockEntry['from']): string =>
  account === null ? 'outside' : onShelf.includes(account.state) ? 'in-stock' : account.state;

/** Whether units are somewhere else afterwards; keeping some for an order moves none. */
const movesUnits = ({ from, to }: StockEntry): boolean =>
  unitStateOf(from) !== unitStateOf(to) || from?.locationId !== to?.locationId;

type Tracked = Map<string, { itemNumber: string; isSerialTracked: boolean }>;

async function readTracked(tx: Transaction, entries: readonly PostedEntry[]): Promise<Tracked> {
  const rows = await tx.query<{ itemId: string; itemNumber: string; isSerialTracked: boolean }>(
    `select id as "itemId", item_number as "itemNumber", is_serial_tracked as "isSerialTracked" from items
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])
       and (is_serial_tracked or id = any ($2::uuid[]))`,
    [
      entries.map(({ itemId }) => itemId),
      entries.flatMap(({ itemId, serialIds = [] }) => (serialIds.length > 0 ? [itemId] : [])),
    ],
  );
  return new Map(rows.map(({ itemId, ...item }) => [itemId, item]));
}

/** Units that are not where their first entry takes them from. */
const readStrays = `
select unit.serial_number as "serialNumber", unit.state, place.name as "placeName", unit.item_id as "itemId"
from jsonb_to_recordset($1::jsonb) as given("serialId" uuid, "itemId" uuid, state text, "locationId" uuid, "lotId" uuid)
  join serial_units unit on unit.org_id = (select current_setting('app.org')::uuid) and unit.id = given."serialId"
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id
where unit.item_id <> given."itemId" or unit.state <> given.state
  or unit.location_id is distinct from given."locationId"
  or (unit.state <> 'outside' and unit.lot_id is distinct from given."lotId")
order by unit.serial_number limit 5`;

async function refuseStrays(
  tx: Transaction,
  entries: readonly PostedEntry[],
  tracked: Tracked,
): Promise<void> {
  const first = new Map<string, unknown>();
  for (const { serialIds = [], itemId, from, lotId } of entries) {
    for (const serialId of serialIds) {
      if (first.has(serialId)) continue;
      const at = { state: unitStateOf(from), locationId: from?.locationId ?? null, lotId: lotId ?? null };
      first.set(serialId, { serialId, itemId, ...at });
    }
  }
  const strays = await tx.query<SerialPlace & { itemId: string }>(readStrays, [
    JSON.stringify([...first.values()]),
  ]);
  const [stray] = strays;
  if (stray === undefined) return;
  const itemNumber = tracked.get(stray.itemId)?.itemNumber ?? '';
  throw serialsElsewhere({ itemNumber, serials: strays });
}

/** One after the other: a unit may be moved twice by one command. */
async function insertMoves(tx: Transaction, { id, itemId, serialIds }: PostedEntry): Promise<void> {
  await tx.query(
    `insert into serial_moves (org_id, entry_id, item_id, serial_id)
     select (select current_setting('app.org')::uuid), $1, $2, unnest($3::uuid[])`,
    [id, itemId, serialIds],
  );
}

/**
 * Notes which units posted entries moved. Of an item with serial numbers each unit is named, of others none; a unit is
 * where it is taken from. Throws `DomainError` naming the serial number and where it is.
 */
export async function postSerials(tx: Transaction, posted: readonly PostedEntry[]): Promise<void> {
  const moving = posted.filter(movesUnits);
  if (moving.length === 0) return;
  const tracked = await readTracked(tx, moving);
  const named: PostedEntry[] = [];
  for (const entry of moving) {
    const { itemNumber = '', isSerialTracked = false } = tracked.get(entry.itemId) ?? {};
    const { quantityMilli, serialIds = [] } = entry;
    if (!isSerialTracked && serialIds.length > 0) throw notSerialTracked(itemNumber);
    if (!isSerialTracked) continue;
    const serialCount = serialIds.length;
    if (serialCount * 1_000 !== quantityMilli)
      throw serialsMissing({ itemNumber, quantityMilli, serialCount });
    named.push(entry);
  }
  if (named.length === 0) return;
  await refuseStrays(tx, named, tracked);
  try {
    for (const entry of named) await insertMoves(tx, entry);
  } catch (error) {
    if (!breaks(error, 'serial_leaves_where_it_is')) throw error;
    const itemNumber = tracked.get(named[0]?.itemId ?? '')?.itemNumber ?? '';
    throw serialsElsewhere({ itemNumber, serials: [] });
  }
}
