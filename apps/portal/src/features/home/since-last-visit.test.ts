import { expect, test } from 'vitest';
import { newsSince, visitOf } from './since-last-visit.ts';

test('only what happened after leaving is news, the newest first', () => {
  const sources = {
    cycles: [
      {
        agreementId: 'a1',
        partnerName: 'Alpine Dairy',
        steps: [
          {
            step: 3,
            name: 'Sales forecast',
            state: 'done',
            doneAt: '2026-11-23T09:00:00Z',
            doneBy: 'Planner',
          },
          { step: 6, name: 'Order forecast', state: 'waiting', doneAt: null, doneBy: null },
        ],
      },
    ],
    threads: [],
    exceptions: [
      {
        exceptionId: 'x1',
        title: 'Commit is short',
        partnerName: 'Alpine Dairy',
        raisedAt: '2026-11-23T11:00:00Z',
      },
      { exceptionId: 'x0', title: 'Older', partnerName: 'Alpine Dairy', raisedAt: '2026-11-20T11:00:00Z' },
    ],
    orders: [],
  };
  expect(newsSince('2026-11-22T18:00:00Z', sources).map(({ text }) => text)).toEqual([
    'New exception: Commit is short',
    'Sales forecast with Alpine Dairy is done',
  ]);
});

test('a reload is still the same visit, the next morning is another', () => {
  const first = visitOf(undefined, '2026-11-22T09:00:00Z');
  expect(first).toEqual({ before: '2026-11-22T09:00:00Z', seen: '2026-11-22T09:00:00Z' });
  const reload = visitOf(first, '2026-11-22T09:20:00Z');
  expect(reload).toEqual({ before: '2026-11-22T09:00:00Z', seen: '2026-11-22T09:20:00Z' });
  expect(visitOf(reload, '2026-11-23T08:00:00Z').before).toBe('2026-11-22T09:20:00Z');
});
