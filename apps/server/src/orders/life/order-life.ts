import type { LocalDate } from '@coplan/kernel';
import { judgeOrder } from '../judge-answer.ts';
import type { OrderState } from '../order.lifecycle.ts';
import type { ScheduleLineState } from '../schedule-line.lifecycle.ts';
import { type AskedLineLife, readAskedLine } from './asked-line.ts';
import {
  agreedPrice,
  billedLine,
  billedMilli,
  type InvoiceMatch,
  keptMilli,
  matchInvoices,
} from './match-invoices.ts';
import { type OrderedLine, type OrderFacts, receiptsInForce, shipmentsInForce } from './order-facts.ts';

/** Quantities in thousandths. `orderedMilli + overMilli = openMilli + shippedMilli + cancelledMilli`, always. */
export type LineLife = {
  line: OrderedLine;
  asked: AskedLineLife;
  state: ScheduleLineState;
  orderedMilli: number;
  openMilli: number;
  /** Announced or, where it came without a notice, arrived. */
  shippedMilli: number;
  announcedMilli: number;
  cancelledMilli: number;
  overMilli: number;
  /** Everything that arrived, good or damaged. */
  arrivedMilli: number;
  /** Counted and kept. */
  receivedMilli: number;
  invoicedMilli: number;
  agreedPriceMicros: number;
  promisedOn: LocalDate | null;
};

export type OrderLife = {
  state: OrderState;
  lines: LineLife[];
  invoices: InvoiceMatch[];
  /** A change of the buyer that the supplier has not answered. */
  pendingChange: string | null;
};

/** Conditions in which goods stand at the door: they came, although not all of them are kept. */
const arrivedConditions: readonly string[] = ['damaged', 'quality', 'rejected', 'on-hold'];

function arrivedMilli(facts: OrderFacts, lineNumber: string): number {
  const refused = receiptsInForce(facts).flatMap(({ lines }) =>
    lines
      .filter((line) => line.lineNumber === lineNumber)
      .flatMap((line) => line.deviations)
      .filter(({ condition }) => arrivedConditions.includes(condition)),
  );
  return keptMilli(facts, lineNumber) + refused.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
}

const announcedMilli = (facts: OrderFacts, lineNumber: string): number =>
  shipmentsInForce(facts).reduce(
    (sum, { lines }) =>
      sum +
      lines
        .filter((line) => line.lineNumber === lineNumber)
        .reduce((inner, line) => inner + line.shippedMilli, 0),
    0,
  );

const lastDay = ({ answer }: AskedLineLife): LocalDate | null =>
  (answer?.parts ?? [])
    .flatMap(({ promisedOn }) => promisedOn ?? [])
    .reduce<LocalDate | null>((latest, day) => (latest === null || day > latest ? day : latest), null);

type Progress = Omit<LineLife, 'state'> & { isEnded: boolean; isWithdrawn: boolean; isShortClosed: boolean };

function measure(facts: OrderFacts, line: OrderedLine): Progress {
  const asked = readAskedLine(facts, line);
  const closings = facts.closings.filter(
    ({ lineNumbers }) => lineNumbers === null || lineNumbers.includes(line.lineNumber),
  );
  const isWithdrawn = closings.length > 0 || asked.isDeleted;
  const isEnded = isWithdrawn || asked.state === 'rejected';
  const orderedMilli = asked.terms.quantityMilli;
  const announced = announcedMilli(facts, line.lineNumber);
  const arrived = arrivedMilli(facts, line.lineNumber);
  const shippedMilli = Math.max(announced, arrived);
  const left = Math.max(0, orderedMilli - shippedMilli);
  const cancelledMilli = isEnded ? left : Math.min(left, asked.declinedMilli);
  return {
    line,
    asked,
    isEnded,
    isWithdrawn,
    isShortClosed: closings.some(({ kind }) => kind === 'closed-short') || (isEnded && shippedMilli > 0),
    orderedMilli,
    openMilli: left - cancelledMilli,
    shippedMilli,
    announcedMilli: announced,
    cancelledMilli,
    overMilli: Math.max(0, shippedMilli - orderedMilli),
    arrivedMilli: arrived,
    receivedMilli: keptMilli(facts, line.lineNumber),
    invoicedMilli: billedMilli(facts, line.lineNumber),
    agreedPriceMicros: agreedPrice(facts, line),
    promisedOn: lastDay(asked),
  };
}

const expectedMilli = ({ orderedMilli, cancelledMilli }: Progress): number => orderedMilli - cancelledMilli;

const isComplete = (progress: Progress, { tolerance }: OrderFacts): boolean =>
  progress.arrivedMilli > 0 &&
  (progress.isShortClosed || progress.arrivedMilli >= expectedMilli(progress) * (1 - tolerance.shortRatio));

function matchedState(
  facts: OrderFacts,
  progress: Progress,
  invoices: readonly InvoiceMatch[],
): 'received' | 'matched' | 'closed' {
  const about = invoices.filter(({ invoice }) =>
    invoice.lines.some((line) => billedLine(facts, line)?.lineNumber === progress.line.lineNumber),
  );
  const isSettled = about.every(
    ({ state }) => state === 'matched' || state === 'approved' || state === 'paid',
  );
  if (about.length === 0 || !isSettled || progress.invoicedMilli < progress.receivedMilli) return 'received';
  return about.every(({ state }) => state === 'paid') ? 'closed' : 'matched';
}

function lineState(
  facts: OrderFacts,
  progress: Progress,
  invoices: readonly InvoiceMatch[],
): ScheduleLineState {
  if (progress.arrivedMilli > 0) {
    return isComplete(progress, facts) ? matchedState(facts, progress, invoices) : 'part-received';
  }
  if (progress.announcedMilli > 0) return progress.openMilli === 0 ? 'shipped' : 'part-shipped';
  if (progress.isEnded) return progress.isWithdrawn ? 'cancelled' : 'rejected';
  const wasShipped = facts.shipments.some(({ lines }) =>
    lines.some(({ lineNumber }) => lineNumber === progress.line.lineNumber),
  );
  return wasShipped && progress.asked.state === 'open' ? 'promised' : progress.asked.state;
}

const handover: readonly OrderState[] = ['approved', 'sent', 'send-failed'];

/** Before anything is shipped: what the supplier's answers, and the buyer's decisions, mean for the order. */
function answeredState(lines: readonly LineLife[], present: OrderState): OrderState {
  const open = lines.map(({ state, asked }): ScheduleLineState => {
    const isDecided = asked.answer !== undefined && asked.answer.decision !== null;
    return isDecided && (state === 'rejected' || state === 'backordered') ? 'promised' : state;
  });
  const live = open.filter((state) => state !== 'cancelled');
  const event = lines.every(({ state }) => state === 'rejected') ? 'reject' : judgeOrder(live);
  if (event === 'reject') return 'rejected';
  if (event === 'propose-changes') return 'changes-proposed';
  if (event === 'acknowledge') return 'acknowledged';
  return handover.includes(present) ? present : 'sent';
}

const ended: readonly OrderState[] = ['rejected', 'cancelled', 'closed-short'];

const finished: readonly OrderState[] = ['received', 'closed', 'closed-short'];

/** A blanket order goes on while it is not closed: what is called off so far may all have come. */
function goingOn(state: OrderState, present: OrderState): OrderState {
  if (finished.includes(state)) return 'partially-received';
  if (state === 'shipped') return 'partially-shipped';
  if (state !== 'rejected' && state !== 'cancelled') return state;
  return handover.includes(present) ? present : 'acknowledged';
}

/** The order's own state follows from its lines. */
function headerState(facts: OrderFacts, lines: readonly LineLife[], present: OrderState): OrderState {
  const state = stateOfLines(facts, lines, present);
  if (facts.blanket == null || facts.blanket.state === 'closed' || ended.includes(present)) return state;
  return goingOn(state, present);
}

function stateOfLines(facts: OrderFacts, lines: readonly LineLife[], present: OrderState): OrderState {
  if (ended.includes(present)) return present;
  const live = lines.filter(({ state }) => state !== 'rejected' && state !== 'cancelled');
  const every = (...states: ScheduleLineState[]) => live.every(({ state }) => states.includes(state));
  if (live.length === 0) {
    const isRejected = lines.length > 0 && lines.every(({ state }) => state === 'rejected');
    return isRejected ? 'rejected' : 'cancelled';
  }
  const isShort = facts.closings.some(({ kind }) => kind === 'closed-short');
  if (every('matched', 'closed')) return isShort ? 'closed-short' : 'closed';
  if (every('received', 'matched', 'closed')) return isShort ? 'closed-short' : 'received';
  if (live.some(({ arrivedMilli }) => arrivedMilli > 0)) return 'partially-received';
  if (every('shipped')) return 'shipped';
  if (live.some(({ announcedMilli }) => announcedMilli > 0)) return 'partially-shipped';
  if (live.some(({ asked }) => asked.pendingChange !== null)) return 'change-pending';
  return answeredState(lines, present);
}

/** What has left of a blanket order's call-off is an answer to the release that asked for it. */
const isPending = ({ blanket }: OrderFacts, { asked, openMilli }: LineLife): boolean =>
  asked.pendingChange !== null && (blanket == null || openMilli > 0);

/**
 * The life of an order, line by line, as all its facts tell it. The order in which they came does not matter;
 * `present` is the state that the order has and is kept only while nobody has answered (whether it was sent).
 */
export function readOrderLife(facts: OrderFacts, present: OrderState): OrderLife {
  const measured = facts.lines.map((line) => measure(facts, line));
  const invoices = matchInvoices(
    facts,
    measured.map((progress) => ({
      line: progress.line,
      agreedPriceMicros: progress.agreedPriceMicros,
      keptMilli: progress.receivedMilli,
      billableMilli:
        (progress.orderedMilli - progress.cancelledMilli) * (1 + (facts.tolerance.overRatio ?? 0)),
      isComplete: isComplete(progress, facts),
    })),
  );
  const lines = measured.map(({ isEnded, isWithdrawn, isShortClosed, ...progress }) => ({
    ...progress,
    state: lineState(facts, { ...progress, isEnded, isWithdrawn, isShortClosed }, invoices),
  }));
  return {
    state: headerState(facts, lines, present),
    lines,
    invoices,
    pendingChange: lines.find((line) => isPending(facts, line))?.asked.pendingChange ?? null,
  };
}
