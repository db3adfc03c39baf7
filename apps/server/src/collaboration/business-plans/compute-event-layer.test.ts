import { localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Axis, computeEventLayer, effectOfEvent, type LayerLine } from './compute-event-layer.ts';
import { type PlanEventContent, planEventContent } from './plan-event-content.ts';

const axis: Axis = { startsOn: localDate('2027-01-04'), bucketDays: 7, bucketCount: 6 };

const line = (id: string, base: (number | null)[], itemId = 'item', locationId = 'place'): LayerLine => ({
  itemLocationId: id,
  itemId,
  locationId,
  baseMilli: base,
});

const item = '018f0000-0000-7000-8000-000000000001';
const other = '018f0000-0000-7000-8000-000000000002';

const content = (changes: object): PlanEventContent =>
  planEventContent.parse({
    type: 'promotion',
    name: 'A promotion',
    items: [],
    sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-02-01' },
    lockOn: '2027-01-04',
    ...changes,
  });

const flat = line('a', [100, 100, 100, 100, 100, 100], item);

test('a share of the base is lifted in the weeks of the event, and by days in a week that it only touches', () => {
  const whole = content({ liftRatio: 0.5 });
  expect(effectOfEvent(whole, [flat], axis).get('a')).toEqual([0, 0, 50, 50, 0, 0]);
  const fromThursday = content({
    liftRatio: 0.7,
    sellThrough: { startsOn: '2027-01-21', endsBefore: '2027-02-01' },
  });
  expect(effectOfEvent(fromThursday, [flat], axis).get('a')).toEqual([0, 0, 40, 70, 0, 0]);
  const weekend = content({
    liftRatio: 0.7,
    sellThrough: { startsOn: '2027-01-23', endsBefore: '2027-01-25' },
    weekdayWeights: [0, 0, 0, 0, 0, 1, 1],
  });
  expect(effectOfEvent(weekend, [flat], axis).get('a')).toEqual([0, 0, 70, 0, 0, 0]);
});

test('an item’s own lift goes before the event’s, cannibalised items lose, other items and places stay', () => {
  const lines = [
    flat,
    line('b', flat.baseMilli as number[], other),
    line('c', flat.baseMilli as number[], 'third'),
    line('d', flat.baseMilli as number[], item, 'elsewhere'),
  ];
  const event = content({
    liftRatio: 0.1,
    items: [{ itemId: item, liftRatio: 1 }],
    cannibalised: [{ itemId: other, liftRatio: -0.25 }],
  });
  const effect = effectOfEvent({ ...event, locationIds: ['place'] }, lines, axis);
  expect(effect.get('a')).toEqual([0, 0, 100, 100, 0, 0]);
  expect(effect.get('b')).toEqual([0, 0, -25, -25, 0, 0]);
  expect([...effect.keys()]).toEqual(['a', 'b']);
});

test('units are split over places by their base and over weeks by days, to the last thousandth', () => {
  const lines = [
    line('a', [null, null, 300, 300, null, null], item),
    line('b', [0, 0, 100, 100, 0, 0], item),
  ];
  const event = content({ items: [{ itemId: item, liftMilli: 1_001 }] });
  const effect = effectOfEvent(event, lines, axis);
  expect(effect.get('a')).toEqual([0, 0, 376, 375, 0, 0]);
  expect(effect.get('b')).toEqual([0, 0, 125, 125, 0, 0]);
});

test('of an event that reaches beyond the plan only the part inside counts', () => {
  const event = content({
    items: [{ itemId: item, liftMilli: 4_000 }],
    sellThrough: { startsOn: '2026-12-21', endsBefore: '2027-01-18' },
    lockOn: '2026-12-01',
  });
  expect(effectOfEvent(event, [flat], axis).get('a')).toEqual([1_000, 1_000, 0, 0, 0, 0]);
});

test('two events add up, and no layer takes more away than there is', () => {
  const events = [content({ liftRatio: -0.8 }), content({ liftRatio: -0.8 }), content({ liftRatio: 0.1 })];
  expect(computeEventLayer(events, [flat], axis).get('a')).toEqual([0, 0, -100, -100, 0, 0]);
  const without = line('a', [null, null, null, null, null, null], item);
  expect(computeEventLayer([content({ liftRatio: 2 })], [without], axis).get('a')).toEqual([
    0, 0, 0, 0, 0, 0,
  ]);
});

test('whatever units an event brings, its parts add up to them', () => {
  const bases = fc.array(fc.array(fc.nat(1e9), { minLength: 6, maxLength: 6 }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(bases, fc.integer({ min: -1e9, max: 1e12 }), fc.nat(6), (rows, liftMilli, shift) => {
      const lines = rows.map((base, index) => line(String(index), base, item));
      const event = content({
        items: [{ itemId: item, liftMilli }],
        sellThrough: { startsOn: `2027-01-${18 + shift}`, endsBefore: '2027-02-05' },
        weekdayWeights: [1, 2, 3, 4, 5, 6, 7.5],
      });
      const total = [...effectOfEvent(event, lines, axis).values()]
        .flat()
        .reduce((sum, part) => sum + part, 0);
      expect(total).toBe(liftMilli);
    }),
  );
});
