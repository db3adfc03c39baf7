/** From a proposal to a settled invoice over real processes: what went wrong, whose it is, and what it cost. */
import { addDays, gs1CheckDigit, localDate } from '@coplan/kernel';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { type Received850, write810, write855, write856 } from './harness/edi.ts';
import { type Mailbox, openMailbox } from './harness/mailbox.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

const buyerEmail = 'buyer@northwind-grocers.example';
/** Suppliers that read EDI, with the key of their mailbox and of their people. */
const suppliers: Record<string, string> = {
  'Alpine Dairy': 'alpine-dairy',
  'Brightside Household': 'brightside',
};
const mailboxOf: Record<string, string> = {
  'Alpine Dairy': 'northwind-grocers-alpine-dairy',
  'Brightside Household': 'northwind-grocers-brightside-household',
};
const compact = (day: string): string => day.replaceAll('-', '');

let product: RunningProduct;
let buyer: PortalPage;
let supplier: PortalPage;
let page: Page;
let api: Api;
let mailbox: Mailbox;
let supplierName: string;
let orderId: string;
let received: Received850;
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
  mailbox = openMailbox(product.dataFolder, mailboxOf[supplierName] ?? '');
  received = await waitFor('the 850', () => mailbox.find850(poNumber)[0]);
});

test('the supplier confirms with one change, and the buyer accepts it', async () => {
  const { deliverOn } = await getOrder();
  const promisedOn = compact(addDays(localDate(deliverOn), 9));
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

test('the supplier’s allocation board holds the order, and says what is given to it or why nothing is', async () => {
  supplier = await openPortal(product, `planner@${suppliers[supplierName]}.example`);
  const desk = supplier.page;
  const { poNumber } = await getOrder();
  await desk.goto(`/allocation?search=${poNumber}`);
  await desk.getByRole('link', { name: `${poNumber} · 1`, exact: true }).waitFor();
  const row = desk.getByRole('row').filter({ hasText: `${poNumber} · 1` });
  expect((await row.textContent())?.length).toBeGreaterThan(40);
});

test('the ship notice comes, its carton is scanned, and one unit is damaged', async () => {
  ssccs = received.lines.map((_, index) => {
    const digits = `34006381${String(900_000_000 + index)}`;
    return digits + gs1CheckDigit(digits);
  });
  const day = compact((await getOrder()).deliverOn);
  mailbox.drop('notice.x12', write856({ order: received, controlNumber: 8002, day, ssccs }));
  await waitFor('the ship notice', async () => (await getOrder()).shipments.length > 0 || undefined);
  const [line] = (await getOrder()).lines;
  await page.goto('/receiving');
  await page.getByTestId('scan').fill(`00${ssccs[0]}`);
  await page.keyboard.press('Enter');
  const row = page.getByTestId('goods-row').first();
  await row.waitFor();
  const about = `${line?.itemNumber} of line ${line?.lineNumber}`;
  const quantity = (line?.quantityMilli ?? 0) / 1000;
  await page.getByLabel(`Kept of ${about}`).fill(String(quantity - 1));
  await page.getByLabel(`Damaged of ${about}`).fill('1');
  await page.getByRole('button', { name: 'Record the receipt' }).click();
  await waitFor('the receipt', async () => (await getOrder()).receipts.length > 0 || undefined);
  expect((await getOrder()).receipts[0]?.lines[0]).toMatchObject({
    sscc: ssccs[0],
    deviations: [{ condition: 'damaged', quantityMilli: 1_000 }],
  });
  await page.getByText(/counted in receipt/).waitFor();
});

test('the invoice is dearer and bills the damaged unit: both differences stand on the order with their price', async () => {
  const day = compact((await getOrder()).deliverOn);
  mailbox.drop('invoice.x12', write810({ order: received, controlNumber: 8003, day, raise: 1 }));
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
  const desk = supplier.page;
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
  await page.getByText('Root cause', { exact: true }).waitFor();
  const facts = page.locator('dl.facts').first();
  expect(await facts.textContent()).toMatch(/Root cause.*(supplier|carrier|buyer|receiving place|data)/i);
  expect(await facts.textContent()).toMatch(/Cost of what failed\$[\d.,]*[1-9]/);
});
