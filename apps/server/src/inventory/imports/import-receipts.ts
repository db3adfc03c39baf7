import type { LocalDate, OrganisationId } from '@coplan/kernel';
import { recordScheduledReceipts, type ScheduledReceiptFacts } from '../record-scheduled-receipt.ts';
import { createPlaceFinder, type Place } from './find-places.ts';
import { createSupplierReader } from './find-suppliers.ts';
import { addCount, type ImportRun, importByBatch, refuseRepeated, requireColumns } from './import-run.ts';
import { readDate, readPositive, readText } from './read-value.ts';

type ComingRow = {
  item: string;
  location: string;
  quantityMilli: number;
  dueOn: LocalDate;
  orderedOn: LocalDate | undefined;
  reference: string | undefined;
  line: string | undefined;
  supplierId: OrganisationId | undefined;
};

type ReceiptKind = 'in-transit' | 'on-order';

/** The same line of the same file is the same receipt; without a reference, one per item, place and day. */
const sourceIdOf = (kind: ReceiptKind, fact: ComingRow, place: Place): string =>
  fact.reference === undefined
    ? `${kind}:${place.itemLocationId}:${fact.dueOn}`
    : `${kind}:${fact.reference}:${fact.line ?? place.itemLocationId}`;

function toReceipt(kind: ReceiptKind, fact: ComingRow, place: Place): ScheduledReceiptFacts {
  const what = kind === 'in-transit' ? 'In transit' : 'On order';
  const line = fact.line === undefined ? '' : ` line ${fact.line}`;
  return {
    itemId: place.itemId,
    locationId: place.locationId,
    supplierId: fact.supplierId,
    kind,
    dueOn: fact.dueOn,
    orderedOn: fact.orderedOn,
    quantityMilli: fact.quantityMilli,
    sourceKind: 'import',
    sourceId: sourceIdOf(kind, fact, place),
    sourceLabel:
      fact.reference === undefined ? `${what}, due ${fact.dueOn}` : `${what} ${fact.reference}${line}`,
  };
}

/** Columns: item, location, quantity, due; order date, reference, line, supplier. Serves `in-transit` and `on-order`. */
export async function importReceipts(run: ImportRun, kind: ReceiptKind): Promise<void> {
  const { context, options } = run;
  const wanted = [
    'item',
    'location',
    'quantity',
    'dueOn',
    'orderedOn',
    'reference',
    'line',
    'supplier',
  ] as const;
  const columns = requireColumns(run.csv.header, wanted, ['item', 'location', 'quantity', 'dueOn']);
  const findPlaces = createPlaceFinder(run);
  const readSupplier = await createSupplierReader(context.db);
  const startedAt = context.clock.now().toISOString();
  const seen: string[] = [];
  await importByBatch<ComingRow>(run, columns, 2_000, {
    read: (row) => ({
      item: row.required('item', readText(48)) ?? '',
      location: row.required('location', readText(40)) ?? '',
      quantityMilli: row.required('quantity', (text) => readPositive(text, 3)) ?? 0,
      dueOn: row.required('dueOn', readDate) ?? ('' as LocalDate),
      orderedOn: row.optional('orderedOn', readDate),
      reference: row.optional('reference', readText(40)),
      line: row.optional('line', readText(10)),
      supplierId: row.optional('supplier', readSupplier),
    }),
    async record(tx, facts) {
      const placed = await findPlaces(tx, facts);
      const receipts = refuseRepeated(
        placed.map(({ row, fact, place }) => ({ row, fact: toReceipt(kind, fact, place) })),
        'quantity',
        (receipt) => receipt.sourceId,
      ).map(({ fact }) => fact);
      const { changedCount } = await recordScheduledReceipts(context, tx, receipts);
      if (options.replace) for (const receipt of receipts) seen.push(receipt.sourceId);
      addCount(run, 'changedReceipts', changedCount);
    },
  });
  if (!options.replace) return;
  const removed = await context.db.transaction((tx) =>
    tx.query<{ id: string }>(
      `delete from scheduled_receipts
       where org_id = (select current_setting('app.org')::uuid) and source_kind = 'import' and kind = $1
         and changed_at < $3::timestamptz and not source_id = any ($2::text[])
       returning id`,
      [kind, seen, startedAt],
    ),
  );
  addCount(run, 'removedReceipts', removed.length);
}
