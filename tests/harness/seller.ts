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

/** An order of a customer of the seller's own, from the first word until it has left: through the API, as its systems do. */
export async function sendToCustomer(
  seller: Api,
  { gtin14, pieces, day, place }: { gtin14: string; pieces: number; day: string; place: string },
): Promise<string> {
  const { salesOrders, warehouse } = seller;
  const { places } = await warehouse.setUp.get.query();
  const { locationId } = places.find(({ name }) => name === place) ?? {};
  if (locationId === undefined) throw new Error(`there is no ${place}`);
  const { orderId } = await salesOrders.place.mutate({
    ...{ customerNumber: 'STORY', customerName: 'Corner shop', currency: 'USD' },
    lines: [{ item: gtin14, quantityMilli: pieces * 1000, unitPriceMicros: 3_000_000, requestedOn: day }],
  });
  await waitFor('the stock of the customer’s order', async () => {
    const { lines } = await salesOrders.get.query({ orderId });
    return lines.every(({ state }) => state === 'allocated') || undefined;
  });
  const { waves } = await warehouse.waves.release.mutate({
    locationId,
    orderIds: [orderId],
    method: 'order',
  });
  const { lists } = await warehouse.waves.get.query({ waveId: waves[0]?.waveId ?? '' });
  const { stops } = await warehouse.picks.list.query({ listId: lists[0]?.listId ?? '' });
  for (const { taskId, quantityMilli, version } of stops)
    await warehouse.picks.record.mutate({ taskId, foundMilli: quantityMilli, expectedVersion: version });
  const { shipmentId } = await warehouse.packing.plan.mutate({ orderId });
  for (const { unitId, version } of (await warehouse.packing.get.query({ orderId })).cartons)
    await warehouse.packing.pack.mutate({ unitId, expectedVersion: version });
  const { version, orderVersion } = await warehouse.shipments.get.query({ shipmentId });
  await warehouse.shipments.confirm.mutate({
    ...{ shipmentId, expectedVersion: version, orderVersion },
    ...{ carrierName: 'Blue Ridge Haulage', despatchedOn: day, deliverOn: day },
  });
  return orderId;
}
