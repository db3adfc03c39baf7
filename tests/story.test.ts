/** The main job over real processes: sales in, proposal, approval, 850 out, 855 back, the open page changes. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, localDate } from '@coplan/kernel';
import { launchBrowser, type TestBrowser } from '@coplan/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { coplan } from './harness/coplan.ts';
import { type Received850, write855, write997 } from './harness/edi.ts';
import { type Mailbox, openMailbox, sent997s } from './harness/mailbox.ts';
import { openPortal, type PortalPage } from './harness/portal-page.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

const email = 'buyer@northwind-grocers.example';
const mailboxes: Record<string, string> = {
  'Alpine Dairy': 'northwind-grocers-alpine-dairy',
  'Brightside Household': 'northwind-grocers-brightside-household',
};

let product: RunningProduct;
let browser: TestBrowser;
let page: Page;
let api: Api;
let mailbox: Mailbox;
let orderId: string;
let poNumber: string;
let received: Received850;
let answer: Buffer;
let coordinator: PortalPage;

beforeAll(async () => {
  product = await openProduct();
  browser = await launchBrowser({ baseURL: product.portalUrl });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.setDefaultTimeout(30_000);
  api = await signIn({ url: product.portalUrl, email, password: product.password });
});
afterAll(async () => {
  await Promise.all([browser?.close(), coordinator?.browser.close()]);
  await product?.remove();
});

const getOrder = () => api.orders.get.query({ orderId });
const promisesOf = (order: Awaited<ReturnType<typeof getOrder>>) =>
  order.lines.flatMap(({ schedule }) => schedule.flatMap(({ promises }) => promises));

test('a buyer signs in and sees the worklist, sorted by money at risk', async () => {
  await page.goto('/');
  await page.getByTestId('sign-in-email').fill(email);
  await page.getByTestId('sign-in-password').fill(product.password);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('proposal-row').first().waitFor();
  const { rows } = await api.proposals.list.query({ state: 'open', sort: 'money-at-risk', limit: 10 });
  const atRisk = rows.map((row) => row.moneyAtRiskMinor);
  expect(atRisk).toEqual([...atRisk].sort((left, right) => right - left));
  expect(await page.getByTestId('proposal-row').first().textContent()).toContain(rows[0]?.itemNumber);
});

test('sales are imported from a file, and importing it again changes nothing', async () => {
  const { rows } = await api.proposals.list.query({ state: 'open', limit: 1 });
  const [first] = rows;
  const week = addDays(localDate(first?.orderOn ?? ''), -400);
  const file = join(product.dataFolder, 'sales.csv');
  writeFileSync(
    file,
    `item,location,date,quantity,in_stock\n${first?.itemNumber},${first?.locationCode},${week},1234,true\n`,
  );
  const load = () =>
    coplan(product.dataFolder, 'import', 'sales', file, '--organisation', 'Northwind Grocers');
  expect(await load()).toMatch(/1 rows?, 1 taken, 0 rejected/);
  expect(await load()).toMatch(/nothing|already|changed series: 0|0 changed/i);
});

test('a new run is started from the worklist and finishes', async () => {
  const before = await api.runs.list.query({ limit: 1 });
  await page.goto('/proposals');
  await page.getByTestId('new-run').click();
  await waitFor('a new run that is done', async () => {
    const { rows } = await api.runs.list.query({ limit: 1 });
    const [latest] = rows;
    return latest?.runId !== before.rows[0]?.runId && latest?.state === 'done' ? latest : undefined;
  });
});

test('the browser recomputes the proof of a proposal, and approving it places a purchase order', async () => {
  const { rows } = await api.proposals.list.query({ state: ['in-review'], sort: 'value', limit: 200 });
  const chosen = rows.filter((row) => row.supplierName in mailboxes).at(-1);
  if (chosen === undefined) throw new Error('the demo has no proposal for a supplier with EDI');
  await page.goto(`/proposals/${chosen.proposalId}`);
  await page.getByTestId('proof-agrees').waitFor();
  await page.getByTestId('approve').click();
  const ordered = await waitFor('the order of the approved proposal', async () => {
    const proposal = await api.proposals.get.query({ proposalId: chosen.proposalId });
    return proposal.orderId === null ? undefined : proposal;
  });
  orderId = ordered.orderId as string;
  poNumber = (await getOrder()).poNumber;
  mailbox = openMailbox(product.dataFolder, mailboxes[chosen.supplierName] as string);
});

test('the 850 lies in the outbox of the supplier, in the right envelope, once', async () => {
  [received] = (await waitFor('an 850 in the outbox', () => {
    const found = mailbox.find850(poNumber);
    return found.length > 0 ? found : undefined;
  })) as [Received850];
  expect(mailbox.find850(poNumber)).toHaveLength(1);
  const order = await getOrder();
  expect(received.lines).toHaveLength(order.lines.length);
  expect(received.deliverOn).toBe(order.deliverOn.replaceAll('-', ''));
  expect(received.segmentCount).toBe(received.statedCount);
  expect(received.controlNumber).toMatch(/^\d{9}$/);
  expect(Number(received.controlNumber)).toBeGreaterThan(0);
  expect(received.group[1]).toBe('PO');
});

test('an 855 that changes one date shows on the open page of the buyer without a reload', async () => {
  await page.goto(`/orders/${orderId}`);
  await page.getByTestId('order-promised-date').first().waitFor();
  await page.evaluate('window.isSamePage = true');
  const order = await getOrder();
  const promisedOn = addDays(localDate(order.deliverOn), 2);
  const day = String(Number(promisedOn.slice(8)));
  expect(await page.getByTestId('order-promised-date').first().textContent()).not.toContain(day);
  const [line] = received.lines;
  const changedLine = line?.number as string;
  answer = write855({
    order: received,
    controlNumber: 7001,
    promisedOn: promisedOn.replaceAll('-', ''),
    changedLine,
  });
  mailbox.drop('answer-1.x12', answer);
  await page.getByTestId('order-promised-date').filter({ hasText: day }).first().waitFor();
  expect(await page.evaluate('window.isSamePage')).toBe(true);
  expect(promisesOf(await getOrder()).map((promise) => promise.promisedOn)).toContain(promisedOn);
});

test('997s are exchanged both ways', async () => {
  const ours = await waitFor('our 997 for the 855', () =>
    sent997s(mailbox).find(({ group }) => group === '7001'),
  );
  expect(ours.verdict).toBe('A');
  mailbox.drop('received-1.x12', write997(received, 7002));
  await waitFor(
    'the acceptance of our 850 in the timeline',
    async () =>
      (await getOrder()).timeline.some(
        ({ text }) => /accepted|acknowledged/i.test(text) && /system/i.test(text),
      ) || undefined,
  );
});

test('the same 855 dropped twice changes nothing', async () => {
  const before = await getOrder();
  mailbox.drop('answer-again.x12', answer);
  mailbox.drop('answer-1.x12', answer);
  await waitFor('the duplicates to be taken from the inbox', async () => {
    return readdirSync(join(mailbox.folder, 'inbox')).length === 0 || undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const after = await getOrder();
  expect(after.version).toBe(before.version);
  expect(after.timeline).toEqual(before.timeline);
  expect(promisesOf(after)).toEqual(promisesOf(before));
});

const answerQuestion = async (about: RegExp, choice: string | { label: string }): Promise<void> => {
  const question = coordinator.page.getByTestId('question').filter({ hasText: about });
  await question.getByRole('combobox').selectOption(choice);
  await coordinator.page
    .locator('[data-testid="question"][data-answered="true"]')
    .filter({ hasText: about })
    .waitFor();
};
const dropFiles = (name: string, bytes: Buffer) =>
  coordinator.page
    .getByTestId('drop-files')
    .first()
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });

test('a partner’s sample file becomes a proposal, its questions are answered, and a draft with guide and run is kept', async () => {
  coordinator = await openPortal(product, 'edi@northwind-grocers.example');
  const { page: desk } = coordinator;
  await desk.goto('/edi/onboarding');
  await dropFiles('sample.x12', answer);
  await desk.getByTestId('set-use').filter({ hasText: '855' }).waitFor();
  expect(await desk.getByRole('table', { name: 'Decided by the samples' }).textContent()).toContain(
    'version: 004010',
  );
  await answerQuestion(/Which acknowledgement/, { label: '997' });
  await desk.getByLabel('The partner is called').fill('Our supplier');
  await desk.getByTestId('adopt').click();
  await desk.waitForURL('**/edi/drafts/*');
  await desk.getByTestId('guide').getByRole('heading', { name: /^855/ }).waitFor();
  await dropFiles('good.x12', answer);
  await desk.getByTestId('conformance-verdict').filter({ hasText: 'keeps the agreement' }).waitFor();
  await dropFiles(
    'bad.x12',
    Buffer.from(answer.toString('latin1').replace('*DR*', '*XX*').replace('ACK*DR', 'ACK*XX')),
  );
  await desk.getByTestId('conformance-verdict').filter({ hasText: 'not kept yet' }).waitFor();
  expect(await desk.getByTestId('rule-document').textContent()).toContain('XX');
  await desk.getByTestId('put-in-force').getByText('Say first which organisation the partner is').waitFor();
});

test('a pasted 855 shows what each field does and what it would change of the order, and changes nothing', async () => {
  const { page: desk } = coordinator;
  const before = await getOrder();
  const promisedOn = addDays(localDate(before.deliverOn), 5).replaceAll('-', '');
  const later = write855({
    order: received,
    controlNumber: 7009,
    promisedOn,
    changedLine: received.lines[0]?.number as string,
  });
  await desk.goto('/edi/time-machine');
  await desk.getByTestId('pasted-message').fill(later.toString('latin1'));
  await desk.getByTestId('show-message').click();
  const field = desk.getByTestId('traced-field').filter({ hasText: poNumber });
  await field
    .filter({ hasText: `poNumber = ${poNumber}` })
    .first()
    .waitFor();
  const preview = desk.getByRole('table', { name: 'What would change' });
  await preview.getByText(`PO ${poNumber}`).first().waitFor();
  expect(await preview.textContent()).toContain(addDays(localDate(before.deliverOn), 5));
  expect(await getOrder()).toEqual(before);
});

test('the messages so far are read again under another agreement: what differs is shown, and nothing happens', async () => {
  const { page: desk } = coordinator;
  const before = await getOrder();
  await desk.getByTestId('replay-profile').fill('{"dates": {"promisedDelivery": ["999"]}}');
  await desk.getByTestId('replay').click();
  await desk
    .getByTestId('replay-result')
    .filter({ hasText: /[1-9]\d* messages read/ })
    .waitFor();
  await desk.getByRole('table', { name: 'Messages that differ' }).waitFor();
  expect(await getOrder()).toEqual(before);
});
