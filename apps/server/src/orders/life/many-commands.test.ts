import type {
  DespatchAdvice,
  Invoice,
  OrderConfirmation,
  PurchaseOrderChange,
  ReceivingAdvice,
} from '@coplan/documents';
import { addDays } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderLifecycle } from '../order.lifecycle.ts';
import { scheduleLineLifecycle } from '../schedule-line.lifecycle.ts';
import { stepsTo } from '../steps-to.ts';
import type { OrderDocument } from './judge-document.ts';
import type { OrderFacts } from './order-facts.ts';
import { readOrderLife } from './order-life.ts';
import { arrive, type Book, emptyBook, pictureOf } from './test-book.ts';
import { order850 } from './test-documents.ts';

const { poNumber, deliverOn } = order850;
const lineNumber = fc.constantFrom('1', '2', '3', '4', '5');
const pieces = fc
  .integer({ min: 1, max: 130 })
  .map((amount) => ({ amountMilli: amount * 1000, unit: 'EA' as const }));
const number = fc.constantFrom('1', '2', '3', '4');
const day = fc.integer({ min: -5, max: 9 }).map((days) => addDays(deliverOn, days));
const shipTo = { code: 'S1' };
const purpose = fc.constantFrom('original', 'original', 'original', 'replacement', 'cancellation');
const unique = <Line extends { lineNumber?: string | undefined }>(line: fc.Arbitrary<Line>) =>
  fc.uniqueArray(line, { minLength: 1, maxLength: 3, selector: (one) => one.lineNumber });

const change: fc.Arbitrary<PurchaseOrderChange> = fc.record({
  documentType: fc.constant('purchase-order-change' as const),
  purpose: fc.constantFrom('change', 'change', 'change', 'change', 'replacement', 'cancellation'),
  poNumber: fc.constant(poNumber),
  changeNumber: number,
  changedOn: day,
  lines: unique(
    fc.record({
      lineNumber,
      change: fc.constantFrom('changed', 'deleted', 'added'),
      gtin: fc.constant('04006381333931'),
      ordered: pieces,
      unitPriceMicros: fc.constantFrom(2_500_000, 2_400_000),
      deliverOn: day,
    }),
  ).map((lines) => lines.map(({ gtin, ...line }) => (line.change === 'added' ? { ...line, gtin } : line))),
});

const answer: fc.Arbitrary<OrderConfirmation> = fc.record(
  {
    documentType: fc.constant('order-confirmation' as const),
    poNumber: fc.constant(poNumber),
    confirmedOn: day,
    change: fc.record({ changeNumber: number }),
    lines: unique(
      fc.record({
        lineNumber,
        outcome: fc.constantFrom('accepted', 'changed', 'backordered', 'rejected'),
        schedule: fc.array(fc.record({ quantity: pieces, deliverOn: day }), { maxLength: 2 }),
        unitPriceMicros: fc.constantFrom(2_500_000, 2_600_000),
      }),
    ),
  },
  { requiredKeys: ['documentType', 'poNumber', 'confirmedOn', 'lines'] },
);

const notice: fc.Arbitrary<DespatchAdvice> = fc.record({
  documentType: fc.constant('despatch-advice' as const),
  purpose,
  shipmentNumber: number.map((text) => `S${text}`),
  writtenOn: day,
  shipTo: fc.constant(shipTo),
  orders: unique(fc.record({ lineNumber, shipped: pieces, ssccs: fc.constant<string[]>([]) })).map(
    (lines) => [{ poNumber, pallets: [], cartons: [], lines }],
  ),
});

const receipt: fc.Arbitrary<ReceivingAdvice> = fc.record({
  documentType: fc.constant('receiving-advice' as const),
  purpose,
  receiptNumber: number,
  writtenOn: day,
  receivedOn: day,
  shipTo: fc.constant(shipTo),
  lines: unique(
    fc.record({
      lineNumber,
      received: pieces,
      deviations: fc.array(
        fc.record({ condition: fc.constantFrom('damaged', 'short', 'over', 'quality'), quantity: pieces }),
        { maxLength: 1 },
      ),
    }),
  ),
});

const billed: fc.Arbitrary<Invoice> = fc.record({
  documentType: fc.constant('invoice' as const),
  kind: fc.constantFrom('invoice', 'invoice', 'invoice', 'credit-note'),
  invoiceNumber: number,
  invoicedOn: day,
  poNumber: fc.constant(poNumber),
  currency: fc.constant('NOK'),
  lines: unique(
    fc.record({
      lineNumber,
      invoiced: pieces,
      unitPriceMicros: fc.constantFrom(2_500_000, 2_600_000),
      charges: fc.constant([]),
    }),
  ),
  charges: fc.constant([]),
  taxes: fc.constant([]),
  totalMinor: fc.integer({ min: 1, max: 100_000 }),
});

const command: fc.Arbitrary<OrderDocument> = fc.oneof(
  change,
  answer,
  answer,
  notice,
  notice,
  receipt,
  billed,
  fc.constant(order850),
);

function checkConservation(facts: OrderFacts, { state }: Book): void {
  for (const line of readOrderLife(facts, state).lines) {
    const { orderedMilli, overMilli, openMilli, shippedMilli, cancelledMilli, arrivedMilli, receivedMilli } =
      line;
    expect(orderedMilli + overMilli).toBe(openMilli + shippedMilli + cancelledMilli);
    expect(Math.min(orderedMilli, overMilli, openMilli, shippedMilli, cancelledMilli)).toBeGreaterThanOrEqual(
      0,
    );
    expect(arrivedMilli).toBeGreaterThanOrEqual(receivedMilli);
    expect(shippedMilli).toBeGreaterThanOrEqual(arrivedMilli);
  }
}

/** From one state to the next there is a way through the table, for the order and for every line. */
function checkMoves(before: Book, after: Book): void {
  expect(stepsTo(orderLifecycle, { from: before.state, to: after.state })).toBeDefined();
  if (before.facts === undefined || after.facts === undefined) return;
  const now = readOrderLife(after.facts, after.state).lines;
  for (const { line, state: from } of readOrderLife(before.facts, before.state).lines) {
    const to = now.find((one) => one.line.lineNumber === line.lineNumber)?.state ?? from;
    expect({ from, to, steps: stepsTo(scheduleLineLifecycle, { from, to }) }).toMatchObject({
      steps: expect.anything(),
    });
  }
}

/** 100 orders of up to 20 commands; `COMMANDS=100000` by hand. */
const runCount = Math.ceil(Number(process.env['COMMANDS'] ?? 2_000) / 20);

test('whatever is said about an order: nothing gets lost, nothing counts twice, no state is jumped to', () => {
  let commandCount = 0;
  fc.assert(
    fc.property(fc.array(command, { minLength: 20, maxLength: 20 }), (documents) => {
      let ids = 0;
      const newId = () => `id-${ids++}`;
      documents.reduce(
        (before: Book, document) => {
          commandCount += 1;
          const after = arrive(before, document, newId);
          checkMoves(before, after);
          if (after.facts !== undefined) checkConservation(after.facts, after);
          if (after.waiting.length === before.waiting.length) {
            expect(pictureOf(arrive(after, document, newId))).toEqual(pictureOf(after));
          }
          return after;
        },
        arrive(emptyBook, order850, newId),
      );
    }),
    { numRuns: runCount },
  );
  expect(commandCount).toBeGreaterThanOrEqual(runCount * 20);
}, 3_600_000);
