import { localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../agreement/canonical-json.ts';
import {
  exampleAcknowledgement,
  exampleDelivery,
  exampleEvents,
  exampleGtin,
  exampleInvoice,
  exampleLine,
  examplePlace,
  exampleRules,
  exampleStory,
  novemberMs,
} from './example-line.ts';
import type { LineEvent, OrderLineFacts } from './order-line-facts.ts';
import { scoreLine, verifyLineScore } from './score-line.ts';
import { reportPerfectOrders, scorePerfectOrders } from './score-perfect-orders.ts';

const at = (day: number) => ({ asOfMs: novemberMs(day) });
const perfect = (changes: Partial<OrderLineFacts> = {}): OrderLineFacts =>
  exampleLine({ events: exampleEvents(...exampleStory()), ...changes });

/** Lines with anything that may happen to them, in any order. */
const anyLine: fc.Arbitrary<OrderLineFacts> = fc
  .record({
    lineId: fc.integer({ min: 1, max: 99_999 }).map((id) => `line-${id}`),
    orderId: fc.integer({ min: 1, max: 5 }).map((id) => `order-${id}`),
    day: fc.integer({ min: 12, max: 22 }),
    milli: fc.constantFrom(60_000, 90_000, 100_000, 110_000),
    damagedMilli: fc.constantFrom(0, 0, 0, 5_000),
    isInvoiced: fc.boolean(),
    isClosed: fc.boolean(),
    isCancelled: fc.constantFrom(false, false, false, true),
    returnDay: fc.constantFrom(undefined, undefined, 30, 70),
    isAcknowledged: fc.boolean(),
  })
  .map(
    ({
      lineId,
      orderId,
      day,
      milli,
      damagedMilli,
      isInvoiced,
      isClosed,
      isCancelled,
      returnDay,
      isAcknowledged,
    }) => {
      const told = [
        ...(isAcknowledged ? [exampleAcknowledgement] : []),
        ...exampleDelivery({ day, milli }),
        ...(damagedMilli > 0
          ? [
              {
                day,
                hours: 3,
                event: {
                  kind: 'refused',
                  shipmentId: 'shipment-1',
                  refusedMilli: damagedMilli,
                  reason: 'damaged',
                } as const,
              },
            ]
          : []),
        ...(isInvoiced ? [exampleInvoice(day + 1, milli)] : []),
        ...(isClosed ? [{ day: day + 1, event: { kind: 'closed' } as const }] : []),
        ...(isCancelled ? [{ day: 10, event: { kind: 'cancelled', by: 'customer' } as const }] : []),
        ...(returnDay === undefined
          ? []
          : [
              {
                day: returnDay,
                event: {
                  kind: 'returned',
                  returnedMilli: 1_000,
                  reason: 'quality',
                  attributedTo: 'SUPPLIER',
                } as const,
              },
            ]),
      ];
      return exampleLine({ lineId, orderId, events: exampleEvents(...told) });
    },
  );

test('a line on which everything is right is perfect, and each step of the proof says why', () => {
  const score = scoreLine(perfect(), at(40));
  expect(score).toMatchObject({
    isPerfect: true,
    status: 'FINAL',
    costMinor: 0,
    rootCause: null,
    dueOn: '2026-11-17',
  });
  expect(score.components).toEqual({ 'RL.2.1': 1, 'RL.2.2': 1, 'RL.2.3': 1, 'RL.2.4': 1 });
  for (const check of score.checks)
    expect(check).toMatchObject({ score: 1, text: expect.stringMatching(/\.$/) });
});

test('events told in any order, and told twice, give the same bytes', () => {
  fc.assert(
    fc.property(
      anyLine,
      fc.integer({ min: 1, max: 90 }),
      fc.infiniteStream(fc.nat()),
      (line, day, numbers) => {
        const told = [...line.events, ...line.events.slice(0, 3)];
        const shuffled = told
          .map((event) => ({ event, rank: numbers.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        expect(canonicalJson(scoreLine({ ...line, events: shuffled }, at(day)))).toBe(
          canonicalJson(scoreLine(line, at(day))),
        );
      },
    ),
  );
});

test('one event told in two ways is refused with its id', () => {
  const [first, ...rest] = exampleEvents(...exampleStory()) as [LineEvent, ...LineEvent[]];
  const other = { ...first, recordedAtMs: first.recordedAtMs + 1 };
  expect(() => scoreLine(perfect({ events: [first, other, ...rest] }), at(40))).toThrow(/e01 of line line-1/);
});

test('what the supplier promises later never moves the day it is measured by, and nothing is overwritten', () => {
  const late = [
    exampleAcknowledgement,
    { day: 10, event: { kind: 're-promised', promisedOn: localDate('2026-11-20') } as const },
    { day: 11, event: { kind: 'acknowledged', promisedOn: localDate('2026-11-20') } as const },
    ...exampleDelivery({ day: 20, milli: 100_000 }),
    exampleInvoice(21, 100_000),
  ];
  const score = scoreLine(exampleLine({ events: exampleEvents(...late) }), at(60));
  expect(score).toMatchObject({ isPerfect: false, dueOn: '2026-11-17' });
  expect(score.components['RL.2.2']).toBe(0);
});

test('a receipt that is booked days after the goods came does not make them late', () => {
  const told = [
    exampleAcknowledgement,
    ...exampleDelivery({ day: 17, milli: 100_000 }).map((one) =>
      one.event.kind === 'received' ? { ...one, knownDay: 21 } : one,
    ),
    exampleInvoice(22, 100_000),
  ];
  expect(scoreLine(exampleLine({ events: exampleEvents(...told) }), at(60))).toMatchObject({
    isPerfect: true,
  });
});

test('an open line past its window has failed already, provisionally; before that it counts nowhere', () => {
  const line = exampleLine({ events: exampleEvents(exampleAcknowledgement) });
  expect(scorePerfectOrders([line], at(17)).perfectOrder).toMatchObject({
    value: null,
    status: 'NO_DATA',
    denominator: 0,
  });
  expect(scorePerfectOrders([line], at(18)).perfectOrder).toMatchObject({
    value: 0,
    status: 'PROVISIONAL',
    denominator: 1,
  });
});

test('a return for quality within 30 days restates a final score and keeps what it was; one day later it does not', () => {
  const withReturn = (day: number) =>
    perfect({
      events: exampleEvents(...exampleStory(), {
        day,
        event: { kind: 'returned', returnedMilli: 2_000, reason: 'quality', attributedTo: 'SUPPLIER' },
      }),
    });
  expect(scoreLine(withReturn(46), at(40))).toMatchObject({ isPerfect: true, status: 'FINAL' });
  const restated = scoreLine(withReturn(46), at(50));
  expect(restated).toMatchObject({
    isPerfect: false,
    status: 'RESTATED',
    costMinor: 2_000,
    asScored: { isPerfect: true },
  });
  expect(scoreLine(withReturn(48), at(60))).toMatchObject({
    isPerfect: true,
    status: 'FINAL',
    asScored: null,
  });
  expect(reportPerfectOrders([restated]).perfectOrder).toMatchObject({
    value: 0,
    status: 'RESTATED',
    asScored: { numerator: 1, denominator: 1 },
  });
});

test('a return that is the customer’s own choice changes nothing', () => {
  const events = exampleEvents(...exampleStory(), {
    day: 20,
    event: { kind: 'returned', returnedMilli: 2_000, reason: 'no-longer-wanted', attributedTo: 'CUSTOMER' },
  });
  expect(scoreLine(perfect({ events }), at(60)).isPerfect).toBe(true);
});

test('a reversed receipt was never received', () => {
  const events = exampleEvents(...exampleStory());
  const receipt = events.find(({ kind }) => kind === 'received')!;
  const reversal = {
    ...receipt,
    kind: 'receipt-reversed',
    receiptEventId: receipt.eventId,
    eventId: 'e99',
  } as LineEvent;
  expect(scoreLine(perfect({ events: [...events, reversal] }), at(60)).components['RL.2.1']).toBe(0);
});

test('the conjunction on the line is counted, not the product of four rates', () => {
  const late = exampleEvents(
    exampleAcknowledgement,
    ...exampleDelivery({ day: 19, milli: 100_000 }),
    exampleInvoice(20, 100_000),
  );
  const lines = Array.from({ length: 10 }, (_, index) =>
    perfect({ lineId: `line-${index}`, orderId: `order-${index}`, ...(index < 5 ? { events: late } : {}) }),
  );
  const { perfectOrder, components } = scorePerfectOrders(lines, at(60));
  const product = Object.values(components).reduce((sofar, { value }) => sofar * value!, 1);
  expect(perfectOrder.value).toBe(0.5);
  expect(product).toBe(0.25);
});

test('an order is perfect only when every line of it is', () => {
  const short = exampleEvents(
    exampleAcknowledgement,
    ...exampleDelivery({ day: 17, milli: 90_000 }),
    exampleInvoice(18, 90_000),
  );
  const report = scorePerfectOrders([perfect(), perfect({ lineId: 'line-2', events: short })], at(60));
  expect(report.perfectOrder).toMatchObject({ numerator: 0, denominator: 1 });
  expect(report.perfectLine).toMatchObject({ numerator: 1, denominator: 2 });
});

test('no transactions are no data, not 100 %', () => {
  const { perfectOrder, components } = scorePerfectOrders([], at(60));
  for (const result of [perfectOrder, ...Object.values(components)]) {
    expect(result).toMatchObject({ value: null, status: 'NO_DATA', denominator: 0 });
    expect(result.formula).not.toBe('');
  }
});

test.each([
  [
    'ordered inside the lead time',
    { orderedAtMs: novemberMs(12) },
    { shipped: 18, arrives: 19, ready: undefined },
    'BUYER',
    'ORDERED_INSIDE_LEAD_TIME',
  ],
  ['ready too late', {}, { shipped: 18, arrives: 19, ready: 18 }, 'SUPPLIER', 'LATE_READY'],
  ['ready in time, fetched late', {}, { shipped: 18, arrives: 19, ready: 15 }, 'CARRIER', 'LATE_PICKUP'],
  ['left in time, came late', {}, { shipped: 15, arrives: 19, ready: 15 }, 'CARRIER', 'LATE_TRANSIT'],
  [
    'left late, nobody knows when it was ready',
    {},
    { shipped: 18, arrives: 19, ready: undefined },
    'SUPPLIER',
    'LATE_SHIPPED',
  ],
])(
  'late because %s: the cause names who answers for it',
  (_why, changes, { shipped, arrives, ready }, party, cause) => {
    const goods = { shipmentId: 's', gtin: exampleGtin } as const;
    const told = [
      exampleAcknowledgement,
      ...(ready === undefined ? [] : [{ day: ready, event: { kind: 'ready' } as const }]),
      { day: shipped, hours: 1, event: { kind: 'shipped', ...goods, shippedMilli: 100_000 } as const },
      { day: shipped, hours: 2, event: { kind: 'ship-notice', ...goods, announcedMilli: 100_000 } as const },
      {
        day: arrives,
        event: { kind: 'arrived', shipmentId: 's', source: 'geofence', gln: examplePlace } as const,
      },
      {
        day: arrives,
        hours: 1,
        event: { kind: 'received', ...goods, source: 'receipt-scan', receivedMilli: 100_000 } as const,
      },
      exampleInvoice(20, 100_000),
    ];
    const score = scoreLine(exampleLine({ ...changes, events: exampleEvents(...told) }), at(60));
    expect(score.rootCause).toMatchObject({ party, cause, costMinor: 3_000 });
  },
);

test('less came than was signed for: the receiving place answers; less than was shipped: the carrier', () => {
  const part = (countedMilli: number) =>
    exampleEvents(
      exampleAcknowledgement,
      ...exampleDelivery({ day: 17, milli: 100_000 }).map((one) =>
        one.event.kind === 'received'
          ? { ...one, event: { ...one.event, receivedMilli: 95_000 } }
          : one.event.kind === 'arrived'
            ? { ...one, event: { ...one.event, countedMilli } }
            : one,
      ),
    );
  expect(scoreLine(perfect({ events: part(100_000) }), at(60)).failures[0]).toMatchObject({ party: 'DC' });
  expect(scoreLine(perfect({ events: part(95_000) }), at(60)).failures[0]).toMatchObject({
    party: 'CARRIER',
  });
});

test('a person’s word on the cause stands above what the events suggest', () => {
  const told = exampleEvents(
    exampleAcknowledgement,
    ...exampleDelivery({ day: 17, milli: 105_000 }),
    exampleInvoice(18, 105_000),
    {
      day: 19,
      event: { kind: 'cause-assigned', check: 'RL.3.35', party: 'DATA', cause: 'WRONG_PACK_FACTOR' },
    },
  );
  expect(scoreLine(perfect({ events: told }), at(60)).rootCause).toMatchObject({
    party: 'DATA',
    cause: 'WRONG_PACK_FACTOR',
  });
});

test('a delivery on the night the clocks change is judged by the clock of the place', () => {
  const events = (hourUtc: number): LineEvent[] =>
    exampleEvents(
      { day: -20, event: { kind: 'acknowledged', promisedOn: localDate('2026-10-25') } },
      ...exampleDelivery({ day: -6, milli: 100_000 }),
    ).map((event) =>
      event.kind === 'arrived' ? { ...event, atMs: Date.UTC(2026, 9, 25, hourUtc, 59) } : event,
    );
  const rules = exampleRules({ window: { earlyDays: 0, lateDays: 0, opens: '00:00', closes: '24:00' } });
  const place = { requestedOn: localDate('2026-10-25'), orderedAtMs: novemberMs(-25), rules };
  expect(scoreLine(perfect({ ...place, events: events(22) }), at(1)).components['RL.2.2']).toBe(1);
  expect(scoreLine(perfect({ ...place, events: events(23) }), at(1)).components['RL.2.2']).toBe(0);
});

test('the numerator never exceeds the denominator, lines add up, and the report does not depend on their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyLine, { selector: ({ lineId }) => lineId, maxLength: 12 }), (lines) => {
      const report = scorePerfectOrders(lines, at(80));
      for (const result of [report.perfectOrder, report.perfectLine, ...Object.values(report.components)]) {
        expect(result.numerator).toBeLessThanOrEqual(result.denominator);
      }
      const left = Object.values(report.perfectLine.excluded).reduce((sum, count) => sum + count, 0);
      expect(report.perfectLine.denominator + left).toBe(lines.length);
      const failed = report.lines.filter(({ isPerfect }) => isPerfect === false);
      expect(report.causes.flatMap(({ lineIds }) => lineIds).sort()).toEqual(
        failed.map(({ lineId }) => lineId).sort(),
      );
      expect(canonicalJson(scorePerfectOrders([...lines].reverse(), at(80)))).toBe(canonicalJson(report));
    }),
  );
});

test('a stated score that was changed by one figure does not verify', () => {
  const line = perfect();
  const score = scoreLine(line, at(60));
  expect(verifyLineScore(line, at(60), score)).toBe(true);
  expect(verifyLineScore(line, at(60), { ...score, costMinor: 1 })).toBe(false);
});

test('the allowance for more holds over many receipts together, not for each', () => {
  const rules = exampleRules({ overToleranceMicros: 100_000 });
  const inParts = (secondMilli: number) =>
    exampleEvents(
      exampleAcknowledgement,
      ...exampleDelivery({ day: 16, milli: 55_000, shipmentId: 'a' }),
      ...exampleDelivery({ day: 17, milli: secondMilli, shipmentId: 'b' }),
      exampleInvoice(18, 100_000),
    );
  expect(scoreLine(perfect({ rules, events: inParts(55_000) }), at(60)).components['RL.2.1']).toBe(1);
  expect(scoreLine(perfect({ rules, events: inParts(56_000) }), at(60)).components['RL.2.1']).toBe(0);
});

test('several invoices for several receipts, the first before the goods, are right when they add up', () => {
  const events = (secondMilli: number) =>
    exampleEvents(
      exampleAcknowledgement,
      exampleInvoice(14, 70_000),
      ...exampleDelivery({ day: 16, milli: 40_000, shipmentId: 'a' }),
      ...exampleDelivery({ day: 17, milli: 60_000, shipmentId: 'b' }),
      exampleInvoice(18, secondMilli),
    );
  expect(scoreLine(perfect({ events: events(30_000) }), at(60)).components['RL.2.3']).toBe(1);
  expect(scoreLine(perfect({ events: events(31_000) }), at(60)).components['RL.2.3']).toBe(0);
});
