import { unitCodes } from '@coplan/kernel';
import { type ItemFacts, type PackFacts, recordItems } from '../../catalog/index.ts';
import type { Transaction } from '../../platform/index.ts';
import {
  addCount,
  type ImportRun,
  importByBatch,
  type ReadFact,
  refuseRepeated,
  requireColumns,
} from './import-run.ts';
import { readDate, readGtin14, readOneOf, readPositive, readText, readYesNo } from './read-value.ts';
import type { RowReader } from './row-reader.ts';

const wanted = [
  'item',
  'gtin',
  'description',
  'baseUnit',
  'category',
  'state',
  'introducedOn',
  'serialTracked',
  'caseSize',
  'caseGtin',
  'layerSize',
  'palletSize',
] as const;

function readPacks(row: RowReader): PackFacts[] {
  const caseMilli = row.optional('caseSize', (text) => readPositive(text, 3));
  const layerMilli = row.optional('layerSize', (text) => readPositive(text, 3));
  const palletMilli = row.optional('palletSize', (text) => readPositive(text, 3));
  const gtin14 = row.optional('caseGtin', readGtin14);
  const packs: PackFacts[] = [];
  if (caseMilli !== undefined) packs.push({ unit: 'CS', numerator: caseMilli, denominator: 1000, gtin14 });
  if (layerMilli !== undefined) packs.push({ unit: 'LY', numerator: layerMilli, denominator: 1000 });
  if (palletMilli !== undefined) packs.push({ unit: 'PL', numerator: palletMilli, denominator: 1000 });
  return packs;
}

const readItem = (row: RowReader): ItemFacts => ({
  itemNumber: row.required('item', readText(48)) ?? '',
  gtin14: row.optional('gtin', readGtin14),
  description: row.optional('description', readText(200)),
  baseUnit: row.optional('baseUnit', readOneOf(unitCodes)),
  category: row.optional('category', readText(80)),
  state: row.optional('state', readOneOf(['active', 'discontinued'])),
  introducedOn: row.optional('introducedOn', readDate),
  isSerialTracked: row.optional('serialTracked', readYesNo),
  packs: readPacks(row),
});

/** A GTIN names one item: the row that would give it to a second one is refused. */
async function refuseTakenGtins(tx: Transaction, facts: readonly ReadFact<ItemFacts>[]): Promise<void> {
  const holders = await tx.query<{ gtin14: string; item_number: string }>(
    `select gtin14, item_number from items
     where org_id = (select current_setting('app.org')::uuid) and gtin14 = any ($1::text[])`,
    [facts.flatMap(({ fact }) => fact.gtin14 ?? [])],
  );
  const numberByGtin = new Map(holders.map((holder) => [holder.gtin14, holder.item_number]));
  for (const { row, fact } of facts) {
    if (fact.gtin14 === undefined) continue;
    const holder = numberByGtin.get(fact.gtin14);
    if (holder !== undefined && holder !== fact.itemNumber) {
      row.refuse('gtin', {
        code: 'gtin-taken',
        message: `The GTIN ${fact.gtin14} belongs to item "${holder}": a GTIN names one item`,
      });
    } else numberByGtin.set(fact.gtin14, fact.itemNumber);
  }
}

/** Serial numbers and quantity are the same from the first unit on: tracking changes while nothing is in stock. */
async function refuseTrackingOfStock(tx: Transaction, facts: readonly ReadFact<ItemFacts>[]): Promise<void> {
  const changing = facts.filter(({ fact }) => fact.isSerialTracked !== undefined);
  if (changing.length === 0) return;
  const stocked = await tx.query<{ itemNumber: string }>(
    `select item.item_number as "itemNumber"
     from jsonb_to_recordset($1::jsonb) as given("itemNumber" text, "isSerialTracked" boolean)
       join items item on item.org_id = (select current_setting('app.org')::uuid)
         and item.item_number = given."itemNumber" and item.is_serial_tracked <> given."isSerialTracked"
     where exists (select 1 from stock_balances balance where balance.org_id = item.org_id
       and balance.item_id = item.id and balance.state <> 'in-transit' and balance.quantity_milli > 0)`,
    [JSON.stringify(changing.map(({ fact }) => fact))],
  );
  const numbers = new Set(stocked.map(({ itemNumber }) => itemNumber));
  for (const { row, fact } of changing) {
    if (!numbers.has(fact.itemNumber)) continue;
    row.refuse('serialTracked', {
      code: 'tracking-with-stock',
      message: `Of item "${fact.itemNumber}" there is stock, and its serial numbers would not fit: count it down to nothing first`,
    });
  }
}

/** Columns: item; gtin, description, base unit, category, state, introduced on, serial tracked, case, layer and pallet size, case gtin. */
export async function importItems(run: ImportRun): Promise<void> {
  const columns = requireColumns(run.csv.header, wanted, ['item']);
  await importByBatch(run, columns, 1_000, {
    read: readItem,
    async record(tx, facts) {
      const distinct = refuseRepeated(facts, 'item', (fact) => fact.itemNumber);
      await refuseTakenGtins(tx, distinct);
      await refuseTrackingOfStock(tx, distinct);
      const accepted = distinct.filter(({ row }) => !row.isRefused()).map(({ fact }) => fact);
      const { changedCount } = await recordItems(run.context, tx, accepted);
      addCount(run, 'changedItems', changedCount);
    },
  });
}
