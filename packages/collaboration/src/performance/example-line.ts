import { localDate } from '@coplan/kernel';
import type { LineEvent, LineEventBody, LineRules, OrderLineFacts } from './order-line-facts.ts';

const hourMs = 3_600_000;

/** 8 in the morning of a day of November 2026 in Berlin (winter time), and so many hours later. */
export const novemberMs = (day: number, hoursLater = 0): number =>
  Date.UTC(2026, 10, day, 7) + hoursLater * hourMs;

/** Ship-to GLN and GTIN of the example. */
export const examplePlace = '4012345000016';
export const exampleGtin = '04012345678901';

export const exampleRules = (changes: Partial<LineRules> = {}): LineRules => ({
  rulesVersion: 'agreement-1',
  basis: 'first-promise',
  undatedPromiseDays: null,
  window: { earlyDays: 1, lateDays: 0, opens: '00:00', closes: '24:00' },
  underToleranceMicros: 0,
  overToleranceMicros: 0,
  arePartsAllowed: true,
  cancelCutoffHours: 24,
  transitHours: 24,
  leadTimeDays: 7,
  documents: { shipNoticeLeadHours: 2, needsBillOfLading: false, invoiceDueDays: 14, certificates: [] },
  remainingShelfLifeDays: null,
  needsInstallation: false,
  returnDays: 30,
  creditDays: 60,
  cutoffDays: 7,
  restateDays: 30,
  costs: {
    shortRatioMicros: 300_000,
    lateRatioMicros: 30_000,
    damageRatioMicros: 1_000_000,
    documentMinor: 2_500,
  },
  ...changes,
});

/** Numbers events in the order given; `day` is of November 2026, known an hour after it happened unless said. */
export const exampleEvents = (
  ...events: readonly { day: number; hours?: number; knownDay?: number; event: LineEventBody }[]
): LineEvent[] =>
  events.map(({ day, hours = 0, knownDay, event }, index) => {
    const atMs = novemberMs(day, hours);
    const recordedAtMs = knownDay === undefined ? atMs + hourMs : novemberMs(knownDay, hours);
    return { ...event, eventId: `e${String(index + 1).padStart(2, '0')}`, atMs, recordedAtMs };
  });

/** 100 pieces at 10.00, ordered on the 2nd for the 17th of November 2026: one line, for tests and documentation. */
export const exampleLine = (changes: Partial<OrderLineFacts> = {}): OrderLineFacts => ({
  lineId: 'line-1',
  orderId: 'order-1',
  gtin: exampleGtin,
  unit: 'EA',
  orderedMilli: 100_000,
  unitPriceMicros: 10_000_000,
  orderedAtMs: novemberMs(2),
  requestedOn: localDate('2026-11-17'),
  shipToGln: examplePlace,
  billToGln: examplePlace,
  timeZone: 'Europe/Berlin',
  rules: exampleRules(),
  events: [],
  ...changes,
});

type Part = { day: number; milli: number; shipmentId?: string; gtin?: string };

/** A delivery with papers that fit: shipped the day before, announced, arrived and counted. */
export const exampleDelivery = ({ day, milli, shipmentId = 'shipment-1', gtin = exampleGtin }: Part) => [
  {
    day: day - 1,
    event: { kind: 'shipped', shipmentId, loadId: `load-${day}`, gtin, shippedMilli: milli } as const,
  },
  {
    day: day - 1,
    hours: 1,
    event: { kind: 'ship-notice', shipmentId, gtin, announcedMilli: milli } as const,
  },
  {
    day,
    hours: 1,
    event: { kind: 'arrived', shipmentId, source: 'appointment-check-in', gln: examplePlace } as const,
  },
  {
    day,
    hours: 2,
    event: { kind: 'received', shipmentId, source: 'receipt-scan', gtin, receivedMilli: milli } as const,
  },
];

export const exampleAcknowledgement = {
  day: 3,
  event: { kind: 'acknowledged', promisedOn: localDate('2026-11-17') },
} as const;

export const exampleInvoice = (day: number, milli: number) =>
  ({
    day,
    event: { kind: 'invoiced', invoicedMilli: milli, unitPriceMicros: 10_000_000, areTermsRight: true },
  }) as const;

/** Everything as it should be: complete on the 17th, billed on the 18th. */
export const exampleStory = () => [
  exampleAcknowledgement,
  ...exampleDelivery({ day: 17, milli: 100_000 }),
  exampleInvoice(18, 100_000),
];
