/** What a planner sees of a forecast, in a real browser against the real product. */
import { launchBrowser, type TestBrowser } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';

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
