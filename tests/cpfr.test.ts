/** One week of collaborative planning, the nine steps of the CPFR model, by a buyer and a supplier in two browsers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { goToCell, pasteText } from './harness/grid-page.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

const buyerEmail = 'approver@northwind-grocers.example';
const supplierEmail = 'planner@alpine-dairy.example';
/** Set to a folder to keep a picture of every step, e.g. for the documentation. */
const picturesFolder = process.env['COPLAN_PICTURES'];

let product: RunningProduct;
let buyerPage: PortalPage;
let supplierPage: PortalPage;
let buyer: Api;
let supplier: Api;
let agreementId: string;
const sales = () => ({ agreementId, purpose: 'sales' as const });

const apiOf = (email: string): Promise<Api> =>
  signIn({ url: product.portalUrl, email, password: product.password });

beforeAll(async () => {
  product = await openProduct();
  [buyer, supplier, buyerPage, supplierPage] = await Promise.all([
    apiOf(buyerEmail),
    apiOf(supplierEmail),
    openPortal(product, buyerEmail),
    openPortal(product, supplierEmail),
  ]);
  const { rows } = await supplier.agreements.list.query();
  agreementId = rows.find(({ buyerName }) => buyerName === 'Northwind Grocers')?.agreementId ?? '';
});
afterAll(async () => {
  await Promise.all([buyerPage, supplierPage].map((one) => one?.browser.close()));
  await product?.remove();
});

async function picture(page: Page, name: string): Promise<void> {
  if (picturesFolder === undefined) return;
  mkdirSync(picturesFolder, { recursive: true });
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(picturesFolder, `${name}.png`) });
}

const inFrame = (page: Page, path: string) => page.goto(`/partnerships/${agreementId}${path}`);

async function openGrid(page: Page, purpose: 'sales' | 'order' = 'sales', hide: readonly string[] = []) {
  const query = new URLSearchParams({ purpose, chart: 'none', hide: hide.join(',') });
  await page.goto(`/workbench/${agreementId}?${query}`);
  await page.getByTestId('planning-grid').waitFor();
  await page.locator('[role="gridcell"]').first().waitFor();
}

const planOf = async (api: Api, measure: 'mine' | 'partner' | 'joint') =>
  (await api.plans.grid.query(sales())).plans.find((plan) => plan.measure === measure);

const openExceptions = async (api: Api) => {
  const { rows } = await api.exceptions.list.query({ agreementId, limit: 200 });
  return rows.filter(({ state }) => ['open', 'assigned', 'waiting-partner', 'proposed'].includes(state));
};

test('step 1: the buyer reads what the supplier wants to change and signs, and only then it is in force', async () => {
  const { page } = buyerPage;
  const { activeVersionNumber: before, activeVersionId } = await buyer.agreements.get.query({ agreementId });
  await inFrame(page, `/agreement?compare=${activeVersionId}`);
  await page.getByTestId('diff-row').first().waitFor();
  await picture(page, 'agreement');
  await page.getByTestId('sign-version').click();
  await page.getByTestId('sign-read').check();
  await page.getByTestId('sign-confirm').click();
  const after = await waitFor('the second version in force', async () => {
    const { activeVersionNumber } = await supplier.agreements.get.query({ agreementId });
    return activeVersionNumber === before ? undefined : activeVersionNumber;
  });
  expect([before, after]).toEqual([1, 2]);
});

test('step 2: the supplier agrees to a promotion, which enters the forecast of both by itself', async () => {
  const { page } = supplierPage;
  const { rows } = await supplier.businessPlans.events.list.query({ agreementId });
  const proposed = rows.find(({ state }) => state === 'proposed');
  await inFrame(page, '/business-plan');
  await page.getByTestId('event-row').first().waitFor();
  await picture(page, 'business-plan');
  await inFrame(page, `/events/${proposed?.planEventId}`);
  await page.getByTestId('agree-event').click();
  await waitFor('the agreed event', async () => {
    const { state } = await buyer.businessPlans.events.get.query({
      planEventId: proposed?.planEventId ?? '',
    });
    return state === 'agreed' || undefined;
  });
});

test('step 3: both publish their sales forecast, and they differ', async () => {
  await openGrid(buyerPage.page);
  await buyerPage.page.getByTestId('publish-plan').click();
  await buyerPage.page.getByTestId('publish-confirm').click();
  await waitFor('the buyer’s publication', async () => (await planOf(supplier, 'partner')) ?? undefined);

  const { page } = supplierPage;
  await openGrid(page);
  await page.getByTestId('start-revision').click();
  await page.getByTestId('publish-plan').waitFor();
  const mine = await waitFor('the supplier’s working plan', () => planOf(supplier, 'mine'));
  const grid = await supplier.plans.grid.query({ ...sales(), pastBucketCount: 52 });
  const column = grid.plans.find(({ measure }) => measure === 'mine')?.firstColumn ?? 0;
  const { rows } = await supplier.plans.gridRows.query({ ...sales(), pastBucketCount: 52, limit: 500 });
  const pasted = rows
    .slice(0, 12)
    .map(({ cells }) =>
      (cells.mine ?? []).slice(column, column + 8).map((value) => Math.round((value ?? 0) * 1.8 + 40)),
    );
  await openGrid(page, 'sales', ['history', 'statistical', 'partner']);
  await goToCell(page, { line: 1, column });
  await pasteText(page, pasted.map((row) => row.join('\t')).join('\r\n'));
  // Numbers so far from the plan are shown before they count.
  await page.getByTestId('paste-accept').click();
  await waitFor('the pasted numbers on the server', async () => {
    const now = await supplier.plans.gridRows.query({ ...sales(), pastBucketCount: 52, limit: 500 });
    return now.rows[11]?.cells.mine?.[column + 7] === pasted[11]?.[7] || undefined;
  });
  await picture(page, 'workbench');
  await page.getByTestId('publish-plan').click();
  await page.getByTestId('publish-confirm').click();
  await waitFor(
    'the supplier’s publication',
    async () => (await planOf(buyer, 'partner'))?.planId === mine.planId || undefined,
  );
});

test('step 4: both see the same exceptions, pooled and priced, and the browser proves it', async () => {
  const mine = await waitFor(
    'exceptions of the sales forecast',
    async () => {
      const found = await openExceptions(buyer);
      return found.some(({ criterionCode }) => criterionCode.includes('sales')) ? found : undefined;
    },
    60_000,
  );
  const theirs = await openExceptions(supplier);
  const facts = (rows: typeof mine) =>
    rows.map(({ exceptionId, moneyMinor, childCount }) => [exceptionId, moneyMinor, childCount]);
  expect(facts(theirs)).toEqual(facts(mine));
  const differences = mine.filter(({ criterionCode }) => criterionCode.includes('sales'));
  expect(differences.length).toBeLessThanOrEqual(20);
  const { page } = supplierPage;
  await page.goto('/exceptions');
  await page.getByTestId('exception-row').first().waitFor();
  await page.getByTestId('exception-coverage').waitFor();
  await picture(page, 'exceptions');
});

test('step 5: they settle one exception by proposal, and negotiate a number in the joint plan live', async () => {
  const exceptions = await openExceptions(buyer);
  const [first] = exceptions.filter(({ criterionCode }) => criterionCode.includes('sales'));
  const { page } = buyerPage;
  await page.goto(`/exceptions/${first?.exceptionId}`);
  await page.getByTestId('verified').first().waitFor();
  await picture(page, 'exception');
  await page
    .getByTestId('exception-option')
    .filter({ has: page.getByRole('button') })
    .first()
    .getByRole('button')
    .click();
  await page.getByTestId('confirm-propose').click();
  await supplierPage.page.goto(`/exceptions/${first?.exceptionId}`);
  await supplierPage.page.getByTestId('accept-proposal').click();
  await waitFor('the settled exception', async () => {
    const { state } = await buyer.exceptions.get.query({ exceptionId: first?.exceptionId ?? '' });
    return ['resolved', 'closed'].includes(state) || undefined;
  });
  await negotiateLive();
  for (const { exceptionId } of await openExceptions(buyer)) await settleAsItIsNow(exceptionId);
});

/** The buyer types into the joint plan; the supplier, who looks at it, sees the number and whose it is. */
async function negotiateLive(): Promise<void> {
  const hide = ['history', 'statistical', 'mine', 'partner'];
  await Promise.all([openGrid(buyerPage.page, 'sales', hide), openGrid(supplierPage.page, 'sales', hide)]);
  const grid = await buyer.plans.grid.query({ ...sales(), pastBucketCount: 52 });
  const column = (grid.plans.find(({ measure }) => measure === 'joint')?.firstColumn ?? 0) + 10;
  await goToCell(buyerPage.page, { line: 1, column });
  await goToCell(supplierPage.page, { line: 1, column });
  await buyerPage.page.keyboard.type('4321');
  await buyerPage.page.keyboard.press('Enter');
  const cell = supplierPage.page.locator(`[role="row"][aria-rowindex="3"] > [aria-colindex="${column + 2}"]`);
  await waitFor(
    'the buyer’s number on the supplier’s screen',
    async () => /4.?321/.test((await cell.textContent()) ?? '') || undefined,
  );
  await picture(supplierPage.page, 'negotiation');
}

/** What is left they settle over the telephone: the buyer's value, or as it is where there is nothing to write. */
async function settle(exceptionId: string): Promise<void> {
  const { version, allowedEvents, options } = await buyer.exceptions.get.query({ exceptionId });
  const about = { exceptionId, expectedVersion: version };
  const option = options.find(({ needsValues }) => !needsValues);
  if (allowedEvents.includes('propose') && option !== undefined) {
    const proposed = await buyer.exceptions.propose.mutate({ ...about, code: option.code, values: [] });
    await supplier.exceptions.acceptProposal.mutate({ exceptionId, expectedVersion: proposed.version });
  } else if (allowedEvents.includes('acceptAsIs')) {
    await buyer.exceptions.acceptAsIs.mutate({ ...about, reason: 'Talked through on the telephone' });
  }
}

/** The edit of the joint plan is evaluated shortly after it: who was overtaken by that looks at the exception again. */
async function settleAsItIsNow(exceptionId: string): Promise<void> {
  await waitFor('the settled exception', async () => {
    try {
      await settle(exceptionId);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Somebody else changed this exception')) return;
      throw error;
    }
  });
}

test('step 6: both agree to the same numbers, which are the consensus', async () => {
  for (const { page } of [buyerPage, supplierPage]) {
    await openGrid(page, 'sales', ['history', 'statistical']);
    await page.getByTestId('agree-plan').click();
    await page.getByTestId('agree-confirm').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await picture(buyerPage.page, 'consensus');
  const joint = await waitFor('the consensus', async () => {
    const { rows } = await buyer.plans.list.query(sales());
    return rows.find(({ kind, state }) => kind === 'joint' && (state === 'consensus' || state === 'frozen'));
  });
  expect(joint.agreementVersionId).toBeTruthy();
});

const endedStates = ['done', 'failed', 'cancelled'];
async function runOnce(): Promise<void> {
  const { runId } = await buyer.runs.start.mutate({});
  const run = await waitFor(
    'the end of the run',
    async () => {
      const found = await buyer.runs.get.query({ runId });
      return endedStates.includes(found.state) ? found : undefined;
    },
    180_000,
  );
  expect(run.state).toBe('done');
}

test('step 7: the next run makes the order forecast from the consensus, and the supplier sees it', async () => {
  await runOnce();
  const order = { agreementId, purpose: 'order' as const };
  const seen = await waitFor('the order forecast', async () =>
    (await supplier.plans.grid.query(order)).plans.find(({ measure }) => measure === 'partner'),
  );
  expect(seen.state).toBe('published');
  const { rows } = await supplier.plans.gridRows.query({ ...order, limit: 50 });
  const planned = rows.flatMap(({ cells }) => cells.partner ?? []).filter((value) => (value ?? 0) > 0);
  expect(planned.length).toBeGreaterThan(20);
  await openGrid(supplierPage.page, 'order');
  await picture(supplierPage.page, 'order-forecast');
});

test('step 8: the supplier commits to less, with the rest a week later, and the buyer takes the cheaper way', async () => {
  const { page } = supplierPage;
  await inFrame(page, '/commits');
  const field = page.getByTestId('commit-field').first();
  await field.waitFor();
  const cell = page
    .getByTestId('commit-cell')
    .filter({ has: page.getByTestId('commit-field') })
    .first();
  const asked = Number((await cell.getByRole('button').first().innerText()).replace(/[^0-9.]/g, ''));
  await field.fill(String(Math.floor(asked * 0.8)));
  await field.press('Enter');
  await page.getByTestId('shortfall').waitFor();
  await page.getByTestId('short-reason').click();
  await page.getByRole('option').first().click();
  await page.getByTestId('add-later').click();
  await picture(page, 'commit');
  await page.getByTestId('send-commits').click();
  const short = await waitFor('the short commit', async () => {
    const { rows } = await buyer.commits.list.query({ agreementId, state: ['short'] });
    return rows[0];
  });
  await supplier.commits.commitAsForecast.mutate({ agreementId });

  await inFrame(buyerPage.page, '/commits');
  await buyerPage.page.locator('[data-state="short"] button.asked').first().click();
  await buyerPage.page.getByTestId('commit-option').nth(1).waitFor();
  await picture(buyerPage.page, 'commit-alternatives');
  await buyerPage.page.getByTestId('accept-commit').first().click();
  await waitFor('the accepted commit', async () => {
    const { rows } = await buyer.commits.list.query({ agreementId, state: ['accepted'] });
    return rows.some(({ commitId }) => commitId === short.commitId) || undefined;
  });
});

test('step 9: proposals follow the plan and the commits, and become an order', async () => {
  await buyer.commits.acceptMany.mutate({ agreementId });
  await runOnce();
  const { supplierId } = await buyer.agreements.get.query({ agreementId });
  const { rows } = await buyer.proposals.list.query({ state: 'open', supplierId, limit: 50 });
  const [proposal] = rows;
  const { page } = buyerPage;
  await page.goto(`/proposals/${proposal?.proposalId}`);
  await page.getByTestId('proof-agrees').waitFor();
  await picture(page, 'proposal-from-consensus');
  await page.getByTestId('approve').click();
  const confirm = page.getByTestId('approve-confirm');
  if (await confirm.isVisible().catch(() => false)) await confirm.click();
  await waitFor('the order', async () => {
    const { state } = await buyer.proposals.get.query({ proposalId: proposal?.proposalId ?? '' });
    return ['ordered', 'needs-second'].includes(state) || undefined;
  });
  await inFrame(page, '/');
  await picture(page, 'cycle');
  const { rows: bar } = await buyer.cycles.bar.query();
  const steps = bar.find((row) => row.agreementId === agreementId)?.steps ?? [];
  const done = steps.filter(({ state }) => state === 'done').map(({ step }) => step);
  expect(done).toEqual(expect.arrayContaining([1, 2, 3, 5, 6, 9]));
});
