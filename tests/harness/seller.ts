/** What people of a supplier's warehouse do in the portal: a file of stock, scans at a bin and at the packing table. */
import type { Page } from 'playwright-core';
import type { Api } from './api.ts';
import { waitFor } from './wait.ts';

export const binCode = 'Z-90';

/** Brings a CSV file in on the page of imports and waits until every row of it is taken. */
export async function importFile(page: Page, { what, csv }: { what: string; csv: string }): Promise<void> {
  await page.goto('/imports');
  await page.getByRole('combobox', { name: 'What it is' }).click();
  await page.getByRole('option', { name: what, exact: true }).click();
  await page.getByLabel('Create items and locations').check();
  const file = { name: `${what.toLowerCase()}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Every row was taken').waitFor();
}

/** Where an item is picked and how it is lifted, one piece at a time. */
export async function setUpItem(seller: Api, { gtin14, place }: { gtin14: string; place: string }) {
  const { items, places } = await seller.warehouse.setUp.get.query();
  const item = items.find((one) => one.gtin14 === gtin14);
  const { locationId } = places.find(({ name }) => name === place) ?? {};
  if (item === undefined || locationId === undefined)
    throw new Error(`${gtin14} or ${place} is not set up yet`);
  const { itemId } = item;
  await seller.warehouse.setUp.setBins.mutate({
    locationId,
    bins: [{ code: binCode, zone: 'Story', walkNumber: 90 }],
    faces: [{ itemId, binCode }],
  });
  await seller.warehouse.setUp.setPackages.mutate({
    handling: [
      {
        itemId,
        pieceMilli: 1_000,
        lengthMm: 120,
        widthMm: 90,
        heightMm: 60,
        weightGrams: 450,
        isUpright: false,
      },
    ],
  });
}

/** What a keyboard wedge does: it types into whatever has the focus, and ends with Enter. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.locator('[data-testid="scan"]:focus').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The sentence with which the last scan was answered. */
export async function verdictOf(page: Page, tone: 'good' | 'bad'): Promise<string> {
  const verdict = page.locator(`[data-testid="scan-verdict"][data-tone="${tone}"]`);
  await verdict.waitFor();
  return (await verdict.textContent()) ?? '';
}

/** Scans every carton and what is meant for it, and closes it with Enter; answers with the SSCCs in their order. */
export async function packByScans(
  page: Page,
  { seller, orderId, gtin14 }: { seller: Api; orderId: string; gtin14: string },
): Promise<string[]> {
  const read = () => seller.warehouse.packing.get.query({ orderId });
  await page.getByTestId('carton-sscc').waitFor();
  const { cartons } = await read();
  for (const [index, { sscc, contents }] of cartons.entries()) {
    await page.getByTestId('carton-sscc').getByText(sscc.slice(-5, -1)).waitFor();
    await scan(page, `]C100${sscc}`);
    await verdictOf(page, 'good');
    const pieces = contents.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0) / 1000;
    await scan(page, `02${gtin14}37${pieces}`);
    await page.getByRole('button', { name: 'Complete: close' }).press('Enter');
    await waitFor(`carton ${index + 1} is packed`, async () => {
      const { state } = (await read()).cartons.find((carton) => carton.sscc === sscc) ?? {};
      return state === 'packed' || undefined;
    });
  }
  return cartons.map(({ sscc }) => sscc);
}
