import { launchBrowser, type TestBrowser } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import type { RunningProduct } from './product.ts';

export type PortalPage = { page: Page; browser: TestBrowser };

/** A browser of its own in which somebody of the demo has signed in. */
export async function openPortal(product: RunningProduct, email: string): Promise<PortalPage> {
  const browser = await launchBrowser({ baseURL: product.portalUrl });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.setDefaultTimeout(20_000);
  await page.goto('/sign-in');
  await page.getByTestId('sign-in-email').fill(email);
  await page.getByTestId('sign-in-password').fill(product.password);
  await page.getByTestId('sign-in-submit').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return { page, browser };
}
