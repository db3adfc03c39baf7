/** What an EDI coordinator does in a real browser: finds a message, reads it, repairs a copy, has others read again. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

let product: RunningProduct;
let portal: PortalPage;
let page: PortalPage['page'];
let api: Api;
let poNumber: string;

beforeAll(async () => {
  product = await openProduct();
  portal = await openPortal(product, 'edi@northwind-grocers.example');
  ({ page } = portal);
  const email = 'buyer@northwind-grocers.example';
  api = await signIn({ url: product.portalUrl, email, password: product.password });
});
afterAll(async () => {
  await portal?.browser.close();
  await product?.remove();
});

const rows = () => page.getByTestId('edi-message-row');
const currentIndex = () =>
  rows().evaluateAll((all) => all.findIndex((row) => row.getAttribute('data-current') === 'true'));

test('the monitor shows failures first, finds a message by its order, and J, K and Enter walk there', async () => {
  await page.waitForURL((url) => url.pathname === '/edi/messages');
  await rows().first().waitFor();
  await page.getByTestId('edi-pulse').getByText('to look at').waitFor();
  const texts = await rows().allTextContents();
  const failing = texts.map((text) =>
    /Rejected|In quarantine|Refused|Cannot be sent|Not delivered|Overdue|Partner rejects/.test(text),
  );
  expect(failing[0]).toBe(true);
  expect(failing.lastIndexOf(true)).toBeLessThan(failing.indexOf(false));
  const wrong = texts.find((text) => text.includes('"ZQ" is no final answer')) ?? '';
  poNumber = /PO (\S*\d)/.exec(wrong)?.[1] ?? '';
  await page.keyboard.press('j');
  await waitFor('the second row', async () => (await currentIndex()) === 1 || undefined);
  await page.keyboard.press('k');
  await waitFor('the first row', async () => (await currentIndex()) === 0 || undefined);
  await page.getByRole('searchbox').fill(poNumber.toLowerCase());
  await waitFor('only messages of the order', async () => {
    const found = await rows().allTextContents();
    return (found.length > 0 && found.every((text) => text.includes(poNumber))) || undefined;
  });
  expect(await rows().first().textContent()).toContain('855');
  // Escape would empty the field as well.
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/edi/messages/'));
});

test('the tree names what the partner wrote, with the issue at its place, and marks the same bytes beside it', async () => {
  const tree = page.getByTestId('edi-tree');
  const raw = page.getByTestId('edi-raw');
  const wrong = tree.locator('[data-testid="edi-segment"][data-issue="true"]');
  expect(await wrong.textContent()).toContain('line item acknowledgement');
  expect(await wrong.textContent()).toContain('is no final answer');
  expect(await raw.locator('[data-marked="true"]').textContent()).toBe('ZQ');
  await tree.getByText(poNumber, { exact: true }).first().click();
  await raw.locator('[data-marked="true"]').filter({ hasText: poNumber }).waitFor();
  await raw.getByText('ZQ', { exact: true }).click();
  await tree.locator('.edi-value[data-marked="true"]').filter({ hasText: 'ZQ' }).waitFor();
});

test('a repaired copy is checked before it is sent, and the order gets its promise', async () => {
  await page.keyboard.press('e');
  const editor = page.getByTestId('edi-editor');
  const verdict = page.getByTestId('edi-verdict');
  const text = await editor.inputValue();
  await verdict.getByText('One issue is left').waitFor();
  expect(await page.getByTestId('edi-send-copy').isDisabled()).toBe(true);
  await editor.fill(text.replace('ACK*ZQ', 'ACK*IA'));
  await verdict.getByText('Changed since it was checked').waitFor();
  await page.getByTestId('edi-check').click();
  await verdict.getByText('It can be read: Order confirmation').waitFor();
  await page.getByTestId('edi-send-copy').click();
  await page.getByRole('dialog').getByRole('textbox').fill('The partner meant IA');
  await page.getByTestId('confirm-reason').click();
  const chain = page.getByTestId('edi-chain');
  await chain.getByText('The partner meant IA').waitFor();
  await page.getByText('Repaired', { exact: true }).first().waitFor();
  await waitFor('the promise on the order', async () => {
    const { rows: orders } = await api.orders.list.query({ search: poNumber, limit: 5 });
    const { orderId } = orders.find((order) => order.poNumber === poNumber) ?? {};
    if (orderId === undefined) return undefined;
    const { lines } = await api.orders.get.query({ orderId });
    return lines.every(({ schedule }) => schedule.some(({ promises }) => promises.length > 0)) || undefined;
  });
  await page.goto(page.url().replace(/\?.*/, ''));
  await page.getByTestId('edi-raw').getByText('ZQ', { exact: true }).waitFor();
  expect(await page.getByTestId('edi-repair').count()).toBe(0);
});

test('a file of the wrong sender is read again with a reason, and junk is set aside', async () => {
  await page.goto('/edi/messages?show=failing');
  await rows().filter({ hasText: 'HVFOODSTEST' }).getByRole('link').first().click();
  await page.getByTestId('edi-replay').click();
  await page.getByRole('dialog').getByRole('textbox').fill('The agreement was corrected');
  await page.getByTestId('confirm-reason').click();
  await page.getByText('It is tried again').waitFor();
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await page.getByTestId('edi-chain').getByText('The agreement was corrected').waitFor();
  await page.goto('/edi/messages?show=failing');
  await rows().filter({ hasText: 'HVFOODSTEST' }).first().waitFor();
  const before = await rows().count();
  await rows().filter({ hasText: 'outside of any interchange' }).getByRole('link').first().click();
  await page.getByTestId('edi-set-aside').click();
  await page.getByRole('dialog').getByRole('textbox').fill('A letter, no message');
  await page.getByTestId('confirm-reason').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goto('/edi/messages?show=failing');
  await waitFor('one failure less', async () => (await rows().count()) === before - 1 || undefined);
});

const agreementRow = () => page.getByTestId('edi-agreement-row').first();
const setting = (path: string) => page.getByTestId(`setting-${path}`);

test('an agreement is changed: what differs is seen before it is saved, and becomes a version with its reason', async () => {
  await page.goto('/edi/agreements');
  await agreementRow().getByRole('link').first().click();
  await page.getByTestId('edit-agreement').click();
  const save = page.getByTestId('save-agreement');
  expect(await save.isDisabled()).toBe(true);
  await setting('acknowledgementDueMinutes').fill('soon');
  await page.getByText('This is no number').waitFor();
  await setting('acknowledgementDueMinutes').fill('95');
  await page.getByTestId('find-setting').fill('units cs');
  await setting('profile.units.CS').fill('CS, CA');
  const changes = page.getByTestId('edi-change-row');
  await changes.filter({ hasText: 'Acknowledgement due' }).filter({ hasText: '95' }).waitFor();
  await changes.filter({ hasText: 'CS, CA' }).waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('He counts in cases');
  await save.click();
  const version = page.getByTestId('edi-version-row').first();
  await version.filter({ hasText: 'He counts in cases' }).waitFor();
  await page.getByTestId('edi-change-row').filter({ hasText: 'CS, CA' }).waitFor();
});

test('what cannot be is told at its setting, and is not saved', async () => {
  await page.getByTestId('edit-agreement').click();
  await page.getByTestId('settings-sftp').locator('summary').click();
  await setting('sftp.host').fill('sftp.partner.example');
  await page.getByText('It cannot be saved like this').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('By SFTP from now on');
  expect(await page.getByTestId('save-agreement').isDisabled()).toBe(true);
});

/** A confirmation that the partner of the demo has sent. */
function sampleOf(partner: string): Buffer {
  const archive = join(product.dataFolder, 'edi', partner, 'archive');
  const files = readdirSync(archive).map((name) => readFileSync(join(archive, name)));
  const found = files.find((bytes) => bytes.includes('ST*855'));
  if (found === undefined) throw new Error(`${partner} has sent no 855`);
  return found;
}

test('a draft made of a sample is put in force: the agreement there is gets its next version', async () => {
  await page.goto('/edi/onboarding');
  await page
    .getByTestId('drop-files')
    .first()
    .setInputFiles({
      ...{ name: 'sample.x12', mimeType: 'application/octet-stream' },
      buffer: sampleOf('northwind-grocers-alpine-dairy'),
    });
  await page.getByTestId('set-use').filter({ hasText: '855' }).waitFor();
  const form = page.locator('form', { has: page.getByTestId('adopt') });
  await form.getByLabel('The partner is called').fill('Alpine Dairy');
  await form.getByRole('combobox', { name: 'Organisation here' }).click();
  await page.getByRole('option', { name: 'Alpine Dairy' }).click();
  await page.getByTestId('adopt').click();
  await page.waitForURL('**/edi/drafts/*');
  const force = page.getByTestId('put-in-force');
  await force.getByText('the next version of the agreement').waitFor();
  await force.getByRole('textbox', { name: 'Reason' }).fill('The partner has tested it');
  await page.getByTestId('force-draft').click();
  await page.waitForURL('**/edi/agreements/*');
  await page.getByRole('heading', { name: 'Northwind Grocers Alpine Dairy' }).waitFor();
  await page.goBack();
  await page.getByText('in force', { exact: true }).waitFor();
  expect(await page.getByTestId('put-in-force').count()).toBe(0);
});
