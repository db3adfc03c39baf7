import { addDays, type LocalDate } from '@coplan/kernel';
import { instantAt, localDayAt } from '../windows/zoned-time.ts';
import type { LineView } from './line-view.ts';
import type { LineRules, OrderLineFacts } from './order-line-facts.ts';

/** The day that a line is measured by, and why that day; null: nobody named one. */
export type CommitBasis = { dueOn: LocalDate; text: string; eventId: string | null } | null;

/** Instants in milliseconds, both inclusive. */
export type CommitWindow = { startsAtMs: number; endsAtMs: number };

/**
 * The original commit: the first promise, unless the customer changed the order and the supplier agreed. What the supplier
 * promises later never moves it (SCOR RL.2.2).
 */
export function commitBasis(facts: OrderLineFacts, view: LineView): CommitBasis {
  const { rules, requestedOn } = facts;
  if (view.rebasedOn !== undefined && view.rebasedBy !== undefined) {
    const text = 'The customer asked for another day and the supplier agreed.';
    return { dueOn: view.rebasedOn, text, eventId: view.rebasedBy.eventId };
  }
  if (rules.basis === 'requested' && requestedOn !== null) {
    return { dueOn: requestedOn, text: 'The day that was asked for.', eventId: null };
  }
  const { acknowledgement } = view;
  if (acknowledgement !== undefined && acknowledgement.promisedOn !== null) {
    const text = 'The day that the supplier promised first.';
    return { dueOn: acknowledgement.promisedOn, text, eventId: acknowledgement.eventId };
  }
  if (requestedOn !== null) {
    const text =
      acknowledgement === undefined
        ? 'The day that was asked for.'
        : 'The day asked for, accepted as it was.';
    return { dueOn: requestedOn, text, eventId: acknowledgement?.eventId ?? null };
  }
  if (acknowledgement === undefined || rules.undatedPromiseDays === null) return null;
  const acknowledgedOn = localDayAt(acknowledgement.atMs, facts.timeZone);
  return {
    dueOn: addDays(acknowledgedOn, rules.undatedPromiseDays),
    text: `Nobody named a day: acknowledged and ${rules.undatedPromiseDays} days, as agreed.`,
    eventId: acknowledgement.eventId,
  };
}

const instantMs = (day: LocalDate, timeOfDay: string, timeZone: string): number =>
  instantAt(day, timeOfDay, timeZone).getTime();

/** Zone arithmetic is slow and lines share their days: windows by rule, then by day and zone. */
const windows = new WeakMap<LineRules['window'], Map<string, CommitWindow>>();

/** From the opening on the first day to the closing on the last (`24:00`: its end), by the clock of the place. */
export function commitWindow(
  { rules: { window }, timeZone }: OrderLineFacts,
  dueOn: LocalDate,
): CommitWindow {
  let ofRule = windows.get(window);
  if (ofRule === undefined) {
    ofRule = new Map();
    windows.set(window, ofRule);
  }
  const key = dueOn + timeZone;
  const known = ofRule.get(key);
  if (known !== undefined) return known;
  const { earlyDays, lateDays, opens, closes } = window;
  const computed: CommitWindow = {
    startsAtMs:
      earlyDays === null ? Number.MIN_SAFE_INTEGER : instantMs(addDays(dueOn, -earlyDays), opens, timeZone),
    endsAtMs: instantMs(addDays(dueOn, lateDays), closes, timeZone),
  };
  ofRule.set(key, computed);
  return computed;
}
