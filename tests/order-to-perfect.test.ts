/** From a proposal to a settled invoice over real processes: what went wrong, whose it is, and what it cost. */
import { addDays, localDate } from '@coplan/kernel';
import { readBarcodes } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { type Received850, write810, write855 } from './harness/edi.ts';
import { type Mailbox, openMailbox } from './harness/mailbox.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import {
  binCode,
  importFile,
  packByScans,
  scan,
  sendToCustomer,
  setUpItem,
  verdictOf,
} from './harness/seller.ts';
import { waitFor } from './harness/wait.ts';

const buyerEmail = 'buyer@northwind-grocers.example';
/** Suppliers that read EDI and work in the portal as well, with the key of their people and of their mailboxes. */
const suppliers: Record<string, { people: string; mailbox: string }> = {
  'Alpine Dairy': { people: 'alpine-dairy', mailbox: 'alpine-dairy' },
  'Brightside Household': { people: 'brightside', mailbox: 'brightside-household' },
};
const compact = (day: string): string => day.replaceAll('-', '');
const today = localDate(new Date().toISOString().slice(0, 10));
const lotNumber = 'STORY-1';

let product: RunningProduct;
let buyer: PortalPage;
let supplier: PortalPage;
let page: Page;
let desk: Page;
let api: Api;
let seller: Api;
let mailbox: Mailbox;
let supplierName: string;
let orderId: string;
let received: Received850;
/** Of the one line: ordered, and after one piece was missing in the bin shipped. */
let ordered: number;
let gtin14: string;
let ssccs: string[];

beforeAll(async () => {
  product = await openProduct();
  buyer = await openPortal(product, buyerEmail);
  ({ page } = buyer);
  api = await signIn({ url: product.portalUrl, email: buyerEmail, password: product.password });
});
afterAll(async () => {
  await Promise.all([buyer?.browser.close(), supplier?.browser.close()]);
  await product?.remove();
});

const getOrder = () => api.orders.get.query({ orderId });

test('a proposal is approved and its order reaches the supplier as an 850', async () => {
  const { rows } = await api.proposals.list.query({ state: ['in-review'], sort: 'value', limit: 200 });
  const chosen = rows.filter((row) => row.supplierName in suppliers).at(-1);
  if (chosen === undefined) throw new Error('the demo has no proposal for a supplier with EDI');
  ({ supplierName } = chosen);
  await page.goto(`/proposals/${chosen.proposalId}`);
  await page.getByTestId('approve').click();
  orderId = await waitFor('the order', async () => {
    const proposal = await api.proposals.get.query({ proposalId: chosen.proposalId });
    return (proposal.orderId as string | null) ?? undefined;
  });
  const { poNumber } = await getOrder();
  mailbox = openMailbox(product.dataFolder, `northwind-grocers-${suppliers[supplierName]?.mailbox}`);
  received = await waitFor('the 850', () => mailbox.find850(poNumber)[0]);
  expect(received.lines).toHaveLength(1);
  const [line] = (await getOrder()).lines;
  ordered = (line?.quantityMilli ?? 0) / 1000;
  gtin14 = line?.gtin14 ?? '';
});

test('the supplier confirms with one change, and the buyer accepts it', async () => {
  // Sooner than it was asked for: the goods are there.
  const promisedOn = compact(addDays(today, 1));
  const changedLine = received.lines[0]?.number ?? '';
  mailbox.drop('answer.x12', write855({ order: received, controlNumber: 8001, promisedOn, changedLine }));
  await page.goto(`/orders/${orderId}`);
  await page.getByText(`${supplierName} proposes changes`).waitFor();
  await page.getByLabel('Reason').first().fill('The shelf can wait');
  await page.getByRole('button', { name: 'Accept the changes' }).click();
  await waitFor(
    'the order is confirmed',
    async () => (await getOrder()).state === 'acknowledged' || undefined,
  );
});

test('the supplier counts its stock by lot in a file, and the allocation board gives it to the order by the button', async () => {
  const email = `planner@${suppliers[supplierName]?.people}.example`;
  supplier = await openPortal(product, email);
  desk = supplier.page;
  seller = await signIn({ url: product.portalUrl, email, password: product.password });
  const useBy = addDays(today, 25);
  await importFile(desk, {
    what: 'Stock',
    csv: `item,location,quantity,lot,use by,date\n${gtin14},W-1,${ordered + 500},${lotNumber},${useBy},${today}\n`,
  });
  await setUpItem(seller, { gtin14, place: 'Main warehouse' });
  const { poNumber } = await getOrder();
  await desk.goto(`/allocation?search=${poNumber}`);
  const row = desk.getByRole('row').filter({ hasText: `${poNumber} · 1` });
  // What came in has served the order already: it is given back, and given by hand.
  await row.getByText(/ at W-/).waitFor();
  await desk.keyboard.press('r');
  await desk.getByRole('dialog').getByRole('textbox').fill('The older lot first');
  await desk.getByRole('button', { name: 'Release', exact: true }).last().click();
  await row.getByText(/were released/).waitFor();
  await desk.getByRole('button', { name: 'Allocate', exact: true }).click();
  await row.getByText(`${ordered} at W-1 lot ${lotNumber}`).waitFor();
});

test('the order is released as a wave, and its walk begins on a tablet', async () => {
  const { poNumber } = await getOrder();
  await desk.setViewportSize({ width: 1024, height: 768 });
  await desk.goto('/warehouse/waves');
  await desk.getByLabel(`Release PO ${poNumber}`).check();
  await desk.getByRole('combobox', { name: 'Pick' }).click();
  await desk.getByRole('option', { name: 'order by order' }).click();
  await desk.getByTestId('release').click();
  await desk.getByText('the pick lists are ready').waitFor();
  const { waveId } = (await seller.warehouse.waves.list.query({ limit: 1 })).rows[0] ?? {};
  await desk.goto(`/warehouse/waves/${waveId}`);
  await desk.getByTestId('pick-list').click();
  await desk.getByTestId('pick-progress').getByText('0 of 1 stops done').waitFor();
  const wide = await desk.evaluate('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(1024);
});

test('scans alone find the stop: a wrong bin, item or lot is refused with what to do, and changes nothing', async () => {
  await scan(desk, 'A-99');
  expect(await verdictOf(desk, 'bad')).toBe(`You are at A-99: go to bin ${binCode}`);
  await scan(desk, gtin14);
  await desk.getByText(`Scan the label of bin ${binCode} first`).waitFor();
  await scan(desk, binCode.toLowerCase());
  await desk.getByText('Scan the item', { exact: true }).waitFor();
  await scan(desk, '04006381333931');
  await desk.getByText(/04006381333931 is another item: take/).waitFor();
  await scan(desk, `01${gtin14}10OTHER`);
  await desk.getByText(`That is lot OTHER: take lot ${lotNumber}`).waitFor();
  await scan(desk, `01${gtin14}10${lotNumber}`);
  await desk.locator('[data-testid="pick-amount"]:focus').waitFor();
  await desk.keyboard.press('Enter');
  await desk.getByText('Every stop of this list is done').waitFor();
});

test('the pick is undone by the keyboard, a compensating entry puts it back, and one piece is missing the second time', async () => {
  await desk.getByLabel(`Put back what was picked at ${binCode}`).press('Enter');
  await desk.getByTestId('pick-progress').getByText('0 of 1 stops done').waitFor();
  await scan(desk, binCode);
  await desk.getByText('Scan the item', { exact: true }).waitFor();
  await scan(desk, gtin14);
  await desk.locator('[data-testid="pick-amount"]:focus').waitFor();
  await desk.keyboard.type(String(ordered - 1));
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('ArrowDown');
  await desk.getByRole('option', { name: 'Fewer than the books say' }).waitFor();
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Enter');
  await desk.getByTestId('pick-record').press('Enter');
  await desk.getByText('One stop was short: somebody counts the bin').waitFor();
});

test('the short pick asks for a count, and what is not found leaves the books', async () => {
  await desk.goto('/warehouse/counts');
  const found = desk.getByLabel(`Found after all in ${binCode}`);
  await desk.getByRole('row').filter({ hasText: binCode }).getByText('Fewer than the books say').waitFor();
  await found.fill('0');
  await found.press('Enter');
  await found.waitFor({ state: 'detached' });
});

test('it is packed by scans into cartons with SSCCs, and the label of each can be read by a scanner', async () => {
  await desk.goto(`/warehouse/packing/${orderId}`);
  await desk.getByTestId('plan-cartons').press('Enter');
  ssccs = await packByScans(desk, { seller, orderId, gtin14 });
  expect(ssccs.length).toBeGreaterThan(0);
  const { cartons } = await seller.warehouse.packing.get.query({ orderId });
  for (const { unitId, sscc } of cartons) {
    const label = await desk.request.get(`/api/v1/warehouse/units/${unitId}/label`);
    expect(label.headers()['content-type']).toBe('application/pdf');
    const [symbols = []] = readBarcodes(await label.body());
    expect(symbols.map(({ text }) => text)).toContain(`00${sscc}`);
    expect(symbols.some(({ text }) => text.includes(`10${lotNumber}`))).toBe(true);
  }
});

test('once it has left, the buyer has the notice at once, and its own system gets the 856', async () => {
  await desk.goto('/contracts');
  await desk.getByLabel('Northwind Grocers', { exact: true }).click();
  await desk.getByText('It is set.').waitFor();
  await desk.goto(`/warehouse/packing/${orderId}`);
  await desk.getByTestId('to-shipment').click();
  await desk.getByLabel('Carrier', { exact: true }).fill('Blue Ridge Haulage');
  await desk.getByLabel('PRO number').fill('PRO-4711');
  await desk.getByLabel('Expected').fill(addDays(today, 1));
  await desk.getByTestId('confirm-shipment').click();
  await desk.getByText('Shipped: Northwind Grocers has the ship notice').waitFor();
  const order = await getOrder();
  expect(order.shipments).toMatchObject([{ carrierReference: 'PRO-4711' }]);
  expect(order.lines[0]?.quantities).toMatchObject({ shippedMilli: (ordered - 1) * 1000, openMilli: 1000 });
  const people = suppliers[supplierName]?.mailbox ?? '';
  const system = openMailbox(product.dataFolder, `${people}-northwind-grocers`);
  const notice = await waitFor('the 856', () => system.find856(order.poNumber)[0]);
  expect(notice).toMatchObject({ shipmentNumber: order.shipments[0]?.shipmentNumber, ssccs });
  expect(notice.items.reduce((sum, units) => sum + units, 0)).toBe(ordered - 1);
  expect(new Set(notice.lots)).toEqual(new Set([lotNumber]));
});

test('the driver’s paper is kept by the keyboard, and the buyer reads when it was signed for', async () => {
  const { shipments } = await getOrder();
  const { rows } = await seller.warehouse.shipments.list.query({ orderId });
  await desk.goto(`/warehouse/shipments/${rows[0]?.shipmentId}`);
  await desk.getByTestId('prove').waitFor();
  await desk.keyboard.press('d');
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Signed by').fill('Gate 3, J. Ortiz');
  await desk.keyboard.press('Enter');
  await desk.getByTestId('proofs').getByText('Gate 3, J. Ortiz').waitFor();
  await page.goto(`/orders/${orderId}`);
  const notices = page.getByRole('table', { name: 'Ship notices' });
  await notices.getByText(/signed for/).waitFor();
  await notices.getByText(shipments[0]?.shipmentNumber ?? '').waitFor();
});

test('the supplier says that the missing piece will not come', async () => {
  await desk.goto(`/orders/${orderId}`);
  await desk.getByRole('button', { name: 'Answer again' }).click();
  await desk.getByText('Reject rest').click();
  await desk.getByLabel('Reason for line 1').fill('The bin held less than the books said');
  await desk.getByTestId('confirm-order').click();
  await waitFor('the rest is given up', async () => {
    const [line] = (await getOrder()).lines;
    return line?.quantities.cancelledMilli === 1000 || undefined;
  });
});

test('the buyer scans the labels of the cartons, and one unit is damaged', async () => {
  const [line] = (await getOrder()).lines;
  const about = `${line?.itemNumber} of line ${line?.lineNumber}`;
  await page.goto('/receiving');
  for (const [index, sscc] of ssccs.entries()) {
    await scan(page, `(00)${sscc}`);
    await page.getByTestId('goods-row').filter({ hasText: sscc }).waitFor();
    const kept = page.getByLabel(`Kept of ${about}`);
    if (index === 0) {
      await kept.fill(String(Number.parseFloat(await kept.inputValue()) - 1));
      await page.getByLabel(`Damaged of ${about}`).fill('1');
    }
    expect(await page.getByLabel(`Lot of ${about}`).inputValue()).toBe(lotNumber);
    await page.getByRole('button', { name: 'Record the receipt' }).click();
    await page.getByText(/counted in receipt/).waitFor();
    await page.reload();
  }
  const { receipts } = await getOrder();
  expect(receipts.map(({ lines }) => lines[0]?.sscc).sort()).toEqual([...ssccs].sort());
  expect(receipts[0]?.lines[0]?.deviations).toEqual([{ condition: 'damaged', quantityMilli: 1_000 }]);
});

test('the lot can be followed from the supplier’s bin to the buyer’s stock, from both sides', async () => {
  const { poNumber } = await getOrder();
  await desk.goto(`/lots?search=${lotNumber.toLowerCase()}`);
  await desk.getByRole('link', { name: lotNumber, exact: true }).click();
  const gone = desk.getByTestId('departure-row').filter({ hasText: ssccs[0] ?? '' });
  await gone.getByText('Northwind Grocers').waitFor();
  expect(await gone.textContent()).toContain(poNumber);
  expect(await desk.getByTestId('departure-row').count()).toBe(ssccs.length);
  const moves = desk.getByRole('table', { name: 'What happened to it' });
  for (const what of ['Pick', 'Unpick', 'Block', 'Ship'])
    await moves.getByText(what, { exact: true }).first().waitFor();
  await page.goto(`/lots?search=${lotNumber.toLowerCase()}`);
  await page.getByRole('link', { name: lotNumber, exact: true }).click();
  const origin = page.getByRole('table', { name: 'Where it came from' });
  await origin.getByText(supplierName).first().waitFor();
  await origin
    .getByRole('link', { name: `PO ${poNumber}` })
    .first()
    .waitFor();
});

test('an order of a customer of its own leaves the same warehouse, and what was refused at the door is its verdict', async () => {
  const soldId = await sendToCustomer(seller, { gtin14, pieces: 6, day: today, place: 'Main warehouse' });
  await desk.goto(`/sales-orders/${soldId}`);
  await desk.getByRole('region', { name: 'Shipments' }).getByText('In transit').waitFor();
  await desk.keyboard.press('d');
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Signed by').fill('M. Berg');
  await dialog.getByLabel('Kept of line 1').fill('5');
  await dialog.getByLabel('Refused of line 1').fill('1');
  await desk.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await desk.getByRole('table', { name: 'Lines' }).getByText('Delivered').waitFor();
  await desk.goto('/perfect-orders?tab=customers');
  const verdict = desk.getByTestId('customer-verdicts').getByRole('row').filter({ hasText: 'Corner shop' });
  await verdict.getByText('✗ failed').waitFor();
  expect(await verdict.textContent()).toMatch(/Damaged, carrier/);
});

test('the invoice is dearer and bills the damaged unit: both differences stand on the order with their price', async () => {
  mailbox.drop(
    'invoice.x12',
    write810({ order: received, controlNumber: 8003, day: compact(today), raise: 1, quantity: ordered - 1 }),
  );
  await waitFor('the invoice', async () => (await getOrder()).invoices.length > 0 || undefined);
  await page.goto(`/orders/${orderId}`);
  const invoice = page.getByTestId('invoice');
  await invoice.getByText('Price', { exact: true }).waitFor();
  await invoice.getByText('Quantity', { exact: true }).waitFor();
});

async function raise(what: RegExp, text: string): Promise<string> {
  await page.goto(`/orders/${orderId}`);
  await page.getByRole('button', { name: what }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.getByRole('button', { name: 'Raise the dispute' }).click();
  await page.waitForURL('**/disputes/*');
  await page.getByTestId('dispute-entry').first().waitFor();
  return page.url().split('/').at(-1) ?? '';
}

test('both are disputed with the documents that prove them; the supplier credits the price, the buyer debits the unit', async () => {
  const priceId = await raise(/^Dispute price/, 'The order says less');
  const evidence = page.getByRole('list', { name: 'Evidence' }).first();
  for (const kind of [/^PO /, /^Ship notice/, /^Receipt/, /^Invoice/])
    await evidence.getByText(kind).first().waitFor();
  const damageId = await raise(/^Dispute quantity/, 'One unit was crushed');
  await desk.goto('/disputes?worklist=mine');
  await desk.getByTestId('dispute-row').nth(1).waitFor();
  await desk.goto(`/disputes/${priceId}`);
  await desk.getByLabel('Statement').fill('Our price list was wrong');
  await desk.getByLabel('Credit by the supplier').check();
  await desk.getByTestId('dispute-end').click();
  await desk.getByText('This dispute has ended').waitFor();
  await page.goto(`/disputes/${damageId}`);
  await page.getByLabel('Statement').fill('We take the unit off');
  await page.getByLabel('Debit by the buyer').check();
  await page.getByTestId('dispute-end').click();
  await page.getByText('This dispute has ended').waitFor();
});

test('the match runs again: the invoice is approved for what was kept at the agreed price', async () => {
  const { invoices, lines, currency } = await getOrder();
  const [line] = lines;
  expect(invoices).toMatchObject([{ state: 'approved' }]);
  expect(currency).toBe('USD');
  const kept = line?.quantities.receivedMilli ?? 0;
  const price = line?.unitPriceMicros ?? 0;
  expect(invoices[0]?.payableMinor).toBe(Math.round((kept * price) / 10_000_000));
  await page.goto(`/orders/${orderId}`);
  await page.getByText('Approved', { exact: true }).first().waitFor();
  const told = (await getOrder()).timeline.map(({ type }) => type);
  for (const type of ['placed', 'change-accepted', 'shipped', 'received', 'invoiced', 'dispute-ended']) {
    expect(told).toContain(type);
  }
});

test('the perfect order says which line failed, why, whose it is, and what it cost', async () => {
  const [line] = (await getOrder()).lines;
  await page.goto(`/orders/${orderId}`);
  const verdicts = page.getByTestId('order-verdicts');
  await verdicts.getByRole('link').first().waitFor({ timeout: 60_000 });
  await verdicts.getByRole('link').first().click();
  await page.waitForURL(`**/perfect-orders/${line?.orderLineId}`);
  const checks = page.getByTestId('checks');
  await checks.waitFor();
  const told = (await checks.textContent()) ?? '';
  expect(told).toContain('✗');
  expect(told).toMatch(/damage/i);
  expect(told).toMatch(/\$\d/);
  expect(told).toContain(`${ordered - 1} of ${ordered} `);
  expect(told).toMatch(/received inside the window; the supplier cancelled/);
  expect(told).toMatch(/Supplier: The supplier cancelled what was ordered/);
  await page.getByText('Root cause', { exact: true }).waitFor();
  const facts = page.locator('dl.facts').first();
  expect(await facts.textContent()).toMatch(/Root cause.*(supplier|carrier|buyer|receiving place|data)/i);
  expect(await facts.textContent()).toMatch(/Cost of what failed\$[\d.,]*[1-9]/);
});

test('the supplier disputes the verdict in a room of its own, the buyer grants another reason, and both versions stay', async () => {
  const [line] = (await getOrder()).lines;
  await desk.goto(`/perfect-orders/${line?.orderLineId}`);
  await desk.getByTestId('dispute-verdict').press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The pallet left whole');
  await dialog.getByLabel('Evidence').fill('Photo at the gate');
  await dialog.getByTestId('confirm-dispute').press('Enter');
  await desk.waitForURL('**/disputes/*');
  await desk.getByTestId('both-figures').getByText('As claimed').waitFor();
  await page.goto('/disputes?worklist=mine');
  await page.getByTestId('dispute-row').first().getByText('Verdict of line').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/disputes/*');
  await page.getByLabel('Statement').fill('The road was closed that day');
  await page.getByLabel('Restate it in another way').check();
  await page.getByRole('combobox', { name: 'Because' }).click();
  await page.getByRole('option', { name: 'Force majeure' }).click();
  await page.getByTestId('dispute-end').press('Enter');
  await page.getByText('This dispute has ended').waitFor();
  const versions = page.getByTestId('verdict-versions');
  await versions.getByText('restated', { exact: true }).waitFor();
  expect(await versions.textContent()).toMatch(/disputed.*Force majeure.*The road was closed that day/s);
});

test('a supplier changes its allocation rules by keyboard; what somebody else saves meanwhile is kept as well', async () => {
  const before = await seller.fulfillment.rules.get.query();
  await desk.goto('/allocation-rules');
  await desk.getByTestId('rule-row').first().waitFor();
  await desk.keyboard.press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Good for, after its day').fill('21');
  await desk.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await seller.fulfillment.rules.set.mutate({
    ...before,
    policy: 'fair-share',
    places: [],
    expectedVersion: before.version,
  });
  await desk.keyboard.press('s');
  await dialog.getByText('21 days after its day').waitFor();
  await desk.getByTestId('review-save').click();
  await desk.getByText('saved the rules while you changed them').waitFor();
  await desk.getByTestId('rules-merge').click();
  await desk.keyboard.press('s');
  await desk.getByTestId('review-save').press('Enter');
  await desk.getByText(`Version ${before.version + 2}, saved by`).waitFor();
  const { policy, rules, places } = await seller.fulfillment.rules.get.query();
  expect(policy).toBe('fair-share');
  expect(rules[0]?.remainingDays).toBe(21);
  expect(places.every(({ shipmentMinor }) => shipmentMinor === null)).toBe(true);
});

test('the buyer’s administrator agrees new measuring terms after seeing the difference, and they hold at once', async () => {
  const admin = await openPortal(product, 'admin@northwind-grocers.example');
  try {
    await admin.page.goto('/measuring-terms/new');
    await admin.page.getByLabel('Late at most').fill('1');
    await admin.page.getByTestId('terms-review').click();
    const row = admin.page.getByTestId('diff-row');
    await row.filter({ hasText: 'Late at most' }).waitFor();
    expect(await row.count()).toBe(1);
    await admin.page.getByTestId('review-save').click();
    await admin.page.getByText('Hold for every supplier').waitFor();
  } finally {
    await admin.browser.close();
  }
});
