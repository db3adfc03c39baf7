import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { businessHoursOf } from '../windows/working-hours.ts';
import { computeOtif } from './compute-otif.ts';
import {
  exampleAcknowledgement,
  exampleDelivery,
  exampleEvents,
  exampleGtin,
  exampleLine,
  novemberMs,
} from './example-line.ts';
import { computeFillRates } from './fill-rates.ts';
import type { LineEventBody } from './order-line-facts.ts';
import { type OtifPreset, otifPresets, otifRulesOn } from './otif-presets.ts';
import { computeCycleTimes, computeTimeliness } from './timeliness.ts';

const [retail, exactDay] = otifPresets as [OtifPreset, OtifPreset];
const asOfMs = novemberMs(60);
const prepaid = { preset: retail, terms: 'prepaid', asOfMs } as const;
const told = (...events: { day: number; hours?: number; event: LineEventBody }[]) => exampleEvents(...events);
const delivered = (lineId: string, day: number, milli: number) =>
  exampleLine({
    lineId,
    orderId: lineId,
    events: told(exampleAcknowledgement, ...exampleDelivery({ day, milli })),
  });

test('a line is judged by the rules in force on its due day, not by those of today', () => {
  expect(otifRulesOn(retail, localDate('2020-09-14'))).toBeUndefined();
  expect(otifRulesOn(retail, localDate('2024-01-31'))?.version).toBe('2020');
  expect(otifRulesOn(retail, localDate('2024-02-01'))?.version).toBe('2024');
  expect(
    otifRulesOn({ ...retail, versions: [...retail.versions].reverse() }, localDate('2026-11-17'))?.version,
  ).toBe('2024');
});

test('on time, in full and both are ratios of sums of cases', () => {
  const lines = [
    delivered('whole', 17, 100_000),
    delivered('late', 19, 100_000),
    delivered('short', 16, 80_000),
  ];
  const report = computeOtif(lines, prepaid);
  expect(report.onTime).toMatchObject({ numerator: 180_000, denominator: 280_000 });
  expect(report.inFull).toMatchObject({ numerator: 180_000, denominator: 300_000 });
  expect(report.otif).toMatchObject({ numerator: 180_000, denominator: 300_000, value: 0.6 });
  expect(report.otifOrders).toMatchObject({ numerator: 1, denominator: 3 });
});

test('60 % came in time and the rest one day late: the number says how it was made', () => {
  const events = told(
    exampleAcknowledgement,
    ...exampleDelivery({ day: 17, milli: 60_000, shipmentId: 'a' }),
    ...exampleDelivery({ day: 18, milli: 40_000, shipmentId: 'b' }),
  );
  const { onTime, otif, otifOrders } = computeOtif([exampleLine({ events })], prepaid);
  expect(onTime).toMatchObject({
    value: 0.6,
    formula: 'Σ cases arrived inside the window / Σ cases delivered',
  });
  expect(otif).toMatchObject({ value: 0.6, numerator: 60_000, denominator: 100_000 });
  expect(otifOrders.value).toBe(0);
});

test('overage neither helps nor harms a retail window; the customer’s own window decides what is early', () => {
  expect(computeOtif([delivered('over', 17, 130_000)], prepaid).inFull.value).toBe(1);
  expect(computeOtif([delivered('day before', 16, 100_000)], prepaid).otif.value).toBe(1);
  expect(
    computeOtif([delivered('day before', 16, 100_000)], { ...prepaid, preset: exactDay }).otif.value,
  ).toBe(0);
});

test('goods that the customer fetches are judged by when they were ready', () => {
  const goods = exampleDelivery({ day: 19, milli: 100_000 });
  const ready = (day: number) =>
    exampleLine({ events: told(exampleAcknowledgement, { day, event: { kind: 'ready' } }, ...goods) });
  const collect = { ...prepaid, terms: 'collect' } as const;
  expect(computeOtif([ready(16)], collect)).toMatchObject({ onTime: { value: 1 }, otif: { value: 1 } });
  expect(computeOtif([ready(18)], collect)).toMatchObject({ onTime: { value: 0 } });
  expect(computeOtif([ready(16)], prepaid)).toMatchObject({ onTime: { value: 0 } });
});

test('only a measure that misses its goal is fined, on the value of its failing cases', () => {
  const lines = Array.from({ length: 19 }, (_, index) => delivered(`good-${index}`, 17, 100_000));
  const report = computeOtif([...lines, delivered('late', 19, 100_000)], prepaid);
  expect(report.fines).toEqual([
    { presetVersion: '2024', measure: 'on-time', goalMicros: 900_000, failingMinor: 100_000, fineMinor: 0 },
    { presetVersion: '2024', measure: 'in-full', goalMicros: 950_000, failingMinor: 100_000, fineMinor: 0 },
  ]);
  const worse = computeOtif([...lines.slice(3), delivered('late', 19, 100_000)], prepaid);
  expect(worse.fines[1]).toMatchObject({ measure: 'in-full', fineMinor: 3_000 });
});

test('lines before the first rules, without a day or not due are counted apart, and nothing is 0 %', () => {
  const early = exampleLine({ requestedOn: localDate('2019-05-01') });
  const undated = exampleLine({ requestedOn: null });
  const report = computeOtif([early, undated, exampleLine()], { ...prepaid, asOfMs: novemberMs(10) });
  expect(report.excluded).toEqual({ NO_RULES_YET: 1, UNDATED: 1, NOT_DUE: 1 });
  expect(report.otif).toMatchObject({ value: null, status: 'NO_DATA' });
});

test('fill counts the first shipment in promise, and backorders what was not there by the end of the window', () => {
  const parts = exampleLine({
    lineId: 'parts',
    events: told(
      exampleAcknowledgement,
      ...exampleDelivery({ day: 16, milli: 70_000, shipmentId: 'a' }),
      ...exampleDelivery({ day: 17, milli: 30_000, shipmentId: 'b' }),
    ),
  });
  const rates = computeFillRates([parts, delivered('late', 20, 100_000)], { asOfMs });
  expect(rates['unit-fill']).toMatchObject({ numerator: 70_000, denominator: 200_000 });
  expect(rates['line-fill']).toMatchObject({ numerator: 0, denominator: 2 });
  expect(rates['beta-service']).toMatchObject({ numerator: 100_000, denominator: 200_000 });
});

test('acknowledgements, departures and ship notices are timed against the hours agreed', () => {
  const line = delivered('line', 17, 100_000);
  const silent = exampleLine({ lineId: 'silent' });
  const report = computeTimeliness([line, silent], { asOfMs, acknowledgeWithinHours: 48 });
  expect(report.acknowledgement).toMatchObject({ numerator: 1, denominator: 2 });
  expect(report.shipOnTime).toMatchObject({ numerator: 1, denominator: 2 });
  expect(report.shipNoticeTimeliness).toMatchObject({ numerator: 1, denominator: 1 });
  expect(report.shipNoticeAccuracy).toMatchObject({ value: 1 });
  expect(computeTimeliness([], { asOfMs, acknowledgeWithinHours: 48 }).acknowledgement.status).toBe(
    'NO_DATA',
  );
});

test('a ship notice of another item or quantity is as wrong as the units that differ', () => {
  const events = told(
    { day: 16, event: { kind: 'ship-notice', shipmentId: 's', gtin: exampleGtin, announcedMilli: 80_000 } },
    {
      day: 17,
      event: {
        kind: 'received',
        shipmentId: 's',
        source: 'receipt-scan',
        gtin: exampleGtin,
        receivedMilli: 100_000,
      },
    },
  );
  const { shipNoticeAccuracy } = computeTimeliness([exampleLine({ events })], {
    asOfMs,
    acknowledgeWithinHours: 48,
  });
  expect(shipNoticeAccuracy).toMatchObject({ numerator: 80_000, denominator: 100_000 });
});

test('cycle times run from the order to the completing receipt, by the calendar and in working hours', () => {
  const business = businessHoursOf({
    timeZone: 'Europe/Berlin',
    workingWeekdays: [1, 2, 3, 4, 5],
    holidays: [],
  });
  const times = computeCycleTimes([delivered('a', 17, 100_000), delivered('short', 17, 1_000)], {
    asOfMs,
    business,
  });
  expect(times).toMatchObject({ n: 1, calendarHours: { p50: 362, p90: 362 } });
  expect(times.workingHours!.p50).toBeLessThan(362);
  expect(computeCycleTimes([], { asOfMs, business })).toEqual({
    n: 0,
    calendarHours: null,
    workingHours: null,
  });
});
