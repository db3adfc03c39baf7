import { findSerialsOnShelf, serialsCount } from '../../inventory/index.ts';
import type { Transaction } from '../../platform/index.ts';
import type { OutboundLine } from '../outbound-line.entity.ts';

/** A unit that was picked for a line; `unitId` null: it is in no carton yet. */
export type PickedSerial = {
  lineId: string;
  serialId: string;
  serialNumber: string;
  unitId: string | null;
};

const readItem = `
select item_number as "itemNumber", is_serial_tracked as "isSerialTracked" from items
where org_id = (select current_setting('app.org')::uuid) and id = $1`;

type Taken = {
  stock: OutboundLine['stock'];
  /** For messages, e.g. "Bin A-01". */
  place: string;
  quantityMilli: number;
  serialNumbers: readonly string[];
};

/**
 * The units that are taken off the shelf, each by its serial number; none where the item has no serial numbers. Throws
 * `DomainError` where there are more or fewer than are taken, and where one does not lie there.
 */
export async function findPickedUnits(
  tx: Transaction,
  { stock, place, quantityMilli, serialNumbers }: Taken,
): Promise<string[]> {
  const [item] = await tx.query<{ itemNumber: string; isSerialTracked: boolean }>(readItem, [stock.itemId]);
  const { itemNumber = '', isSerialTracked = false } = item ?? {};
  const serialCount = serialNumbers.length;
  if (serialCount * 1_000 !== quantityMilli && (isSerialTracked || serialCount > 0))
    throw serialsCount({ place, itemNumber, quantityMilli, serialCount });
  if (serialCount === 0) return [];
  return findSerialsOnShelf(tx, { itemNumber, ...stock, serialNumbers });
}

/** Gives units to lines in their order, as many to each as was picked for it. */
export function dealToLines(
  serialIds: readonly string[],
  lines: readonly { lineId: string; pickedMilli: number }[],
): Map<string, string[]> {
  let next = 0;
  return new Map(
    lines.map(({ lineId, pickedMilli }) => {
      const dealt = serialIds.slice(next, next + pickedMilli / 1_000);
      next += dealt.length;
      return [lineId, dealt];
    }),
  );
}

export async function keepPickedUnits(
  tx: Transaction,
  lines: readonly OutboundLine[],
  dealt: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const rows = lines.flatMap(({ id: lineId, itemId }) =>
    (dealt.get(lineId) ?? []).map((serialId) => ({ lineId, itemId, serialId })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `insert into outbound_serials (org_id, line_id, item_id, serial_id)
     select (select current_setting('app.org')::uuid), "lineId", "itemId", "serialId"
     from jsonb_to_recordset($1::jsonb) as given("lineId" uuid, "itemId" uuid, "serialId" uuid)`,
    [JSON.stringify(rows)],
  );
}

/** After a pick was undone: its units are of no line any more. */
export const forgetPickedUnits = (tx: Transaction, lineIds: readonly string[]): Promise<unknown> =>
  tx.query(
    `delete from outbound_serials
     where org_id = (select current_setting('app.org')::uuid) and line_id = any ($1::uuid[])`,
    [lineIds],
  );

/** The units that were picked for lines, by line and serial number. */
export const readPickedSerials = (tx: Transaction, lineIds: readonly string[]): Promise<PickedSerial[]> =>
  tx.query<PickedSerial>(
    `select picked.line_id as "lineId", picked.serial_id as "serialId", unit.serial_number as "serialNumber",
       picked.unit_id as "unitId"
     from outbound_serials picked
       join serial_units unit on unit.org_id = picked.org_id and unit.item_id = picked.item_id
         and unit.id = picked.serial_id
     where picked.org_id = (select current_setting('app.org')::uuid) and picked.line_id = any ($1::uuid[])
     order by picked.line_id, unit.serial_number`,
    [lineIds],
  );

/** The ids of the units of a line. */
export const unitsOf = (picked: readonly PickedSerial[], lineId: string): string[] =>
  picked.flatMap((one) => (one.lineId === lineId ? [one.serialId] : []));
