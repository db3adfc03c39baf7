import { expect, test } from 'vitest';
import {
  activities,
  type BarTask,
  countStates,
  isMine,
  nextTask,
  owedByText,
  taskSentence,
} from './cycle-view.ts';

const viewer = { mySide: 'buyer', partnerName: 'Alpine Dairy' } as const;
const task = (number: number, state: string, part: Partial<BarTask> = {}): BarTask => ({
  task: number,
  state,
  dueAt: null,
  owedBySide: null,
  ...part,
});

test('whoever owes a task is called by name, oneself "you"', () => {
  expect(owedByText('buyer', viewer)).toBe('You');
  expect(owedByText('seller', viewer)).toBe('Alpine Dairy');
  expect(owedByText('both', viewer)).toBe('Both');
  expect(owedByText(null, viewer)).toBe('');
  expect(taskSentence(task(3, 'late', { owedBySide: 'buyer' }), viewer)).toBe(
    'Sales forecasting: late, you owe it.',
  );
  expect(taskSentence(task(4, 'waiting', { owedBySide: 'both' }), viewer)).toBe(
    'Order planning: waiting, you and Alpine Dairy owe it.',
  );
  expect(taskSentence(task(2, 'done', { owedBySide: 'seller' }), viewer)).toBe('Joint business plan: done.');
});

test('the next task is the late one, then the own one, then the earliest', () => {
  const late = task(4, 'late', { owedBySide: 'seller' });
  const mine = task(3, 'in-progress', { owedBySide: 'buyer', dueAt: '2026-11-24T10:00:00Z' });
  const sooner = task(7, 'in-progress', { owedBySide: 'buyer', dueAt: '2026-11-23T10:00:00Z' });
  const done = task(1, 'done', { owedBySide: 'buyer' });
  expect(nextTask([mine, late, sooner, done], viewer)).toBe(late);
  expect(nextTask([mine, sooner, done], viewer)).toBe(sooner);
  expect(nextTask([done], viewer)).toBeUndefined();
  expect(isMine(mine, viewer)).toBe(true);
  expect(isMine(done, viewer)).toBe(false);
  expect(isMine(task(2, 'waiting', { owedBySide: 'both' }), viewer)).toBe(false);
});

test('the bar has the eight tasks of the model under its four activities', () => {
  expect(activities.map(({ name, tasks }) => [name, tasks])).toEqual([
    ['Strategy and planning', [1, 2]],
    ['Demand and supply', [3, 4]],
    ['Execution', [5, 6]],
    ['Analysis', [7, 8]],
  ]);
});

test('states are counted, the urgent first', () => {
  expect(countStates([task(1, 'done'), task(2, 'late'), task(3, 'done'), task(4, 'skipped')])).toBe(
    '1 late, 2 done',
  );
});
