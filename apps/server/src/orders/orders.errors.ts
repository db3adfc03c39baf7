import { DomainError } from '@coplan/kernel';
import type { OrderEvent, OrderState } from './order.lifecycle.ts';

export const orderNotFound = (about: { orderId: string } | { poNumber: string }): DomainError =>
  new DomainError(
    'not-found',
    'orders.not-found',
    about,
    'poNumber' in about
      ? `There is no order ${about.poNumber} between you and that buyer: check the number of the purchase order`
      : 'There is no such order among yours',
  );

export const orderLineNotFound = (about: {
  poNumber: string;
  line: string;
  known: readonly string[];
}): DomainError =>
  new DomainError(
    'not-found',
    'orders.line-not-found',
    about,
    `Order ${about.poNumber} has no line ${about.line}: its lines are ${about.known.slice(0, 20).join(', ')}`,
  );

export const orderChanged = (about: {
  orderId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'orders.changed-by-someone-else',
    about,
    'Somebody else changed this order meanwhile: look at it again, then decide',
  );

export const orderEventNotAllowed = (about: {
  poNumber: string;
  state: OrderState;
  event: OrderEvent;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.event-not-allowed',
    about,
    `Order ${about.poNumber} is ${about.state}: "${about.event}" is not possible any more`,
  );

export const notTrading = (supplierId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.not-trading',
    { supplierId },
    'You have no active trading relation with this supplier: start one before ordering',
  );

export const gtinMissing = (itemNumbers: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.gtin-missing',
    { itemNumbers },
    `Orders by EDI name items by GTIN: add one to ${itemNumbers.slice(0, 20).join(', ')}`,
  );

export const documentUnknown = (documentId: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.document-unknown',
    { documentId },
    'The report is about a document that was not sent from here',
  );

export const orderNotByEdi = (poNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.not-by-edi',
    { poNumber },
    `Order ${poNumber} is read in the portal by its supplier: there is nothing to send again`,
  );

export const tolerancesChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'orders.tolerances-changed-by-someone-else',
    about,
    'Somebody else changed the tolerances meanwhile: look at them again, then decide',
  );

export const toleranceTwice = (): DomainError =>
  new DomainError(
    'invalid',
    'orders.tolerance-twice',
    {},
    'There are two tolerances for the same supplier: keep one of them',
  );

export const notTradingWithBuyer = (buyerId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.not-trading-with-buyer',
    { buyerId },
    'You have no active trading relation with this buyer: ask it to start one',
  );

export const nothingToClose = (poNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.nothing-to-close',
    { poNumber },
    `Nothing of order ${poNumber} is on its way or here: cancel what is not wanted, or wait for it`,
  );

export const receiptNotFound = (receiptNumber: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.receipt-not-found',
    { receiptNumber },
    `The order has no receipt ${receiptNumber} that could be taken back`,
  );

export const invoiceNotFound = (invoiceId: string): DomainError =>
  new DomainError('not-found', 'orders.invoice-not-found', { invoiceId }, 'The order has no such invoice');

export const invoiceEventNotAllowed = (about: {
  invoiceNumber: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.invoice-event-not-allowed',
    about,
    `Invoice ${about.invoiceNumber} is ${about.state}: "${about.event}" is not possible any more`,
  );

export const debitTooLarge = (about: {
  invoiceNumber: string;
  amountMinor: number;
  payableMinor: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'orders.debit-too-large',
    about,
    `Of invoice ${about.invoiceNumber} at most ${about.payableMinor / 100} can be taken off`,
  );

export const waitingNotFound = (waitingId: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.waiting-not-found',
    { waitingId },
    'There is no such document that waits: it was taken or set aside meanwhile',
  );

export const nothingToReceive = (code: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.nothing-to-receive',
    { code },
    `"${code}" is no package, shipment or order of yours: scan the label again, or type the number of the purchase order`,
  );

export const orderHeld = (about: { poNumber: string; kinds: readonly string[] }): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.held',
    about,
    `Order ${about.poNumber} is on hold (${about.kinds.join(', ')}): it goes on when the buyer releases it`,
  );

export const holdExists = (about: { poNumber: string; kind: string }): DomainError =>
  new DomainError(
    'conflict',
    'orders.hold-exists',
    about,
    `Order ${about.poNumber} is on hold for this already (${about.kind})`,
  );

export const holdNotFound = (about: { poNumber: string; kind: string }): DomainError =>
  new DomainError(
    'not-found',
    'orders.hold-not-found',
    about,
    `Order ${about.poNumber} is not on hold for this (${about.kind})`,
  );

export const holdNotYours = (about: { kind: string; roles: readonly string[] }): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.hold-not-yours',
    about,
    `A hold of this kind (${about.kind}) is released by: ${about.roles.join(', ')}`,
  );

const sum = (minor: number, currency: string): string => `${(minor / 100).toFixed(2)} ${currency}`;

export const holdCausedByYou = (about: {
  poNumber: string;
  totalMinor: number;
  currency: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.hold-caused-by-you',
    about,
    `You placed order ${about.poNumber}, which is held for its value: ask another approver with a limit of at least ${sum(about.totalMinor, about.currency)}`,
  );

export const releaseAboveLimit = (about: {
  poNumber: string;
  totalMinor: number;
  limitMinor: number;
  currency: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.release-above-limit',
    about,
    `Order ${about.poNumber} is worth ${sum(about.totalMinor, about.currency)}, and your limit is ${sum(about.limitMinor, about.currency)}: ask an approver with a higher limit`,
  );

export const holdRulesChanged = (version: number): DomainError =>
  new DomainError(
    'conflict',
    'orders.hold-rules-changed',
    { version },
    'Somebody else changed these rules meanwhile: look at them again',
  );

export const contractNotFound = (id: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.contract-not-found',
    { id },
    'There is no such contract or item of yours, or it has ended by that day',
  );

export const contractOverlaps = (about: { contractNumber: string; validFrom: string }): DomainError =>
  new DomainError(
    'conflict',
    'orders.contract-overlaps',
    about,
    'A contract for this item holds in that time already: end it first, or begin later',
  );

export const tiersInvalid = (): DomainError =>
  new DomainError(
    'invalid',
    'orders.tiers-invalid',
    {},
    'The first tier begins at zero, and each further one above the one before',
  );

export const nothingToResource = (): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.nothing-to-re-source',
    {},
    'Only lines that were rejected, and not ordered elsewhere yet, can be ordered from another supplier',
  );

export const noOtherSupplier = (about: { poNumber: string }): DomainError =>
  new DomainError(
    'not-found',
    'orders.no-other-supplier',
    about,
    `That supplier has no terms for every rejected line of order ${about.poNumber}: choose fewer lines, or record its terms`,
  );

export const viewsNeedPerson = (): DomainError =>
  new DomainError('not-allowed', 'orders.views-need-a-person', {}, 'Views are kept for people: sign in');

export const actInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'orders.act-invalid', about, `${about.place}: ${about.why}`);

export const documentNotFailed = (documentId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.document-not-failed',
    { documentId },
    'None of this order’s documents that failed is meant: only one that was rejected or could not be sent goes out again, once',
  );

export const shipmentUnknown = (about: { shipmentNumber: string; poNumber: string }): DomainError =>
  new DomainError(
    'not-found',
    'orders.shipment-unknown',
    about,
    `No ship notice of order ${about.poNumber} names shipment ${about.shipmentNumber}: choose one that was announced`,
  );

export const arrivalImpossible = (about: { shipmentNumber: string; arrivedAt: string }): DomainError =>
  new DomainError(
    'invalid',
    'orders.arrival-impossible',
    about,
    `Shipment ${about.shipmentNumber} cannot have arrived at ${about.arrivedAt}: give the moment at the gate, after it left and not in the time to come`,
  );
