/** What people do in the portal besides the main story, in real browsers against the real product. */
import { addDays, localDate } from '@coplan/kernel';
import { launchBrowser, type TestBrowser } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { totpNow } from './harness/totp.ts';
import { waitFor } from './harness/wait.ts';

const buyerEmail = 'buyer@northwind-grocers.example';
const invitedEmail = 'second.clerk@northwind-grocers.example';
const invitedPassword = 'a-long-pass-phrase';

let product: RunningProduct;
let browsers: TestBrowser[];
/** The buyer's page stays open; everybody else shares the other one. */
let buyer: Page;
let other: Page;
let api: Api;

async function openPage(): Promise<Page> {
  const browser = await launchBrowser({ baseURL: product.portalUrl });
  browsers.push(browser);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.setDefaultTimeout(15_000);
  return page;
}

/** Nobody is signed in any more; no page is left that would notice, and go to the sign-in by itself. */
async function forgetSession(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
}

async function enterPassword(page: Page, email: string, password = product.password): Promise<void> {
  await forgetSession(page);
  await page.goto('/sign-in');
  await page.getByTestId('sign-in-email').fill(email);
  await page.getByTestId('sign-in-password').fill(password);
  await page.getByTestId('sign-in-submit').click();
}

async function enter(page: Page, email: string, password?: string): Promise<void> {
  await enterPassword(page, email, password);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

const apiOf = (email: string): Promise<Api> =>
  signIn({ url: product.portalUrl, email, password: product.password });
const getProposal = (proposalId: string) => api.proposals.get.query({ proposalId });

beforeAll(async () => {
  browsers = [];
  product = await openProduct();
  [buyer, other, api] = await Promise.all([openPage(), openPage(), apiOf(buyerEmail)]);
  await enter(buyer, buyerEmail);
});
afterAll(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()));
  await product?.remove();
});

/** The proposal under the cursor of the worklist. */
const cursorId = async (): Promise<string> => {
  const active = await buyer.getByRole('grid').getAttribute('aria-activedescendant');
  return (active ?? '').replace('proposal-', '');
};

/** Approved rows leave a moment later, or stay and wait for a second approver: J goes on to one that is undecided. */
const undecidedId = (): Promise<string> =>
  waitFor('the cursor on an undecided row', async () => {
    const id = await cursorId();
    if ((await getProposal(id)).state === 'in-review') return id;
    await buyer.keyboard.press('j');
    return undefined;
  });

/** Dialogs take the focus a moment after they are drawn. */
const waitForFocus = (label: RegExp): Promise<unknown> =>
  waitFor(`the focus in ${label.source}`, async () => {
    const field = buyer.getByRole('dialog').getByLabel(label);
    return (await field.evaluate((element) => element.matches(':focus'))) || undefined;
  });

test('J and K move, X selects, A previews what several approvals come to and places their orders', async () => {
  await buyer.goto('/proposals?sort=value');
  await buyer.getByTestId('proposal-row').first().waitFor();
  const first = await cursorId();
  await buyer.keyboard.press('j');
  const second = await waitFor('the cursor on the next row', async () => {
    const id = await cursorId();
    return id === first ? undefined : id;
  });
  await buyer.keyboard.press('k');
  await waitFor('the cursor back on the first row', async () => (await cursorId()) === first || undefined);
  await buyer.keyboard.press('x');
  await buyer.keyboard.press('j');
  await buyer.keyboard.press('x');
  await buyer.getByText('2 selected').waitFor();
  await buyer.keyboard.press('a');
  const preview = await api.proposals.previewApproval.query({ proposalIds: [first, second] });
  const dialog = buyer.getByRole('dialog');
  await dialog.getByText(preview.bySupplier[0]?.name ?? '').waitFor();
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: preview.currency });
  expect(await dialog.textContent()).toContain(money.format(preview.valueMinor / 100));
  await buyer.getByTestId('approve-confirm').press('Enter');
  await dialog.waitFor({ state: 'detached' });
  for (const proposalId of [first, second]) {
    const { state } = await getProposal(proposalId);
    expect(['approved', 'released', 'ordered', 'needs-second']).toContain(state);
  }
});

test('R rejects a proposal with a reason, without the mouse', async () => {
  const rejected = await undecidedId();
  await buyer.keyboard.press('r');
  await waitForFocus(/^Reason/);
  await buyer.keyboard.type('delisted next week');
  await buyer.keyboard.press('Enter');
  await buyer.getByRole('dialog').waitFor({ state: 'detached' });
  const { state, timeline } = await getProposal(rejected);
  expect(state).toBe('rejected');
  expect(JSON.stringify(timeline)).toContain('delisted next week');
});

let edited: string;

test('E changes a quantity with a reason, without the mouse', async () => {
  edited = await undecidedId();
  const before = await getProposal(edited);
  const doubledMilli = before.quantityMilli * 2;
  await buyer.keyboard.press('e');
  const dialog = buyer.getByRole('dialog');
  await waitForFocus(/^Order quantity/);
  await buyer.keyboard.press('ControlOrMeta+a');
  await buyer.keyboard.type(String(doubledMilli / 1000));
  await buyer.keyboard.press('Tab');
  await dialog.getByLabel('Reason').focus();
  await buyer.keyboard.type('street festival');
  await buyer.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const after = await getProposal(edited);
  expect(after).toMatchObject({ quantityMilli: doubledMilli, isEdited: true, editReason: 'street festival' });
  expect(after.proposedQuantityMilli).toBe(before.quantityMilli);
});

test('a run is started on the worklist and cancelled there', async () => {
  await waitFor('a cancelled run', async () => {
    await buyer.getByTestId('new-run').click();
    await buyer.getByRole('button', { name: 'Cancel' }).click({ timeout: 5_000 });
    return waitFor(
      'the end of the run',
      async () => {
        const { rows } = await api.runs.list.query({ limit: 1 });
        const [run] = rows;
        if (run === undefined || run.endedAt === null) return undefined;
        if (run.state !== 'cancelled')
          throw new Error(`the run was ${run.state} before it could be cancelled`);
        return run;
      },
      10_000,
    );
  });
  await buyer.getByText('Last run cancelled').waitFor();
});

/** Counts stock anew, so that the next run sees something else. */
async function importStock(csv: string): Promise<void> {
  const answer = await buyer.request.post('/api/v1/imports/stock?fileName=stock.csv', {
    headers: {
      'content-type': 'text/csv',
      'idempotency-key': 'counted-again',
      origin: product.portalUrl,
    },
    data: csv,
  });
  if (!answer.ok()) throw new Error(`the stock was refused: ${answer.status()} ${await answer.text()}`);
}

test('a newer run that disagrees with an entered quantity is shown, and a person decides', async () => {
  const { itemNumber, locationCode } = await getProposal(edited);
  await importStock(`item,location,quantity\n${itemNumber},${locationCode},1000000\n`);
  const { runId } = await api.runs.start.mutate({});
  await waitFor('the end of the run', async () => {
    const { state } = await api.runs.get.query({ runId });
    return state === 'done' || undefined;
  });
  const before = await getProposal(edited);
  expect(before.state).toBe('conflict');
  await buyer.goto(`/proposals/${edited}`);
  await buyer.getByText('A newer run proposes another quantity').waitFor();
  await buyer.getByLabel('Reason').fill('the festival is confirmed');
  await buyer.getByRole('button', { name: /^Keep/ }).click();
  await buyer.getByText('A newer run proposes another quantity').waitFor({ state: 'detached' });
  expect(await getProposal(edited)).toMatchObject({
    state: 'in-review',
    quantityMilli: before.quantityMilli,
  });
});

test('a supplier changes one date; the buyer’s open page shows it, and the buyer accepts', async () => {
  const planner = await apiOf('planner@clearwater.example');
  const { toConfirm } = await planner.supplier.home.query();
  const asked = toConfirm.find(({ buyerName }) => buyerName === 'Northwind Grocers');
  if (asked === undefined) throw new Error('the demo has no order for Clearwater Beverages to answer');
  const { orderId } = asked;
  const promisedOn = addDays(localDate(asked.deliverOn), 9);
  await buyer.goto(`/orders/${orderId}`);
  await buyer.getByText('not yet', { exact: true }).waitFor();
  await buyer.evaluate('window.isSamePage = true');

  await enter(other, 'planner@clearwater.example');
  // Two buyers may number their orders alike: the link of this one is meant.
  await other.locator(`a[href*="${orderId}"]`).first().click();
  await other.getByTestId('confirm-date').first().fill(promisedOn);
  await other.getByLabel('Reason for line 1').fill('filling line is down');
  await other.getByTestId('confirm-order').click();
  await other.getByText(/Your answer to PO/).waitFor();

  await buyer.getByTestId('order-promised-date').locator(`time[datetime="${promisedOn}"]`).waitFor();
  await buyer.getByText('Clearwater Beverages proposes changes').waitFor();
  expect(await buyer.evaluate('window.isSamePage')).toBe(true);
  await buyer.getByLabel('Reason').fill('two days of cover are left');
  await buyer.getByRole('button', { name: 'Accept the changes' }).click();
  await buyer.getByText('Clearwater Beverages proposes changes').waitFor({ state: 'detached' });
  const { state } = await api.orders.get.query({ orderId });
  expect(state).not.toBe('negotiating');
});

test('an import names the row that is wrong and takes the others', async () => {
  const { rows } = await api.proposals.list.query({ state: 'open', limit: 1 });
  const [known] = rows;
  const day = addDays(localDate(known?.orderOn ?? ''), -400);
  const lines = [
    'item,location,date,quantity,in_stock',
    `${known?.itemNumber},${known?.locationCode},${day},12,true`,
    `${known?.itemNumber},${known?.locationCode},${day},many,true`,
  ];
  await buyer.goto('/imports');
  const file = { name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) };
  await buyer.locator('input[type=file]').setInputFiles(file);
  await buyer.getByRole('button', { name: 'Import', exact: true }).click();
  const errors = buyer.getByRole('table', { name: 'Rows with errors' });
  await errors.waitFor();
  const row = await errors.locator('tbody tr').first().textContent();
  expect(row).toMatch(/^3/);
  expect(row).toContain('quantity');
  expect(await errors.locator('tbody tr').count()).toBe(1);
});

test('a second factor is set up with an authenticator app and asked for at the next sign-in', async () => {
  await enter(other, 'clerk@northwind-grocers.example');
  await other.goto('/account');
  await other.getByRole('textbox', { name: 'Your password' }).fill(product.password);
  await other.getByRole('button', { name: 'Set up' }).click();
  const secret = (await other.locator('ol code').first().textContent()) ?? '';
  await other.getByLabel('Enter the code that the app shows').fill(totpNow(secret));
  await other.getByRole('button', { name: 'Turn on' }).click();
  await other.getByText('Signing in asks for a code of your authenticator app.').waitFor();

  await enterPassword(other, 'clerk@northwind-grocers.example');
  const code = other.getByLabel('Code of your authenticator app');
  await code.fill('000000');
  await other.getByRole('button', { name: 'Confirm' }).click();
  await other.getByRole('alert').or(other.locator('.callout')).first().waitFor();
  await code.fill(totpNow(secret));
  await other.getByRole('button', { name: 'Confirm' }).click();
  await other.getByRole('heading', { name: 'What you can see' }).waitFor();
});

test('an invited person chooses a password and enters with the role that was given', async () => {
  await enter(other, 'admin@northwind-grocers.example');
  await other.goto('/users');
  await other.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = other.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(invitedEmail);
  await dialog.locator('.mantine-MultiSelect-input').click();
  await other.getByRole('option', { name: 'Clerk' }).click();
  await other.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await other.getByLabel('Invitation link').inputValue();

  await forgetSession(other);
  await other.goto(link);
  await other.getByLabel('Your name').fill('Second clerk');
  await other.getByLabel('Choose a password').fill(invitedPassword);
  await other.getByRole('button', { name: 'Accept the invitation' }).click();
  await other.waitForURL('**/sign-in');
  await enter(other, invitedEmail, invitedPassword);
  await other.getByRole('heading', { name: 'What you can see' }).waitFor();
});

test('a page whose session is ended elsewhere goes to sign-in and comes back after it', async () => {
  await other.goto('/stock');
  await other.getByRole('table', { name: 'Stock' }).waitFor();
  await other.getByText('Live', { exact: true }).waitFor();
  const admin = await apiOf('admin@northwind-grocers.example');
  const { rows } = await admin.users.list.query({ limit: 200 });
  const invited = rows.find(({ email }) => email === invitedEmail);
  await admin.users.revokeSessions.mutate({ userId: invited?.userId ?? '' });
  await other.waitForURL(/\/sign-in\?from=/);
  await other.getByTestId('sign-in-email').fill(invitedEmail);
  await other.getByTestId('sign-in-password').fill(invitedPassword);
  await other.getByTestId('sign-in-submit').click();
  await other.waitForURL('**/stock');
});

test('a buyer cuts a supplier’s proposals to a budget, and the browser proves the suggestion', async () => {
  const { facets } = await api.proposals.list.query({ state: 'open', limit: 1 });
  const [supplier] = facets.suppliers.toSorted((left, right) => right.count - left.count);
  if (supplier === undefined) throw new Error('the demo has open proposals');
  const [load] = await api.proposals.loads.query({ supplierId: supplier.id });
  if (load === undefined) throw new Error('the supplier has a delivery to combine');
  await buyer.goto(`/proposals?supplier=${supplier.id}`);
  await buyer.getByTestId('combine').click();
  const dialog = buyer.getByRole('dialog');
  const budget = Math.floor(load.valueMinor / 200);
  await dialog.getByText('Budget', { exact: true }).click();
  await dialog.getByLabel(/^Budget \(/).fill(String(budget));
  await dialog.getByText(/Shadow price/).waitFor();
  expect(await dialog.getByTestId('combination-proof').textContent()).toContain('agrees');
  await dialog.getByTestId('apply-combination').click();
  await dialog.waitFor({ state: 'detached' });
  const after = await api.proposals.loads.query({ supplierId: supplier.id });
  const kept = after.find(
    ({ deliverOn, locationId }) => deliverOn === load.deliverOn && locationId === load.locationId,
  );
  expect(kept?.valueMinor ?? 0).toBeLessThanOrEqual(budget * 100);
});

test('the policy chosen on an item’s page is the one that its next runs plan by', async () => {
  const { rows } = await api.catalog.items.list.query({ limit: 50 });
  const item = rows.find(({ locationCount }) => locationCount > 0);
  if (item === undefined) throw new Error('the demo plans items');
  await buyer.goto(`/items/${item.itemId}`);
  await buyer.getByRole('button', { name: 'Policy…' }).first().click();
  const dialog = buyer.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Policy' }).click();
  await buyer.getByRole('option', { name: /^Minimum and maximum/ }).click();
  await dialog.getByRole('textbox', { name: 'Minimum' }).fill('12');
  await dialog.getByRole('textbox', { name: 'Maximum' }).fill('96');
  await dialog.getByRole('button', { name: 'Plan by this' }).click();
  await dialog.waitFor({ state: 'detached' });
  const { locations } = await api.catalog.items.get.query({ itemId: item.itemId });
  const chosen = await Promise.all(
    locations.map(({ itemLocationId }) => api.catalog.policies.get.query({ itemLocationId })),
  );
  expect(chosen.map(({ own }) => own?.policy.rule)).toContainEqual({
    kind: 'min-max',
    minimumMilli: 12_000,
    maximumMilli: 96_000,
  });
});

/** Types into the field that has the cursor and takes what is found. */
async function find(text: string): Promise<void> {
  await buyer.keyboard.type(text);
  await buyer.getByRole('option', { name: text }).first().waitFor();
  await buyer.keyboard.press('ArrowDown');
  await buyer.keyboard.press('Enter');
}

test('goods are set aside for another place, shipped and received by the keyboard alone', async () => {
  const [placed] = (await api.transfers.list.query({ state: 'placed' })).rows;
  if (placed === undefined) throw new Error('the demo has a transfer that is placed');
  const { lines } = await api.transfers.get.query({ transferId: placed.transferId });
  await buyer.goto('/transfers');
  await buyer.getByText(placed.transferNumber).waitFor();
  await buyer.keyboard.press('n');
  const dialog = buyer.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'From' }).waitFor();
  await find(placed.fromCode);
  await buyer.keyboard.press('Tab');
  await find(placed.toCode);
  await dialog.getByLabel('Due on').fill(placed.deliverOn);
  await dialog.getByRole('combobox', { name: 'Item of line 1' }).focus();
  await find(lines[0]?.itemNumber ?? '');
  await buyer.keyboard.press('Tab');
  await buyer.keyboard.type('2');
  await buyer.keyboard.press('Enter');
  await buyer.waitForURL(/\/transfers\/[0-9a-f-]{36}$/);
  const transferId = buyer.url().split('/').at(-1) ?? '';
  const state = async () => (await api.transfers.get.query({ transferId })).state;
  expect(await state()).toBe('placed');
  await buyer.getByRole('button', { name: 'Ship', exact: true }).waitFor();
  await buyer.keyboard.press('s');
  await waitFor('the goods to leave', async () => (await state()) === 'in-transit' || undefined);
  await buyer.getByRole('button', { name: 'Receive', exact: true }).waitFor();
  await buyer.keyboard.press('r');
  await dialog.getByLabel('good of line 1').press('Enter');
  await waitFor('the goods to arrive', async () => (await state()) === 'received' || undefined);
});

test('a release is typed and issued by the keyboard alone, and one of a file is shown before it counts', async () => {
  const [blanket] = (await api.orders.blankets.list.query({ state: 'running', limit: 1 })).rows;
  if (blanket === undefined) throw new Error('the demo has a running blanket order');
  const { orderId, poNumber } = blanket;
  const read = () => api.orders.blankets.get.query({ orderId });
  await buyer.goto('/blanket-orders');
  await buyer.getByTestId('blanket-row').first().waitFor();
  await buyer.keyboard.press('Enter');
  await buyer.getByRole('heading', { name: `Blanket order ${poNumber}` }).waitFor();
  await buyer.keyboard.press('n');
  const week = buyer.getByLabel(/^Amount of the week from/).nth(5);
  await week.focus();
  await week.selectText();
  await buyer.keyboard.type('777');
  await buyer.keyboard.press('Enter');
  const issue = buyer.getByRole('button', { name: 'Issue the release' });
  await waitFor('the difference', async () => (await issue.isEnabled()) || undefined);
  await buyer.keyboard.press('Control+Enter');
  await buyer.waitForURL(`**/blanket-orders/${orderId}`);
  const typed = (await read()).releases[0];
  expect(typed?.items[0]?.buckets.map(({ amountMilli }) => amountMilli)).toContain(777_000);

  await buyer.goto('/blanket-orders');
  await buyer.getByTestId('blanket-row').first().waitFor();
  await buyer.keyboard.press('r');
  const dialog = buyer.getByRole('dialog');
  const { items, today } = await read();
  const row = (item: string) => `${poNumber},900,forecast,${item},${addDays(today, 70)},,50,planned\n`;
  const header = 'order,release,kind,item,date,until,quantity,certainty\n';
  const choose = (item: string) =>
    dialog.locator('input[type=file]').setInputFiles({
      ...{ name: 'releases.csv', mimeType: 'text/csv' },
      buffer: Buffer.from(header + row(item)),
    });
  await choose('SPELT');
  await dialog.getByText('line 2, column item').waitFor();
  await choose(items[0]?.itemNumber ?? '');
  await dialog.getByText('Nothing firm changes').waitFor();
  await dialog.getByRole('button', { name: 'Issue 1 release' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect((await read()).releases[0]).toMatchObject({ releaseNumber: '900', isByDocument: false });
});
