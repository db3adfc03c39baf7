import { expect, test } from 'vitest';
import { readOrderLife } from '../life/order-life.ts';
import {
  afterAllOf,
  agreed,
  callOffsOf,
  day,
  forecastRelease,
  onDay,
  received,
  shipped,
  shippingRelease,
  sumsOf,
  taking,
  week,
} from './test-releases.ts';

const first = forecastRelease({
  ...{ number: '1', issued: 0, until: 42 },
  buckets: [week(0, 100), week(7, 120), week(14, 140, 'planned'), week(21, 90)],
});

test('only what is firm and inside the firm days is called off; the rest is planned and takes nothing', () => {
  const facts = afterAllOf(agreed(), first);
  expect(callOffsOf(facts)).toEqual(['2026-11-02: 100/0', '2026-11-09: 120/0']);
  expect(readOrderLife(facts, 'sent').state).toBe('change-pending');
});

test('the same release again changes nothing; its number with other content waits, as a replacement it is version 2', () => {
  const facts = afterAllOf(agreed(), first);
  expect(taking(facts, first)).toBe(facts);
  const other = {
    ...first,
    lines: forecastRelease({ number: '1', issued: 0, until: 42, buckets: [week(0, 100), week(7, 130)] })
      .lines,
  };
  expect(taking(facts, other)).toMatch(/release-number-used: Release 1 of order B-1/);
  const replaced = taking(facts, { ...other, purpose: 'replacement' }, 'Promotion');
  if (typeof replaced === 'string') throw new Error(replaced);
  expect(replaced.blanket.releases.map(({ releaseNumber, version }) => [releaseNumber, version])).toEqual([
    ['1', 1],
    ['1', 2],
  ]);
  expect(callOffsOf(replaced)).toEqual(['2026-11-02: 100/0', '2026-11-09: 130/0']);
});

test('the next release supersedes the last: same weeks keep their lines, new weeks become firm, old weeks stay', () => {
  const second = forecastRelease({
    ...{ number: '2', issued: 7, until: 49 },
    buckets: [week(7, 120), week(14, 150), week(21, 90, 'planned')],
  });
  const facts = afterAllOf(agreed(), first, second);
  expect(callOffsOf(facts)).toEqual(['2026-11-02: 100/0', '2026-11-09: 120/0', '2026-11-16: 150/0']);
  expect(facts.lines).toHaveLength(3);
  const late = forecastRelease({ number: '0', issued: -7, until: 42, buckets: [week(0, 10)] });
  expect(taking(facts, late)).toMatch(/release-outdated: .*release 2 of 2026-11-09 stands for it/);
});

test('inside the firm days a change needs a reason, outside it does not', () => {
  const facts = afterAllOf(agreed(), first);
  const less = forecastRelease({ number: '2', issued: 2, from: 7, until: 42, buckets: [week(7, 60)] });
  expect(taking(facts, less)).toMatch(
    /inside-firm-fence: Item A of order B-1: until 2026-11-15 120 EA were firm, the release says 60 EA.*needs a reason/,
  );
  const after = taking(facts, less, 'The line stands still');
  expect(typeof after === 'string' ? after : callOffsOf(after)).toEqual([
    '2026-11-02: 100/0',
    '2026-11-09: 60/0',
  ]);
});

test('a shipping release makes a week precise by day and time without changing it, and a forecast leaves it alone', () => {
  const exact = shippingRelease({
    ...{ number: 'J1', issued: 1, from: 7, until: 14 },
    buckets: [onDay(7, 50, '06:00'), onDay(7, 30, '14:00'), onDay(10, 40)],
  });
  const facts = afterAllOf(agreed(), first, exact);
  expect(callOffsOf(facts)).toEqual([
    '2026-11-02: 100/0',
    '2026-11-09: 50/0',
    '2026-11-09: 30/0',
    '2026-11-12: 40/0',
  ]);
  const next = forecastRelease({
    ...{ number: '2', issued: 7, until: 49 },
    buckets: [week(7, 999), week(14, 150)],
  });
  expect(callOffsOf(afterAllOf(facts, next))).toEqual([...callOffsOf(facts), '2026-11-16: 150/0']);
  const beyond = shippingRelease({ number: 'J2', issued: 1, from: 14, until: 35, buckets: [onDay(28, 10)] });
  expect(taking(facts, beyond)).toMatch(/release-beyond-firm: .*beyond the 14 firm days until 2026-11-16/);
});

test('a shipping release for a part of a week leaves the rest of the week called off', () => {
  const half = shippingRelease({ number: 'J1', issued: 1, from: 7, until: 10, buckets: [onDay(8, 70)] });
  expect(callOffsOf(afterAllOf(agreed(), first, half))).toEqual([
    '2026-11-02: 100/0',
    '2026-11-10: 70/0',
    '2026-11-12: 50/0',
  ]);
});

test('goods that name the item only fill the earliest call-offs, and what is ahead is taken off the next days', () => {
  const facts = afterAllOf(agreed(), first, shipped('S1', 0, 130));
  expect(callOffsOf(facts)).toEqual(['2026-11-02: 100/100', '2026-11-09: 120/30']);
  const moved = forecastRelease({
    ...{ number: '2', issued: 3, from: 7, until: 42 },
    buckets: [week(7, 20), week(14, 100)],
  });
  const after = taking(facts, moved, 'Less is sold');
  expect(typeof after === 'string' ? after : callOffsOf(after)).toEqual([
    '2026-11-02: 100/100',
    '2026-11-09: 30/30',
    '2026-11-16: 90/0',
  ]);
});

test('a release below what is shipped is refused with the figures', () => {
  const facts = afterAllOf(agreed(), first, shipped('S1', 0, 220));
  const none = forecastRelease({ number: '2', issued: 3, from: 7, until: 42, buckets: [week(7, 50)] });
  expect(taking(facts, none, 'Stop')).toMatch(
    /release-below-shipped: Item A of order B-1: the release leaves 50 EA called off in its time, less than what is shipped for it; 220 EA are shipped in sum/,
  );
});

test('sums begin anew with the year, what is behind is carried, and the difference does not move', () => {
  const winter = forecastRelease({
    ...{ number: '9', issued: 49, until: 90 },
    buckets: [week(49, 100), week(56, 100)],
  });
  const facts = afterAllOf(
    agreed(),
    winter,
    shipped('S1', 50, 60),
    shipped('S2', 62, 50),
    received('R1', { offset: 63, pieces: 60, shipmentNumber: 'S1' }),
  );
  expect(day(59)).toBe('2026-12-31');
  expect(sumsOf(facts, 59)).toMatchObject({
    startsOn: '2026-01-01',
    requiredMilli: 200_000,
    shippedMilli: 60_000,
    aheadMilli: -140_000,
  });
  expect(sumsOf(facts, 63)).toMatchObject({
    ...{ startsOn: '2027-01-01', carriedMilli: 140_000, requiredMilli: 140_000, shippedMilli: 50_000 },
    // What came of S1 left in the old year and belongs to its sums.
    ...{ receivedMilli: 0, aheadMilli: -90_000 },
  });
  const { blanket } = facts;
  expect(sumsOf({ ...facts, blanket: { ...blanket, resetsYearly: false } }, 63).aheadMilli).toBe(-90_000);
});

test('a schedule of sums releases the differences, and sums never fall', () => {
  const facts = afterAllOf(agreed(), first);
  const sums = forecastRelease(
    { number: '2', issued: 7, until: 42, buckets: [week(7, 220), week(14, 350)] },
    { amounts: 'cumulative' },
  );
  expect(callOffsOf(afterAllOf(facts, sums))).toEqual([
    '2026-11-02: 100/0',
    '2026-11-09: 120/0',
    '2026-11-16: 130/0',
  ]);
  const falling = forecastRelease(
    { number: '2', issued: 7, until: 42, buckets: [week(7, 220), week(14, 200)] },
    { amounts: 'cumulative' },
  );
  expect(taking(facts, falling)).toMatch(/release-amounts: .*sums never fall/);
});

test('more than the agreed total, another time than the agreed one, and a sales forecast are refused', () => {
  const item = agreed().blanket.items.map((one) => ({ ...one, totalMilli: 200_000 }));
  expect(taking(agreed({ items: item }), first)).toMatch(
    /release-above-total: .*220 EA would be called off, 200 EA are agreed/,
  );
  expect(taking(agreed({ endsBefore: day(9) }), first)).toMatch(
    /release-outside-period: .*released for 2026-11-16/,
  );
  expect(taking(agreed(), { ...first, kind: 'sales' })).toMatch(/what consumers buy/);
  expect(taking(agreed({ state: 'over' }), first)).toMatch(/order-ended: .*nothing more is released/);
});

test('a blanket order goes on when everything called off has come, and ends when it is closed', () => {
  const facts = afterAllOf(
    agreed(),
    first,
    shipped('S1', 0, 220),
    received('R1', { offset: 1, pieces: 220, shipmentNumber: 'S1' }),
  );
  expect(readOrderLife(facts, 'change-pending')).toMatchObject({ state: 'partially-received' });
  expect(readOrderLife(facts, 'sent').lines.map(({ state }) => state)).toEqual(['received', 'received']);
  const closed = { ...facts, blanket: { ...facts.blanket, state: 'closed' as const } };
  expect(readOrderLife(closed, 'partially-received').state).toBe('received');
});
