import { allowedEvents, type Lifecycle, nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { reservationLifecycle, reservationStates } from './reservations/reservation.lifecycle.ts';
import { salesLineLifecycle, salesLineStates } from './sales-orders/sales-line.lifecycle.ts';

/** Every pair that leads somewhere, as `state event → state`; every other pair leads nowhere. */
const pairsOf = <State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  states: readonly State[],
) => {
  const events = [...new Set(states.flatMap((state) => allowedEvents(lifecycle, state)))];
  const pairs = states.flatMap((state) => events.map((event) => ({ state, event })));
  const leading = pairs.flatMap(({ state, event }) => {
    const next = nextState(lifecycle, state, event);
    return next === undefined ? [] : [`${state} ${event} → ${next}`];
  });
  return { pairCount: pairs.length, leading };
};

test('of the 48 pairs of a reservation exactly these 16 are possible', () => {
  const { pairCount, leading } = pairsOf(reservationLifecycle, reservationStates);
  expect(pairCount).toBe(48);
  expect(leading.sort()).toEqual([
    'hard release-part → hard',
    'hard release-rest → released',
    'hard take-part → part-taken',
    'hard take-rest → taken',
    'part-taken put-back-all → hard',
    'part-taken put-back-part → part-taken',
    'part-taken release-part → part-taken',
    'part-taken release-rest → taken',
    'part-taken take-part → part-taken',
    'part-taken take-rest → taken',
    'soft confirm → hard',
    'soft expire → expired',
    'soft release-part → soft',
    'soft release-rest → released',
    'taken put-back-all → hard',
    'taken put-back-part → part-taken',
  ]);
});

/** The table M8 of the domain, from the moment an order is valid. */
const outboundLine = [
  ...['validated hold → held', 'validated promise → promised', 'held release-hold → validated'],
  ...['promised hold → held', 'promised re-source → promised'],
  ...['promised', 'allocated', 'part-allocated', 'backordered'].flatMap((state) => [
    `${state} allocate-all → allocated`,
    `${state} allocate-part → part-allocated`,
    `${state} backorder → backordered`,
    `${state} promise → promised`,
  ]),
  ...['allocated', 'part-allocated', 'backordered', 'released'].map(
    (state) => `${state} re-source → promised`,
  ),
  ...['allocated release-to-wave → released', 'part-allocated release-to-wave → released'],
  ...['released pick-all → picked', 'released pick-short → short-picked'],
  ...['short-picked pick-rest → released', 'short-picked backorder-rest → picked'],
  ...['picked pack → packed', 'packed ship → shipped', 'shipped deliver → delivered'],
  // What a warehouse takes back.
  ...['picked pick-rest → released', 'packed unpack → picked', 'shipped take-back → packed'],
  ...['delivered invoice → invoiced', 'invoiced settle → closed'],
  ...salesLineStates.slice(0, 10).map((state) => `${state} cancel → cancelled`),
];

test('of the 300 pairs of a customer’s line exactly those of the table are possible', () => {
  const { pairCount, leading } = pairsOf(salesLineLifecycle, salesLineStates);
  expect(pairCount).toBe(300);
  expect(leading.sort()).toEqual(outboundLine.sort());
});
