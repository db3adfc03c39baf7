/** What a planner sees of a forecast, in a real browser against the real product. */
import { launchBrowser, type TestBrowser } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

const buyerEmail = 'buyer@northwind-grocers.example';

let product: RunningProduct;
let browser: TestBrowser;
let page: Page;
let api: Api;

beforeAll(async () => {
  product = await openProduct();
  [browser, api] = await Promise.all([
    launchBrowser({ baseURL: product.portalUrl }),
    signIn({ url: product.portalUrl, email: buyerEmail, password: product.password }),
  ]);
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.setDefaultTimeout(15_000);
  await page.goto('/sign-in');
  await page.getByTestId('sign-in-email').fill(buyerEmail);
  await page.getByTestId('sign-in-password').fill(product.password);
  await page.getByTestId('sign-in-submit').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

test('another policy is tried on last year’s demand: asked by key, drawn as a frontier, down to one item’s replay', async () => {
  await page.goto('/backtests');
  await page.getByTestId('backtest-row').first().waitFor();
  await page.keyboard.press('n');
  await page.getByTestId('policy-level').fill('99');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => /^\/backtests\/.+/.test(url.pathname));
  await page.getByTestId('backtest-verdict').waitFor();
  const backtestId = page.url().split('/').at(-1) ?? '';
  const { request, result } = await api.backtests.get.query({ backtestId });
  expect(request.alternative).toEqual({ kind: 'service-level', level: 0.99 });
  expect(result?.frontier).toHaveLength(12);
  const chart = page.getByRole('img', { name: /^Fill rate against average stock\. Today: / });
  await chart.waitFor();
  const served = new Intl.NumberFormat('en-US', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  expect(await page.getByRole('table', { name: /^Both policies/ }).textContent()).toContain(
    served.format(result?.alternative.fillRate ?? Number.NaN),
  );
  await page.getByTestId('moved-item').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page
    .getByTestId('item-replay')
    .getByRole('img', { name: /^Stock at the end of each/ })
    .waitFor();
});

test('an odd week is found on the list of corrected items, undone by key with a reason, and waits for the next run', async () => {
  await page.goto('/forecasts/quality?kind=outlier');
  await page.getByTestId('cleaned-item').first().getByRole('link').click();
  const row = page.getByTestId('correction').filter({ hasText: 'Odd period' }).first();
  await row.waitFor();
  const itemLocationId = page.url().split('/').at(-1) ?? '';
  const before = await api.forecasting.item.query({ itemLocationId });
  for (const { kind } of before.corrections) {
    if (kind === 'outlier') break;
    await page.keyboard.press('j');
  }
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Reason/).fill('street festival');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.getByText('undone with the next run').waitFor();
  const { corrections } = await api.forecasting.item.query({ itemLocationId });
  expect(corrections.find(({ kind }) => kind === 'outlier')).toMatchObject({
    choice: 'cleaned',
    isPending: true,
    decision: { choice: 'observed', reason: 'street festival' },
  });
});

test('the page says in a sentence why this forecast, and with its layers; an own number is set and taken back', async () => {
  const [bags] = (await api.forecasting.cleanedItems.query({ kind: 'promotion', search: 'Bin bags' })).rows;
  await page.goto(`/forecasts/item/${bags?.itemLocationId ?? ''}`);
  const why = page.getByTestId('why-this-model');
  await why.waitFor();
  const text = (await why.textContent()) ?? '';
  expect(text).toMatch(/^It sells in most weeks, in similar amounts, with(out)? a /);
  expect(text).toMatch(
    / the forecast: over the last 8 tests on its own past .* erred .*repeating the same week/,
  );
  expect(text).toMatch(/Agreed events change \d+ of the 26 weeks ahead\.$/);
  await page.getByRole('table', { name: 'Layers of the forecast' }).waitFor();
  const events = page.getByRole('checkbox', { name: 'Events' });
  expect(await events.isChecked()).toBe(true);
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Demand of each week/).fill('500');
  await dialog.getByLabel(/^Reason/).fill('competitor closed');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const own = page.getByRole('table', { name: 'Own numbers' });
  await own.getByText('competitor closed').waitFor();
  await own.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Nobody has put a number of their own').waitFor();
});

test('a new item shows the items that it follows', async () => {
  await page.goto('/forecasts/quality?kind=new-item');
  await page.getByTestId('cleaned-item').filter({ hasText: 'Baking paper' }).getByRole('link').click();
  await page.getByText(/^This item is new.*its own sales count \d+% so far/).waitFor();
  expect(await page.getByRole('table', { name: 'Items like it' }).getByRole('link').count()).toBeGreaterThan(
    1,
  );
});

test('accuracy is read at a level and a lag that stand in the address, with alarms and the quantiles as promised', async () => {
  await page.goto('/accuracy?level=category&lag=4&weeks=26');
  const table = page.getByTestId('own-accuracy');
  await table.waitFor();
  const list = await api.forecasting.accuracy.list.query({ level: 'category', lagPeriods: 4, weekCount: 26 });
  expect(list.rows.length).toBeGreaterThan(1);
  const [first] = list.rows;
  expect(await table.getByRole('row').nth(1).textContent()).toContain(first?.label);
  await page.getByTestId('accuracy-weeks').getByRole('img', { name: 'Quantiles' }).waitFor();
  await table.getByRole('button').nth(1).click();
  await page.waitForURL(/key=/);
  await page.getByRole('heading', { level: 2, name: list.rows[1]?.label ?? '' }).waitFor();
  await page.getByText('Item', { exact: true }).click();
  await page.waitForURL(/level=item/);
  expect(page.url()).not.toContain('key=');
});

test('the steps of a forecast are judged, and a partner’s chain can be chosen', async () => {
  await page.goto('/value-added');
  const stairs = page.getByTestId('stairstep');
  await stairs.getByText('Events and overrides').waitFor();
  await page.getByTestId('value-added-groups').waitFor();
  await page.locator('input[aria-label="Chain"]').click();
  await page.getByRole('option', { name: 'Northwind Grocers and Alpine Dairy' }).click();
  await page.waitForURL(/agreement=/);
});

test('a forecast shows its totals, reconciled so that they add up', async () => {
  const { rows } = await api.forecasting.versions.list.query({});
  const versionId = rows.find(({ state }) => state === 'published')?.versionId ?? '';
  await page.goto(`/forecasts/${versionId}`);
  await page.getByTestId('version-levels').getByRole('table', { name: 'Totals' }).waitFor();
  const levels = await api.forecasting.versions.levels.query({ versionId, level: 'location' });
  const sum = levels.rows.reduce((total, { reconciledMilli }) => total + reconciledMilli, 0);
  expect(sum + levels.withoutGroup.reconciledMilli).toBe(levels.total?.reconciledMilli);
});

test('two runs from the same facts differ in nothing, and the page says so', async () => {
  const { rows } = await api.runs.list.query({ limit: 1 });
  const { runId } = await api.runs.start.mutate({});
  await waitFor('the run', async () => (await api.runs.get.query({ runId })).state === 'done' || undefined);
  await page.goto(`/what-changed?before=${rows[0]?.runId}&after=${runId}`);
  const changed = page.getByTestId('what-changed');
  // The proposals of both runs are computed again for it.
  await changed.getByText(/stayed as they were/).waitFor({ timeout: 60_000 });
  expect(await changed.getByText('Changed without a change of the input').count()).toBe(0);
});
