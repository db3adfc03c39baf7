import { daysBetween, type LocalDate } from '@coplan/kernel';
import type { ConfirmationTolerance } from './order.entity.ts';
import type { OrderEvent } from './order.lifecycle.ts';
import type { ScheduleLineEvent, ScheduleLineState } from './schedule-line.lifecycle.ts';

export type PromiseOutcome = 'accepted' | 'changed' | 'backordered' | 'rejected';

/** A part of what a supplier says about a line: so much, then. No day: it will come, nobody knows when. */
export type PromisePart = {
  outcome: PromiseOutcome;
  promisedOn: LocalDate | null;
  quantityMilli: number;
  reason: string | null;
};

export type RequestedLine = { requestedOn: LocalDate; quantityMilli: number; unitPriceMicros: number };

/** A price up to the contract's was agreed before, whatever the order says. */
const isInContract = (priceMicros: number, contractMicros: number | null | undefined): boolean =>
  contractMicros != null && priceMicros <= contractMicros;

const isComing = (part: PromisePart): boolean => part.promisedOn !== null && part.quantityMilli > 0;

/** What a supplier's answer means for the line, given what the buyer tolerates without being asked. */
export function judgeLineAnswer(about: {
  requested: RequestedLine;
  parts: readonly PromisePart[];
  unitPriceMicros: number | undefined;
  contractPriceMicros?: number | null | undefined;
  tolerance: ConfirmationTolerance;
}): ScheduleLineEvent {
  const { requested, parts, tolerance } = about;
  const coming = parts.filter(isComing);
  if (coming.length === 0) {
    return parts.every((part) => part.outcome === 'rejected') ? 'reject' : 'backorder';
  }
  const promisedMilli = coming.reduce((sum, part) => sum + part.quantityMilli, 0);
  const isEnough = promisedMilli >= requested.quantityMilli * (1 - tolerance.shortRatio);
  const isOnTime = coming.every(({ promisedOn }) => {
    const lateDays = daysBetween(requested.requestedOn, promisedOn as LocalDate);
    return lateDays <= tolerance.lateDays && -lateDays <= tolerance.earlyDays;
  });
  const isPriceKept =
    about.unitPriceMicros === undefined ||
    about.unitPriceMicros === requested.unitPriceMicros ||
    isInContract(about.unitPriceMicros, about.contractPriceMicros);
  return isEnough && isOnTime && isPriceKept ? 'promise' : 'propose-change';
}

/** What all lines together mean for the order; `undefined` while some lines are unanswered and none is disputed. */
export function judgeOrder(states: readonly ScheduleLineState[]): OrderEvent | undefined {
  const has = (state: ScheduleLineState): boolean => states.includes(state);
  if (states.every((state) => state === 'rejected')) return 'reject';
  if (has('negotiating') || has('backordered')) return 'propose-changes';
  if (has('open')) return undefined;
  return has('rejected') ? 'propose-changes' : 'acknowledge';
}

/** The same answer again changes nothing, whether it comes by portal or by document. */
export const isSameAnswer = (left: readonly PromisePart[], right: readonly PromisePart[]): boolean =>
  left.length === right.length &&
  left.every((part, index) => {
    const other = right[index];
    return (
      other !== undefined &&
      part.outcome === other.outcome &&
      part.promisedOn === other.promisedOn &&
      part.quantityMilli === other.quantityMilli
    );
  });
