import { expect, test } from 'vitest';
import {
  readBusinessPlanFilter,
  readDraftChoice,
  readOwedFilter,
  readSharingFilter,
  readVersionChoice,
} from './search-parameters.ts';

test('what an address says of the business plan is taken only when it can be shown', () => {
  expect(readBusinessPlanFilter({ period: '2026-Q3', from: '2026-11-23', weeks: '52' })).toEqual({
    period: '2026-Q3',
    from: '2026-11-23',
    weeks: 52,
  });
  expect(readBusinessPlanFilter({ period: 2026 })).toEqual({ period: '2026' });
  expect(readBusinessPlanFilter({ period: '2026-Q5', from: '2026-02-30', weeks: 7 })).toEqual({});
});

test('views of sharing and versions that do not exist are left out', () => {
  expect(readSharingFilter({ tab: 'view-as', measure: 'pos', search: 'milk' })).toEqual({
    tab: 'view-as',
    measure: 'pos',
    search: 'milk',
  });
  expect(readSharingFilter({ tab: 'secrets', measure: 'salaries' })).toEqual({});
  expect(readVersionChoice({ version: '', compare: 'v1' })).toEqual({ compare: 'v1' });
  expect(readDraftChoice({ from: 'v1', as: 'overwrite' })).toEqual({ from: 'v1', as: 'draft' });
  expect(readOwedFilter({ owed: 'them' })).toEqual({});
});
