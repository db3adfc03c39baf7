import type { LocalDate } from '@coplan/kernel';
import { addDays, DomainError, isoWeekday } from '@coplan/kernel';
import { instantOfLocalTime } from './local-time.ts';
import type { OrderCalendar, OrderSlot } from './replenishment-input.ts';

/** Longest search for an order or delivery day; a calendar closed for longer is a mistake in the calendar. */
const searchDaysMax = 400;

const isWorkingDay = (calendar: OrderCalendar, day: LocalDate): boolean =>
  !calendar.nonWorkingDays.includes(day);

const isOrderDay = (calendar: OrderCalendar, day: LocalDate): boolean =>
  calendar.orderWeekdays.includes(isoWeekday(day)) && isWorkingDay(calendar, day);

/** Whether the location receives on that day. */
export const isDeliveryDay = (calendar: OrderCalendar, day: LocalDate): boolean =>
  isWorkingDay(calendar, day) &&
  (calendar.deliveryWeekdays === undefined || calendar.deliveryWeekdays.includes(isoWeekday(day)));

function firstDay(from: LocalDate, isWanted: (day: LocalDate) => boolean, what: string): LocalDate {
  for (let days = 0, day = from; days < searchDaysMax; days++, day = addDays(day, 1)) {
    if (isWanted(day)) return day;
  }
  throw new DomainError(
    'invalid',
    'planning.no-calendar-day',
    { from, what },
    `no ${what} within ${searchDaysMax} days after ${from}: check the weekdays and non-working days of the calendar`,
  );
}

/** The day on which an order of `orderOn` is delivered. */
export function deliveryDateOf(calendar: OrderCalendar, orderOn: LocalDate): LocalDate {
  const isOpen = (day: LocalDate): boolean => isDeliveryDay(calendar, day);
  const leadTimeDays = calendar.leadTimeDays.value;
  if (calendar.leadTimeCounts !== 'working-days') {
    return firstDay(addDays(orderOn, leadTimeDays), isOpen, 'delivery day');
  }
  let day = orderOn;
  for (let counted = 0; counted < leadTimeDays; counted++)
    day = firstDay(addDays(day, 1), isOpen, 'delivery day');
  return firstDay(day, isOpen, 'delivery day');
}

export type OrderChance = {
  /** The order that can be placed now. */
  current: OrderSlot;
  /** The next one that is delivered later; the current order has to last until then. */
  next: OrderSlot;
  /** Instant (ISO 8601, UTC) of the cut-off of the current order. */
  cutOffAt: string;
};

function* slotsFrom(calendar: OrderCalendar, from: LocalDate): Generator<OrderSlot> {
  if (calendar.slots !== undefined) {
    for (const slot of calendar.slots) if (slot.orderOn >= from) yield slot;
    throw new DomainError(
      'invalid',
      'planning.no-order-slot',
      { from },
      `the calendar lists no two further order dates from ${from}: extend its slots`,
    );
  }
  for (let day = from; ; ) {
    day = firstDay(day, (candidate) => isOrderDay(calendar, candidate), 'order day');
    yield { orderOn: day, deliverOn: deliveryDateOf(calendar, day) };
    day = addDays(day, 1);
  }
}

/**
 * The order that can be placed at `localTime` on `today`, and the one after it. An order at or after the
 * cut-off waits for the next order day; order days whose goods come on the same day as this order's are skipped
 * when looking for the next. Throws `DomainError` (invalid) when the calendar has no such days.
 */
export function orderChanceOf(input: {
  calendar: OrderCalendar;
  today: LocalDate;
  localTime: string;
}): OrderChance {
  const { calendar, today, localTime } = input;
  const from = localTime < calendar.cutOffTime ? today : addDays(today, 1);
  const slots = slotsFrom(calendar, from);
  const first: OrderSlot | undefined = slots.next().value;
  for (let tries = 0; first !== undefined && tries < searchDaysMax; tries++) {
    const next: OrderSlot | undefined = slots.next().value;
    if (next !== undefined && next.deliverOn > first.deliverOn) {
      const cutOffAt = instantOfLocalTime(first.orderOn, calendar.cutOffTime, calendar.timeZone);
      return { current: first, next, cutOffAt };
    }
  }
  throw new DomainError('invalid', 'planning.no-order-slot', { from }, `no order can be placed from ${from}`);
}

/**
 * The order that can be placed now and all after it that are ordered before `endsBefore`, each delivered later than the
 * one before. The first two are those of `orderChanceOf`; an explicit list of slots ends the sequence where it ends.
 */
export function orderSlotsUntil(
  input: { calendar: OrderCalendar; today: LocalDate; localTime: string },
  endsBefore: LocalDate,
): OrderSlot[] {
  const { current, next } = orderChanceOf(input);
  const found: OrderSlot[] = [current, next];
  const { slots } = input.calendar;
  const later =
    slots?.filter(({ orderOn }) => orderOn > next.orderOn) ??
    slotsFrom(input.calendar, addDays(next.orderOn, 1));
  for (const slot of later) {
    if (slot.orderOn >= endsBefore) break;
    if (slot.deliverOn > (found.at(-1)?.deliverOn ?? slot.deliverOn)) found.push(slot);
  }
  return found;
}

/**
 * The window whose total demand is uncertain for the order that can be placed now: from today until the delivery
 * of the next order. Ask the forecast for quantiles of the total over exactly this window.
 */
export function riskWindowOf(input: { calendar: OrderCalendar; today: LocalDate; localTime: string }): {
  startsOn: LocalDate;
  endsBefore: LocalDate;
} {
  return { startsOn: input.today, endsBefore: orderChanceOf(input).next.deliverOn };
}
