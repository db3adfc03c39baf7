import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrade } from '../orders/test-trade.ts';
import { acceptAll, invoice, receive, ship, type Telling, type ToldOrder, tellIn } from './test-orders.ts';

/** What users of other products complain about in public threads, each named by its thread: it cannot happen here. */
let told: Telling;
beforeAll(async () => {
  told = tellIn(await openTrade());
});
afterAll(() => told?.world.app.remove());

const dashboard = () => told.buyer().performance.dashboard({ weekCount: 4 });

/** Ordered on the 1st of December for the 10th and accepted. */
async function accepted(poNumber: string): Promise<ToldOrder> {
  told.at('2026-12-01T09:00:00Z');
  const order = await told.order(poNumber, '2026-12-10');
  told.at('2026-12-02T09:00:00Z');
  await acceptAll(told, order);
  return order;
}

test('erpnext#31597, odoo PR#58653: a supplier without transactions has no data, not 100 %', async () => {
  const { perfectOrder, perfectLine, components, measures, cycleTimes, trend } = await dashboard();
  const results = [perfectOrder, perfectLine, ...Object.values(components), ...measures];
  for (const { code, value, status, denominator } of results) {
    expect({ code, value, status, denominator }).toEqual({
      code,
      value: null,
      status: 'NO_DATA',
      denominator: 0,
    });
  }
  expect(cycleTimes).toMatchObject({ n: 0, calendarHours: null, workingHours: null });
  expect(trend.every((week) => week.perfectOrder.value === null)).toBe(true);
});

test('MicrosoftDocs/dynamics-365#4444: every number says its formula, version, numerator and denominator, down to its lines', async () => {
  const order = await accepted('LOGIC');
  told.at('2026-12-09T08:00:00Z');
  await ship(told, order, { on: '2026-12-09', shipment: 'S-LOGIC' });
  told.at('2026-12-11T10:00:00Z');
  await receive(told, order, { on: '2026-12-11', shipment: 'S-LOGIC' });
  await told.settle();
  const { perfectLine, components, measures } = await dashboard();
  for (const result of [perfectLine, ...Object.values(components), ...measures]) {
    expect(result.formula.length).toBeGreaterThan(10);
    expect(result.definitionVersion).not.toBe('');
  }
  expect(components['RL.2.2']).toMatchObject({ numerator: 0, denominator: 2, value: 0 });
  const failed = await told.buyer().performance.lines({ weekCount: 4, verdict: 'failed' });
  expect(failed.rows).toHaveLength(perfectLine.denominator - perfectLine.numerator);
  const view = await told.buyer().performance.line({ orderLineId: failed.rows[0]?.orderLineId ?? '' });
  const date = view.score.checks.find(({ check }) => check === 'RL.3.32');
  expect(date?.text).toMatch(
    /^Arrived 2026-12-11T.*after the window 2026-12-08T23:00Z to 2026-12-10T23:00Z\.$/,
  );
});

test('axelor PR#16740: a delivery that was entered days later is measured by its day, not by its entry', async () => {
  const order = await accepted('ENTRY');
  told.at('2026-12-09T08:00:00Z');
  await ship(told, order, { on: '2026-12-09', shipment: 'S-ENTRY' });
  told.at('2026-12-15T10:00:00Z');
  await receive(told, order, { on: '2026-12-10', shipment: 'S-ENTRY' });
  const [line] = await order.verdicts();
  expect(line?.components['RL.2.2']).toBe(1);
  const view = await told.buyer().performance.line({ orderLineId: line?.orderLineId ?? '' });
  expect(view.score.dateSource).toBe('receipt-posting');
  const received = view.facts.events.find(({ kind }) => kind === 'received');
  expect(new Date(received?.atMs ?? 0).toISOString().slice(0, 10)).toBe('2026-12-10');
  expect(new Date(received?.recordedAtMs ?? 0).toISOString().slice(0, 10)).toBe('2026-12-15');
});

test('OCA/purchase-workflow PR#642, erpnext PR#55247: the allowance for more and less holds over many receipts', async () => {
  told.at('2026-12-01T09:00:00Z');
  const { app, buyerId, person, portalSupplierId, callerOf } = told.world;
  const admin = callerOf(person(buyerId, 'Administrator', ['admin']));
  const { standard } = await admin.performance.terms.get();
  await admin.performance.terms.set({
    supplierId: portalSupplierId,
    validFrom: '2026-12-01',
    content: { ...standard, underToleranceMicros: 50_000, overToleranceMicros: 50_000 },
  });
  const allowance = {
    supplierId: portalSupplierId,
    earlyDays: 0,
    lateDays: 0,
    shortRatio: 0,
    overRatio: 0.1,
  };
  await admin.tolerances.set({ tolerances: [allowance], expectedVersion: 0 });
  await app.runPending();
  const inParts = async (poNumber: string, parts: readonly number[]): Promise<number | null | undefined> => {
    const order = await accepted(poNumber);
    for (const [index, milli] of parts.entries()) {
      const goods = { on: '2026-12-09', shipment: `${poNumber}-${index}`, quantities: [milli, 25_000] };
      told.at('2026-12-09T08:00:00Z');
      await ship(told, order, goods);
      told.at('2026-12-10T08:00:00Z');
      await receive(told, order, { ...goods, on: '2026-12-10' });
    }
    told.at('2026-12-12T08:00:00Z');
    return (await order.verdicts())[0]?.components['RL.2.1'];
  };
  expect(await inParts('WITHIN', [60_000, 44_000])).toBe(1);
  expect(await inParts('UNDER', [60_000, 36_000])).toBe(1);
  expect(await inParts('BEYOND', [60_000, 46_000])).toBe(0);
  expect(await inParts('SHORT', [60_000, 34_000])).toBe(0);
});

test('tcb-demand-planning#81, auxx-ai PR#1935: several invoices of an order, one before the goods, are one right payment', async () => {
  const order = await accepted('BILLS');
  const [first, second] = order.lines;
  const bill = async (number: string, line: typeof first, quantityMilli: number) => {
    await told.supplier().orders.invoice({
      ...(await order.now()),
      invoiceNumber: number,
      invoicedOn: '2026-12-08',
      lines: [{ orderLineId: line?.orderLineId ?? '', quantityMilli, unitPriceMicros: 2_500_000 }],
    });
  };
  told.at('2026-12-08T08:00:00Z');
  await bill('B-1', first, 60_000);
  expect((await order.verdicts())[0]).toMatchObject({ standing: 'open' });
  told.at('2026-12-09T08:00:00Z');
  await ship(told, order, { on: '2026-12-09', shipment: 'S-BILLS' });
  told.at('2026-12-10T10:00:00Z');
  await receive(told, order, { on: '2026-12-10', shipment: 'S-BILLS' });
  await bill('B-2', first, 40_000);
  await bill('B-3', second, 50_000);
  told.at('2026-12-12T08:00:00Z');
  expect(await order.verdicts()).toMatchObject([{ isPerfect: true }, { isPerfect: true }]);
  await invoice(told, order, { on: '2026-12-12', number: 'B-4' });
  expect((await order.verdicts())[0]).toMatchObject({ isPerfect: false, cause: 'BILLED_TOO_MUCH' });
});
