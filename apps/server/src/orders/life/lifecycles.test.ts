import { nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { disputeLifecycle, disputeStates } from '../disputes/dispute.lifecycle.ts';
import { invoiceLifecycle } from '../invoice.lifecycle.ts';
import { type OrderEvent, orderLifecycle, orderStates } from '../order.lifecycle.ts';
import {
  type ScheduleLineEvent,
  scheduleLineLifecycle,
  scheduleLineStates,
} from '../schedule-line.lifecycle.ts';
import { waitingDocumentLifecycle, waitingStates } from '../waiting/waiting-document.lifecycle.ts';
import { type InvoiceState, invoiceStates } from './match-invoices.ts';

type Row = [states: string, moves: string];

/** `a b`, `x→y z→w`: in each of the states each event leads there. Every pair that is not named is refused. */
function pairsOf(rows: readonly Row[]): Set<string> {
  return new Set(
    rows.flatMap(([states, moves]) =>
      states
        .split(' ')
        .flatMap((state) => moves.split(' ').map((move) => `${state} ${move.replace('→', ' ')}`)),
    ),
  );
}

function movesOf<State extends string, Event extends string>(
  lifecycle: { table: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>>; initial: State },
  { states, events }: { states: readonly State[]; events: readonly string[] },
): Set<string> {
  return new Set(
    states.flatMap((state) =>
      events.flatMap((event) => {
        const next = nextState(lifecycle, state, event as Event);
        return next === undefined ? [] : [`${state} ${event} ${next}`];
      }),
    ),
  );
}

const eventsOf = (lifecycle: { table: object }): string[] => [
  ...new Set(Object.values(lifecycle.table).flatMap((moves) => Object.keys(moves as object))),
];

const beforeShipping = 'approved sent send-failed acknowledged changes-proposed change-pending';

test('a purchase order moves as written down, and every other pair of state and event is refused', () => {
  const events = eventsOf(orderLifecycle) as OrderEvent[];
  expect(events).toHaveLength(19);
  expect(movesOf(orderLifecycle, { states: orderStates, events })).toEqual(
    pairsOf([
      [beforeShipping, 'acknowledge→acknowledged propose-changes→changes-proposed reject→rejected'],
      [beforeShipping, 'change→change-pending cancel→cancelled'],
      [`${beforeShipping} partially-shipped shipped`, 'ship-part→partially-shipped ship-all→shipped'],
      [`${beforeShipping} partially-shipped shipped`, 'receive-part→partially-received receive-all→received'],
      ['approved sent', 'send→sent fail-sending→send-failed'],
      ['send-failed change-pending', 'send→sent'],
      ['sent', 'resend→sent'],
      ['send-failed', 'resend→approved'],
      ['changes-proposed', 'accept-changes→acknowledged refuse-changes→sent'],
      ['partially-shipped shipped', 'withdraw-shipment→acknowledged'],
      ['partially-shipped partially-received received', 'close-short→closed-short'],
      [
        'partially-received',
        'receive-part→partially-received receive-all→received withdraw-shipment→partially-shipped',
      ],
      ['received', 'receive-part→partially-received'],
      ['partially-received received', 'reverse-receipt→shipped close→closed'],
      ['closed', 'reopen→received'],
    ]),
  );
});

const unshipped = 'open negotiating promised backordered';

test('a schedule line moves as written down, and every other pair of state and event is refused', () => {
  const events = eventsOf(scheduleLineLifecycle) as ScheduleLineEvent[];
  expect(events).toHaveLength(18);
  expect(movesOf(scheduleLineLifecycle, { states: scheduleLineStates, events })).toEqual(
    pairsOf([
      [unshipped, 'promise→promised propose-change→negotiating backorder→backordered reject→rejected'],
      [unshipped, 'ask-again→open cancel→cancelled'],
      [`${unshipped} part-shipped shipped part-received received`, 'ship-part→part-shipped ship-all→shipped'],
      [
        `${unshipped} part-shipped shipped part-received received`,
        'receive-part→part-received receive-all→received',
      ],
      ['negotiating', 'accept-change→promised refuse-change→open'],
      ['part-shipped shipped part-received received', 'withdraw-shipment→promised'],
      ['part-shipped', 'short-close→shipped'],
      ['part-received', 'short-close→received'],
      ['received', 'reverse-receipt→shipped match→matched'],
      ['matched', 'unmatch→received reverse-receipt→part-received close→closed'],
      ['closed', 'unmatch→received'],
    ]),
  );
});

test('an invoice moves as written down, and every other pair of state and event is refused', () => {
  const events = eventsOf(invoiceLifecycle);
  const states: readonly InvoiceState[] = invoiceStates;
  expect(movesOf(invoiceLifecycle, { states, events })).toEqual(
    pairsOf([
      ['waiting matched variance disputed approved', 'wait→waiting match→matched vary→variance'],
      [
        'waiting matched variance disputed approved',
        'approve→approved dispute→disputed debit→approved pay→paid',
      ],
    ]),
  );
});

test('a dispute moves as written down, ends once, and every other pair of state and event is refused', () => {
  const events = eventsOf(disputeLifecycle);
  expect(events).toHaveLength(7);
  expect(movesOf(disputeLifecycle, { states: disputeStates, events })).toEqual(
    pairsOf([
      ['open answered', 'answer→answered'],
      ['open answered proposed', 'propose→proposed settle→settled uphold→upheld withdraw→withdrawn'],
      ['proposed', 'answer→proposed accept→settled refuse→answered'],
    ]),
  );
});

test('a document that waits is taken or set aside, and neither is undone', () => {
  const events = eventsOf(waitingDocumentLifecycle);
  expect(movesOf(waitingDocumentLifecycle, { states: waitingStates, events })).toEqual(
    pairsOf([['waiting', 'try-again→waiting correct→waiting take→taken dismiss→dismissed']]),
  );
});
