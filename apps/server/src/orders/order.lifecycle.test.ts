import { allowedEvents, reachableFrom } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { orderLifecycle, orderStates } from './order.lifecycle.ts';
import { scheduleLineLifecycle, scheduleLineStates } from './schedule-line.lifecycle.ts';

test('a cancelled or rejected order never lives again', () => {
  expect(reachableFrom(orderLifecycle, 'cancelled')).toEqual(new Set(['cancelled']));
  expect(reachableFrom(orderLifecycle, 'rejected')).toEqual(new Set(['rejected']));
});

test('a buyer decides changes only while changes are proposed', () => {
  const deciding = orderStates.filter((state) =>
    allowedEvents(orderLifecycle, state).includes('accept-changes'),
  );
  expect(deciding).toEqual(['changes-proposed']);
});

test('a supplier may answer every order that lives', () => {
  const answerable = orderStates.filter((state) =>
    allowedEvents(orderLifecycle, state).includes('acknowledge'),
  );
  expect(answerable).toEqual([
    'approved',
    'sent',
    'send-failed',
    'acknowledged',
    'changes-proposed',
    'change-pending',
  ]);
});

test('no line leaves rejected or cancelled', () => {
  const terminal = scheduleLineStates.filter(
    (state) => reachableFrom(scheduleLineLifecycle, state).size === 1,
  );
  expect(terminal).toEqual(['rejected', 'cancelled']);
});
