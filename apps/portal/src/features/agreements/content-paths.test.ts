import { agreementPreset } from '@coplan/collaboration';
import { expect, test } from 'vitest';
import { countErrors, findContentIssues, issueAt, issuesOf, readAt, writeAt } from './content-paths.ts';

test('a change at one place leaves everything beside it the same object', () => {
  const before = { calendar: { cycle: [{ step: 3 }, { step: 4 }] }, units: { currency: 'EUR' } };
  const after = writeAt(before, ['calendar', 'cycle', 1, 'step'], 5);
  expect(after).toEqual({ calendar: { cycle: [{ step: 3 }, { step: 5 }] }, units: { currency: 'EUR' } });
  expect(after.units).toBe(before.units);
  expect(after.calendar.cycle[0]).toBe(before.calendar.cycle[0]);
  expect(before.calendar.cycle[1]).toEqual({ step: 4 });
  expect(readAt(after, ['calendar', 'cycle', 1, 'step'])).toBe(5);
  expect(readAt(after, ['calendar', 'nothing', 1])).toBeUndefined();
});

test('an optional number that was cleared is gone, not empty', () => {
  const after = writeAt({ thresholds: { ratio: 0.2, unitsMilli: 1 } }, ['thresholds', 'ratio'], undefined);
  expect(Object.keys(after.thresholds)).toEqual(['unitsMilli']);
});

test('what is wrong is told at its place, in words', () => {
  const issues = findContentIssues({ name: '', horizons: { frozenDays: 400 } });
  expect(issueAt(issues, ['name'])).toBe('is missing');
  expect(issueAt(issues, ['horizons', 'frozenDays'])).toBe('must be at most 365');
  expect(issueAt(issues, ['calendar'])).toBe('is missing');
  expect(countErrors(issues, ['horizons'])).toBeGreaterThan(1);
  expect(countErrors(issues, ['horizon'])).toBe(0);
});

test('a content of the right shape is checked by the rules of agreements', () => {
  const content = agreementPreset({
    name: 'Beverages',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 3,
    validFrom: '2026-11-23',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  });
  expect(countErrors(findContentIssues(content), ['criteria'])).toBe(0);
  const without = findContentIssues({ ...content, criteria: [] });
  expect(countErrors(without, ['criteria'])).toBe(1);
  expect(issuesOf(without, ['criteria'])[0]?.message).toContain('add at least one');
});
