import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import type { OrderLine } from '../../app/api-types.ts';
import { acceptAsRequested, problemOf, toAnswers } from './line-answers.ts';

const line: OrderLine = {
  orderLineId: 'l1' as OrderLine['orderLineId'],
  lineNumber: '1',
  itemNumber: 'A-1',
  supplierItemNumber: null,
  description: 'Oat drink',
  gtin14: null,
  isSerialTracked: false,
  quantityMilli: 24_000,
  unit: 'EA',
  unitPriceMicros: 1_200_000,
  proposalId: null,
  state: 'open',
  quantities: {
    orderedMilli: 10_000,
    openMilli: 10_000,
    shippedMilli: 0,
    cancelledMilli: 0,
    overMilli: 0,
    arrivedMilli: 0,
    receivedMilli: 0,
    invoicedMilli: 0,
  },
  schedule: [
    {
      scheduleLineId: 's1',
      requestedOn: localDate('2026-12-01'),
      quantityMilli: 24_000,
      state: 'open',
      promises: [],
    },
  ],
};
const draft = acceptAsRequested(line);

test('an untouched line is accepted as requested', () => {
  expect(problemOf(draft, line)).toBeUndefined();
  expect(toAnswers([draft], [line])).toEqual([{ orderLineId: 'l1', outcome: 'accepted' }]);
});

test('a later day is a change, and a change needs its reason', () => {
  const later = { ...draft, promisedOn: '2026-12-03' };
  expect(problemOf(later, line)).toBe('Say why it changes');
  const explained = { ...later, reason: ' Truck is full ' };
  expect(problemOf(explained, line)).toBeUndefined();
  expect(toAnswers([explained], [line])).toEqual([
    {
      orderLineId: 'l1',
      outcome: 'changed',
      promisedOn: '2026-12-03',
      quantityMilli: 24_000,
      reason: 'Truck is full',
    },
  ]);
});

test('a line put back to what was requested is accepted again, with nothing left of the change', () => {
  expect(toAnswers([{ ...draft, reason: 'left over' }], [line])).toEqual([
    { orderLineId: 'l1', outcome: 'accepted' },
  ]);
});

test('nobody promises nothing, more than was ordered, or rejects without a reason', () => {
  expect(problemOf({ ...draft, quantityMilli: 0 }, line)).toBeDefined();
  expect(problemOf({ ...draft, quantityMilli: undefined }, line)).toBeDefined();
  expect(problemOf({ ...draft, quantityMilli: 25_000 }, line)).toBeDefined();
  expect(problemOf({ ...draft, isRejected: true }, line)).toBeDefined();
  expect(toAnswers([{ ...draft, isRejected: true, reason: 'Delisted' }], [line])).toEqual([
    { orderLineId: 'l1', outcome: 'rejected', reason: 'Delisted' },
  ]);
});
