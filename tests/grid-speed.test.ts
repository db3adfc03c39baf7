/** How fast the planning grid opens and scrolls at its full size, in a real browser; the figures are printed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '@coplan/testkit';
import { expect, test } from 'vitest';
import { measureScroll, serveGridPage } from './harness/grid-page.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

test('10,000 rows of 104 buckets open and scroll smoothly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coplan-grid-page-'));
  const served = await serveGridPage(root, folder);
  const browser = await launchBrowser({});
  try {
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await page.goto(`${served.url}?rows=10000&buckets=104`);
    await page.locator('[role="gridcell"]').first().waitFor();
    const openedMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );
    const grid = page.getByTestId('planning-grid');
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(50_000);
    expect(await grid.getAttribute('aria-colcount')).toBe('105');
    await page.waitForTimeout(3_000);
    console.log(`10,000 rows × 5 measures × 104 buckets: on the screen after ${Math.round(openedMs)} ms`);
    for (const step of [
      { down: 120, right: 0 },
      { down: 1_500, right: 0 },
      { down: 900, right: 500 },
    ]) {
      const frames = await measureScroll(page, { ...step, frameCount: 180 });
      console.log(
        `scrolling ${step.down} px down and ${step.right} px right a frame:`,
        JSON.stringify(frames),
      );
      expect(frames.frameCount).toBe(180);
    }
    await grid.focus();
    await page.keyboard.press('Control+End');
    await page.locator('[role="row"][aria-rowindex="50006"] [role="gridcell"]').first().waitFor();
    await page.keyboard.press('Control+Home');
    await page.locator('[role="row"][aria-rowindex="2"] [role="gridcell"]').first().waitFor();
  } finally {
    await browser.close();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
