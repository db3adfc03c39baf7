import { read, utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { applyUpload } from './apply-upload.ts';
import { exportPlan } from './export-plan.ts';
import { mayAnswerIn } from './may-answer.ts';
import { recordUpload } from './record-upload.ts';

let world: CollaborationWorld;
let planId: string;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 4, locationCount: 2 });
  const { agreementId } = world;
  planId = (await world.seller.plans.startRevision({ agreementId, purpose: 'sales' })).planId;
});
afterAll(() => world?.app.remove());

const sales = () => ({ agreementId: world.agreementId, purpose: 'sales' as const, pastBucketCount: 2 });
const download = async () => (await exportPlan(world.sellerContext, sales())).bytes;
const upload = (bytes: Uint8Array, context = world.sellerContext) =>
  recordUpload(context, { bytes, fileName: 'answer.xlsx', locale: 'en' }, mayAnswerIn(context));

const take = (uploadId: string) =>
  applyUpload(
    world.sellerContext,
    { uploadId, withoutPlaces: [], publish: false },
    mayAnswerIn(world.sellerContext),
  );

type Edit = { row: number; column: number; value: number | string | null; sheet?: number };

/** Another program opens the workbook, types into cells and saves it. Rows and columns count from the first item and week. */
function typeElsewhere(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const workbook = read(bytes);
  for (const { row, column, value, sheet = 0 } of edits) {
    const cells = workbook.Sheets[workbook.SheetNames[sheet] ?? ''];
    const address = utils.encode_cell({ r: 4 + row, c: 7 + column });
    if (cells === undefined) throw new Error(`the workbook has no sheet ${sheet}`);
    if (value === null) delete cells[address];
    else cells[address] = { t: typeof value === 'number' ? 'n' : 's', v: value };
  }
  return new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

async function valuesOf(): Promise<(number | null)[][]> {
  const { rows } = await world.seller.plans.gridRows({ ...sales(), limit: 100 });
  return rows.map(({ cells }) => cells.mine ?? []);
}
/** The first column of the grid that belongs to the plan. */
async function firstColumn(): Promise<number> {
  const { plans } = await world.seller.plans.grid(sales());
  return plans.find((plan) => plan.planId === planId)?.firstColumn ?? -1;
}

test('a workbook that another program changed and saved changes exactly the cells that were typed', async () => {
  const before = await valuesOf();
  const first = await firstColumn();
  const bytes = typeElsewhere(await download(), [
    { row: 0, column: first, value: 123 },
    { row: 3, column: first + 2, value: 7.5 },
  ]);
  const received = await upload(bytes);
  expect(received.refusals).toEqual([]);
  expect(received.changes.map(({ newMilli }) => newMilli)).toEqual([123_000, 7_500]);
  expect(await valuesOf()).toEqual(before);

  const applied = await take(received.uploadId);
  expect(applied.result).toEqual({ appliedCount: 2, conflictCount: 0, refusedCount: 0 });
  const after = before.map((row) => [...row]);
  (after[0] ?? [])[first] = 123;
  (after[3] ?? [])[first + 2] = 7.5;
  expect(await valuesOf()).toEqual(after);
});

test('the same file again, and applied again, changes nothing', async () => {
  const first = await firstColumn();
  const bytes = typeElsewhere(await download(), [{ row: 1, column: first, value: 55 }]);
  const received = await upload(bytes);
  await take(received.uploadId);
  const before = await valuesOf();
  const again = await upload(bytes);
  expect(again.uploadId).toBe(received.uploadId);
  const reapplied = await take(again.uploadId);
  expect(reapplied.result?.appliedCount).toBe(1);
  expect(await valuesOf()).toEqual(before);
});

test('cells that somebody changed since, locked cells and text are refused one by one; the rest is taken', async () => {
  const first = await firstColumn();
  const bytes = await download();
  const { rows } = await world.seller.plans.gridRows({ ...sales(), limit: 100 });
  const row = rows[2];
  const override = row?.layers.mine?.override?.[first] ?? null;
  await world.seller.plans.edit({
    planId,
    operationId: 'somebody-else',
    edits: [
      {
        itemLocationId: row?.itemLocationId ?? '',
        bucketIndex: 0,
        layer: 'override',
        beforeMilli: override === null ? null : override * 1_000,
        afterMilli: 77_000,
      },
    ],
  });
  const received = await upload(
    typeElsewhere(bytes, [
      { row: 2, column: first, value: 66 },
      { row: 4, column: first, value: 'ten' },
      { row: 5, column: first, value: 44 },
      { row: 5, column: 0, value: 3 },
      { row: 0, column: first, value: 1, sheet: 1 },
    ]),
  );
  expect(received.refusals.map(({ code }) => code).sort()).toEqual([
    'locked',
    'locked',
    'not-a-number',
    'stale',
  ]);
  const stale = received.refusals.find(({ code }) => code === 'stale');
  expect(stale).toMatchObject({
    currentMilli: 77_000,
    newMilli: 66_000,
    changedBy: world.sellerPlanner.name,
  });
  expect(received.changes.map(({ newMilli }) => newMilli)).toEqual([44_000]);
});

test('a number that a calculation replaced since is as stale as one that a person changed', async () => {
  const first = await firstColumn();
  const bytes = await download();
  const { rows } = await world.seller.plans.gridRows({ ...sales(), limit: 100 });
  await world.app.database.asOwner(
    `update forecast_plan_rows set base_milli[2] = 91_000 where plan_id = $1 and item_location_id = $2`,
    [planId, rows[6]?.itemLocationId],
  );
  const received = await upload(typeElsewhere(bytes, [{ row: 6, column: first + 1, value: 12 }]));
  expect(received.changes).toEqual([]);
  expect(received.refusals).toMatchObject([
    { code: 'stale', currentMilli: 91_000, newMilli: 12_000, changedBy: 'a new calculation' },
  ]);
});

test('a workbook of another organisation, or with a forged token, is refused', async () => {
  const bytes = await download();
  await expect(upload(bytes, world.buyerContext)).rejects.toMatchObject({
    code: 'collaboration.xlsx-not-ours',
  });
  const workbook = read(bytes);
  const facts = workbook.Sheets._coplan;
  if (facts !== undefined) facts.B3 = { t: 's', v: 'forged' };
  const forged = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  await expect(upload(forged)).rejects.toMatchObject({ code: 'collaboration.xlsx-not-ours' });
  await expect(upload(Buffer.from('no workbook'))).rejects.toMatchObject({
    code: 'collaboration.xlsx-unreadable',
  });
});
