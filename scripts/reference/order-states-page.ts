import { reservationLifecycle } from '../../apps/server/src/fulfillment/reservations/reservation.lifecycle.ts';
import { salesLineLifecycle } from '../../apps/server/src/fulfillment/sales-orders/sales-line.lifecycle.ts';
import { blanketLifecycle } from '../../apps/server/src/orders/blanket/blanket.lifecycle.ts';
import { disputeLifecycle } from '../../apps/server/src/orders/disputes/dispute.lifecycle.ts';
import { invoiceLifecycle } from '../../apps/server/src/orders/invoice.lifecycle.ts';
import { issueCodes, resolvesItself } from '../../apps/server/src/orders/life/issues.ts';
import { orderLifecycle } from '../../apps/server/src/orders/order.lifecycle.ts';
import { scheduleLineLifecycle } from '../../apps/server/src/orders/schedule-line.lifecycle.ts';
import { waitingDocumentLifecycle } from '../../apps/server/src/orders/waiting/waiting-document.lifecycle.ts';
import { nextState } from '../../packages/kernel/src/index.ts';
import { code, page, table } from './markdown.ts';

export type AnyLifecycle = {
  initial: string;
  table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>;
};

/** One row per state: what may happen there, and where it leads. */
export function statesTable(lifecycle: AnyLifecycle): string {
  const rows = Object.entries(lifecycle.table).map(([state, moves]) => [
    state === lifecycle.initial ? `${code(state)} (first)` : code(state),
    Object.keys(moves)
      .map((event) => `${event} → ${code(nextState(lifecycle, state, event) ?? '')}`)
      .join(', ') || 'nothing any more',
  ]);
  return table(['state', 'events and where they lead'], rows);
}

/** The lives of orders, their lines, their invoices and the documents that wait for them. */
export const orderStatesPage = (): string =>
  page(
    'States of orders',
    'Each table is the one that the server runs on: an event that a state does not name is refused. How they hang together is told in [The life of an order](../explanation/life-of-an-order.md).',
    '## Purchase order',
    statesTable(orderLifecycle as AnyLifecycle),
    '## Schedule line',
    statesTable(scheduleLineLifecycle as AnyLifecycle),
    '## Blanket order',
    statesTable(blanketLifecycle as AnyLifecycle),
    '## Invoice',
    statesTable(invoiceLifecycle as AnyLifecycle),
    '## Dispute',
    statesTable(disputeLifecycle as AnyLifecycle),
    '## Line of a customer’s order',
    statesTable(salesLineLifecycle as AnyLifecycle),
    '## Reservation of stock',
    statesTable(reservationLifecycle as AnyLifecycle),
    '## Document that waits',
    statesTable(waitingDocumentLifecycle as AnyLifecycle),
    '## Why a document waits',
    table(
      ['issue', 'ends'],
      issueCodes.map((issue) => [
        code(issue),
        resolvesItself.has(issue) ? 'by itself, when what is missing comes; or by a person' : 'by a person',
      ]),
    ),
  );
