/** The planning grid in real browsers: a spreadsheet's keys and pasting, and two people who edit at once. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { copyAll, editForAWhile, goToCell, pasteText } from './harness/grid-page.ts';
import { findJointPlan, openWorkingPlan } from './harness/joint-plan.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

/** How long two people edit at once; a minute shows ten thousand edits. */
const editingSeconds = Number(process.env['COPLAN_GRID_SECONDS'] ?? 15);

const buyerEmail = 'buyer@northwind-grocers.example';

let product: RunningProduct;
let buyerPage: PortalPage;
let supplierPage: PortalPage;
let buyer: Api;
let supplier: Api;
let jointAgreementId: string;
/** Its grid has room for a thousand cells. */
let pastedAgreementId: string;
let jointPlanId: string;

const apiOf = (email: string): Promise<Api> =>
  signIn({ url: product.portalUrl, email, password: product.password });

/** The buyer's agreement with the most rows. */
async function largestAgreement(): Promise<string> {
  const { rows } = await buyer.agreements.list.query();
  const active = rows.filter(({ state }) => state === 'active');
  const [largest] = active.sort((a, b) => b.itemLocationCount - a.itemLocationCount);
  if (largest === undefined) throw new Error('The demo has no agreement in force');
  return largest.agreementId;
}

beforeAll(async () => {
  product = await openProduct();
  buyer = await apiOf(buyerEmail);
  const joint = await findJointPlan(buyer, product.signIns);
  jointPlanId = joint.planId;
  jointAgreementId = joint.agreementId;
  pastedAgreementId = await largestAgreement();
  supplier = await apiOf(joint.supplierEmail);
  [buyerPage, supplierPage] = await Promise.all([
    openPortal(product, buyerEmail),
    openPortal(product, joint.supplierEmail),
  ]);
});
afterAll(async () => {
  await Promise.all([buyerPage, supplierPage].map((one) => one?.browser.close()));
  await product?.remove();
});

/** The workbench with some measures only, and the chart away, so that many rows are on the screen. */
async function openWorkbench(page: Page, measure: 'mine' | 'joint'): Promise<void> {
  const others = ['history', 'statistical', 'mine', 'partner', 'joint'].filter((code) => code !== measure);
  await page.goto(`/workbench/${agreementOf(measure)}?chart=none&hide=${others.join('%2C')}`);
  await page.getByTestId('planning-grid').waitFor();
  await page.locator('[role="gridcell"]').first().waitFor();
  await waitFor('all rows', async () => ((await copyAll(page)).trim() === '' ? undefined : true));
}

const allSaved = (page: Page): Promise<unknown> =>
  waitFor('every edit saved', async () =>
    (await page.getByTestId('queue-status').textContent()) === 'All edits saved' ? true : undefined,
  );

const agreementOf = (measure: 'mine' | 'joint'): string =>
  measure === 'mine' ? pastedAgreementId : jointAgreementId;

/** What the server holds of one measure, row after row, from a column on, in units. */
async function readCells(api: Api, measure: 'mine' | 'joint'): Promise<(number | null)[][]> {
  const { rows } = await api.plans.gridRows.query({
    agreementId: agreementOf(measure),
    purpose: 'sales',
    pastBucketCount: 52,
    limit: 500,
  });
  return rows.map(({ cells }) => cells[measure] ?? []);
}

const firstColumnOf = async (api: Api, measure: 'mine' | 'joint'): Promise<number> => {
  const { plans } = await api.plans.grid.query({
    agreementId: agreementOf(measure),
    purpose: 'sales',
    pastBucketCount: 52,
  });
  return plans.find((plan) => plan.measure === measure)?.firstColumn ?? 0;
};

test('a thousand cells are pasted from a spreadsheet, shown before they count, and undone at once', async () => {
  await openWorkingPlan(buyer, pastedAgreementId);
  const { page } = buyerPage;
  await openWorkbench(page, 'mine');
  const first = await firstColumnOf(buyer, 'mine');
  const before = await readCells(buyer, 'mine');
  const planned = (before[0]?.length ?? 0) - first;
  const width = [50, 40, 25, 20].find((columns) => columns <= planned && 1_000 / columns <= before.length);
  if (width === undefined) throw new Error(`${before.length} rows of ${planned} buckets are too few`);
  const height = 1_000 / width;
  const table = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => 1_000 + row * width + column + 0.5),
  );
  const text = table
    .map((row) => row.map((value) => value.toLocaleString('en-US')).join('\t'))
    .join('\r\n')
    .concat('\r\n');
  expect(text).toContain('1,000.5\t1,001.5');
  await goToCell(page, { line: 1, column: first });
  await pasteText(page, text);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1,000 cells change').waitFor();
  await page.getByTestId('paste-accept').click();
  await allSaved(page);
  const pasted = await readCells(buyer, 'mine');
  expect(pasted.slice(0, height).map((row) => row.slice(first, first + width))).toEqual(table);
  expect(pasted.slice(height)).toEqual(before.slice(height));
  const onScreen = (await copyAll(page))
    .split('\r\n')[1]
    ?.split('\t')
    .slice(first, first + 3);
  expect(onScreen).toEqual(['1000.5', '1001.5', '1002.5']);
  await page.getByTestId('planning-grid').focus();
  await page.keyboard.press('Control+z');
  await allSaved(page);
  expect(await readCells(buyer, 'mine')).toEqual(before);
});

test('typing, formulas, filling and clearing work by the keys of a spreadsheet', async () => {
  const { page } = buyerPage;
  const column = (await firstColumnOf(buyer, 'mine')) + 1;
  const grid = page.getByTestId('planning-grid');
  await goToCell(page, { line: 1, column });
  const [before] = await readCells(buyer, 'mine');
  await page.keyboard.type('480');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('+10%');
  await page.keyboard.press('Tab');
  await allSaved(page);
  expect((await readCells(buyer, 'mine'))[0]?.[column]).toBe(528);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+r');
  await allSaved(page);
  expect((await readCells(buyer, 'mine'))[0]?.slice(column, column + 3)).toEqual([528, 528, 528]);
  await page.keyboard.press('Delete');
  await allSaved(page);
  expect((await readCells(buyer, 'mine'))[0]).toEqual(before);
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByTestId('cell-history').getByText('528').first().waitFor();
  expect(await grid.getAttribute('aria-activedescendant')).toContain('-1-');
});

test('an edit of the joint plan is on the partner’s screen with its author, and a lost one is kept for a decision', async () => {
  const pages = [buyerPage.page, supplierPage.page] as const;
  const [ours, theirs] = pages;
  for (const page of pages) await openWorkbench(page, 'joint');
  const column = (await firstColumnOf(buyer, 'joint')) + 14;
  const cellOn = async (page: Page): Promise<string | undefined> =>
    (await copyAll(page)).split('\r\n')[1]?.split('\t')[column];
  await goToCell(ours, { line: 1, column });
  await ours.keyboard.type('321');
  await ours.keyboard.press('Enter');
  await waitFor('the number on the other screen', async () => (await cellOn(theirs)) === '321' || undefined);
  await theirs.context().setOffline(true);
  await goToCell(theirs, { line: 1, column });
  await theirs.keyboard.type('111');
  await theirs.keyboard.press('Enter');
  await theirs.getByText('Not connected').waitFor();
  await goToCell(ours, { line: 1, column });
  await ours.keyboard.type('222');
  await ours.keyboard.press('Enter');
  await allSaved(ours);
  await theirs.context().setOffline(false);
  const list = theirs.getByTestId('conflicts');
  await list.getByText('222').waitFor({ timeout: 30_000 });
  expect(await list.textContent()).toContain('You: 111');
  await list.getByRole('button', { name: 'Mine', exact: true }).click();
  await waitFor(
    'our number on both screens',
    async () => (await Promise.all(pages.map(cellOn))).every((value) => value === '111') || undefined,
  );
});

test('two people edit the same and other cells at once, and both screens and the database end equal', async () => {
  const pages = [buyerPage.page, supplierPage.page] as const;
  for (const page of pages) await openWorkbench(page, 'joint');
  const fromColumn = await firstColumnOf(buyer, 'joint');
  for (const page of pages) await goToCell(page, { line: 1, column: fromColumn + 14 });
  const before = await buyer.plans.get.query({ planId: jointPlanId });
  const counts = await Promise.all(
    pages.map((page, index) =>
      editForAWhile(page, { seconds: editingSeconds, lines: 16, columns: 8, seed: 7 + index }),
    ),
  );
  for (const page of pages) await allSaved(page);
  const after = await buyer.plans.get.query({ planId: jointPlanId });
  const appliedCount = after.editCount - before.editCount;
  const conflictCount = after.conflictCount - before.conflictCount;
  console.log(
    `${counts.join(' and ')} cells typed in ${editingSeconds} s: ${appliedCount} edits applied, ${conflictCount} conflicts`,
  );
  expect(appliedCount).toBeGreaterThan(100);
  const joint = await readCells(buyer, 'joint');
  const inDatabase = joint.map((row) => row.map((value) => (value === null ? '' : String(value))).join('\t'));
  for (const page of pages) {
    await waitFor('the screen as the database', async () => {
      const [, ...rows] = (await copyAll(page)).trimEnd().split('\r\n');
      return JSON.stringify(rows.map((row) => row.trimEnd())) ===
        JSON.stringify(inDatabase.map((row) => row.trimEnd()))
        ? true
        : undefined;
    });
  }
  expect(await readCells(supplier, 'joint')).toEqual(joint);
});
