import type { LocalDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { isSameAnswer, judgeLineAnswer, judgeOrder, type PromisePart } from './judge-answer.ts';

const day = (text: string) => text as LocalDate;
const requested = { requestedOn: day('2026-12-01'), quantityMilli: 100_000, unitPriceMicros: 2_000_000 };
const tolerance = { earlyDays: 1, lateDays: 2, shortRatio: 0.05 };
const part = (
  promisedOn: string | null,
  units: number,
  outcome: PromisePart['outcome'] = 'changed',
): PromisePart => ({
  outcome,
  promisedOn: promisedOn === null ? null : day(promisedOn),
  quantityMilli: units * 1000,
  reason: null,
});
const judge = (parts: PromisePart[], unitPriceMicros?: number) =>
  judgeLineAnswer({ requested, parts, unitPriceMicros, tolerance });

test.each([
  ['as asked', [part('2026-12-01', 100, 'accepted')], 'promise'],
  ['at the last tolerated day', [part('2026-12-03', 100)], 'promise'],
  ['a day later than tolerated', [part('2026-12-04', 100)], 'propose-change'],
  ['a day earlier, still tolerated', [part('2026-11-30', 100)], 'promise'],
  ['two days early', [part('2026-11-29', 100)], 'propose-change'],
  ['short within tolerance', [part('2026-12-01', 95)], 'promise'],
  ['shorter than tolerated', [part('2026-12-01', 94)], 'propose-change'],
  ['in two parts, both in time', [part('2026-12-01', 60), part('2026-12-02', 40)], 'promise'],
  ['in two parts, one too late', [part('2026-12-01', 60), part('2026-12-09', 40)], 'propose-change'],
  [
    'a part now, the rest some day',
    [part('2026-12-01', 60), part(null, 40, 'backordered')],
    'propose-change',
  ],
  ['all of it some day', [part(null, 100, 'backordered')], 'backorder'],
  ['none of it', [part(null, 0, 'rejected')], 'reject'],
] as const)('a promise %s', (_, parts, event) => {
  expect(judge([...parts])).toBe(event);
});

test('another price is a change even where day and quantity are as asked', () => {
  expect(judge([part('2026-12-01', 100, 'accepted')], 2_000_001)).toBe('propose-change');
  expect(judge([part('2026-12-01', 100, 'accepted')], 2_000_000)).toBe('promise');
});

test('an order is acknowledged only when every line is promised', () => {
  expect(judgeOrder(['promised', 'promised'])).toBe('acknowledge');
  expect(judgeOrder(['promised', 'open'])).toBeUndefined();
  expect(judgeOrder(['promised', 'negotiating', 'open'])).toBe('propose-changes');
  expect(judgeOrder(['promised', 'backordered'])).toBe('propose-changes');
  expect(judgeOrder(['promised', 'rejected'])).toBe('propose-changes');
  expect(judgeOrder(['rejected', 'rejected'])).toBe('reject');
});

test('the same answer is recognised, another day or quantity is not', () => {
  const answer = [part('2026-12-01', 60), part('2026-12-02', 40)];
  expect(isSameAnswer(answer, structuredClone(answer))).toBe(true);
  expect(isSameAnswer(answer, [part('2026-12-01', 60), part('2026-12-03', 40)])).toBe(false);
  expect(isSameAnswer(answer, [part('2026-12-01', 100)])).toBe(false);
});
