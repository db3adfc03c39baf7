import { expect, test } from 'vitest';
import {
  agreementItems,
  eventItems,
  exceptionItems,
  inOrder,
  moreExceptions,
  orderItems,
  stepItems,
} from './work-items.ts';

const exception = {
  exceptionId: 'x1',
  title: 'Sales forecasts differ: Advent offer',
  partnerName: 'Alpine Dairy',
  respondBy: '2026-11-24T10:00:00Z',
  isLate: false,
  moneyMinor: 1_200_00,
  currency: 'USD',
  childCount: 340,
};
const agreement = {
  agreementId: 'a1',
  name: 'Weekly replenishment',
  partnerName: 'Alpine Dairy',
  mySide: 'buyer',
  signedBy: ['seller'],
  openVersion: { versionNumber: 3, state: 'proposed', authorSide: 'seller' },
} as const;

test('a pooled exception is one line with the number of its cells', () => {
  expect(exceptionItems([exception])[0]?.text).toBe('Sales forecasts differ: Advent offer (340 cells)');
});

test('exceptions beyond the list stand behind one line', () => {
  expect(moreExceptions(12)[0]?.text).toBe('12 more exceptions');
  expect(moreExceptions(0)).toEqual([]);
});

test('only versions that wait for this side are work', () => {
  expect(agreementItems([agreement])[0]?.text).toBe('Sign or answer version 3 of “Weekly replenishment”');
  expect(agreementItems([{ ...agreement, signedBy: ['buyer', 'seller'] }])).toEqual([]);
  expect(agreementItems([{ ...agreement, openVersion: null }])).toEqual([]);
  const draft = { versionNumber: 1, state: 'draft', authorSide: 'buyer' } as const;
  expect(agreementItems([{ ...agreement, signedBy: [], openVersion: draft }])).toHaveLength(1);
});

test('steps of the cycle are work when they have begun and this side owes them; exceptions come by themselves', () => {
  const step = (number: number, state: string, owedBySide: string | null) => ({
    step: number,
    name: `Step ${number}`,
    state,
    dueAt: null,
    owedBySide,
  });
  const items = stepItems([
    {
      agreementId: 'a1',
      partnerName: 'Alpine Dairy',
      mySide: 'seller',
      steps: [
        step(1, 'late', 'both'),
        step(3, 'late', 'both'),
        step(4, 'late', 'seller'),
        step(6, 'late', 'buyer'),
        step(8, 'in-progress', 'seller'),
        step(9, 'waiting', 'seller'),
      ],
    },
  ]);
  expect(items.map(({ to }) => to)).toEqual(['/workbench/a1?purpose=sales', '/partnerships/a1/commits']);
});

test('orders to confirm are one line for each buyer, with their sum', () => {
  const order = { orderId: 'o1', poNumber: '4711', buyerName: 'Northwind', totalMinor: 100, currency: 'USD' };
  const other = { ...order, orderId: 'o2', poNumber: '4712', totalMinor: 50 };
  expect(orderItems([order])[0]).toMatchObject({ text: 'Confirm PO 4711', to: '/orders/o1' });
  expect(orderItems([order, other])[0]).toMatchObject({ text: 'Confirm 2 orders', moneyMinor: 150 });
});

test('an event waits for whoever owes its answer or evaluation', () => {
  const event = {
    planEventId: 'e1',
    agreementId: 'a1',
    partnerName: 'Alpine Dairy',
    name: 'Advent offer',
    lockOn: '2026-12-01',
    owed: { what: 'agreement', isMine: true },
  };
  expect(eventItems([event])[0]?.dueAt).toBe('2026-12-01T00:00:00Z');
  expect(eventItems([{ ...event, owed: { what: 'agreement', isMine: false } }])).toEqual([]);
});

test('late work comes first, then what is due next, then the most money', () => {
  const [base] = exceptionItems([exception]);
  if (base === undefined) throw new Error('one exception is one item');
  const late = { ...base, key: 'late', isLate: true, dueAt: '2026-11-30T00:00:00Z' };
  const soon = { ...base, key: 'soon', dueAt: '2026-11-23T00:00:00Z' };
  const open = { ...base, key: 'open', dueAt: null, moneyMinor: 5 };
  const rich = { ...base, key: 'rich', dueAt: null, moneyMinor: 9 };
  expect(inOrder([open, soon, rich, late]).map(({ key }) => key)).toEqual(['late', 'soon', 'rich', 'open']);
});
