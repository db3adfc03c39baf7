import { dayNumber, localDateAt } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import { findOrganisations } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { type RefusedSale, recordSales } from '../record-sales.ts';
import { createPlaceFinder } from './find-places.ts';
import { addCount, type ImportRun, type ReadFact } from './import-run.ts';
import type { FileRow } from './row-reader.ts';
import { findSalesShape } from './sales-shape.ts';
import {
  openStage,
  readLongRow,
  readStage,
  readWideRow,
  type SalesPoint,
  stagePoints,
} from './stage-sales.ts';

/** Rows of the long form that are staged at once, and cells of the wide form. */
const pointsPerBatchMax = 20_000;

const refusals = {
  contradicts: {
    code: 'repeated',
    message:
      'An earlier line says something else about this item, location and day: add the two up, or keep one',
  },
  misplaced: {
    code: 'day-out-of-range',
    message:
      'This day does not fit the series that is there: a series covers at most 8,000 periods, weeks begin on Monday',
  },
} as const;

/**
 * Sales (`sales`) or stock flags (`in-stock`), in long or wide form. The whole file is one transaction: what is staged
 * is laid over the series only when the file has been read to its end, so an import that breaks off changes nothing
 * and the same file again completes it.
 */
export async function importSales(run: ImportRun): Promise<void> {
  const { context, csv, kind, issues } = run;
  const shape = findSalesShape(csv.header, kind, run.options);
  const [own] = await findOrganisations(context.db, [context.actor.organisationId]);
  const todayDay = dayNumber(localDateAt(context.clock.now(), own?.timeZone ?? 'UTC'));
  const readFileRow = (fileRow: FileRow) =>
    shape.form === 'long'
      ? readLongRow(fileRow, shape, issues, { todayDay })
      : readWideRow(fileRow, shape, issues, { todayDay, isFlags: kind === 'in-stock' });
  const pointsPerRow = shape.form === 'long' ? 1 : shape.dates.length;
  const rowsPerBatch = Math.max(1, Math.floor(pointsPerBatchMax / pointsPerRow));
  await context.db.transaction(async (tx) => {
    await openStage(tx);
    const findPlaces = createPlaceFinder(run);
    for await (const batch of csv.batches(rowsPerBatch)) {
      run.tally.rowCount += batch.length;
      const facts = batch.flatMap((fileRow): ReadFact<SalesPoint & { points: SalesPoint[] }>[] => {
        const { row, points } = readFileRow(fileRow);
        const first = points[0];
        return first === undefined ? [] : [{ row, fact: { ...first, points } }];
      });
      const placed = await findPlaces(tx, facts);
      await stagePoints(
        tx,
        placed.flatMap(({ row: { rowNumber }, fact, place: { itemLocationId } }) =>
          fact.points.map((point) => ({ ...point, itemLocationId, rowNumber })),
        ),
      );
      run.tally.acceptedCount += placed.length;
      killPoint('import.chunk-written');
      await run.progress();
    }
    await layOverSeries(run, tx, shape.bucketDays);
    killPoint('import.before-done');
  });
}

async function layOverSeries(run: ImportRun, tx: Transaction, bucketDays: 1 | 7): Promise<void> {
  for await (const facts of readStage(tx)) {
    const { changedCount, refused } = await recordSales(run.context, tx, { bucketDays, facts });
    addCount(run, 'series', facts.length);
    addCount(run, 'changedSeries', changedCount);
    reportRefused(run, refused);
    await run.progress();
  }
}

function reportRefused({ issues, tally }: ImportRun, refused: readonly RefusedSale[]): void {
  for (const { rowNumber, why } of refused) {
    issues.add({ rowNumber, columnName: 'date', ...refusals[why] });
    tally.acceptedCount -= 1;
  }
}
