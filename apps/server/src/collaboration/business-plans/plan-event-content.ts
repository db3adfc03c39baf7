import { eventTypes } from '@coplan/collaboration';
import { daysBetween, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { planEventInvalid } from './business-plans.errors.ts';

const date = z.iso.date('is not a date: write it as 2026-11-22').transform((text) => text as LocalDate);
const window = z.object({ startsOn: date, endsBefore: date });
const windowDaysMax = 730;

/**
 * What an event says. A lift is a share of the base forecast (0.6: sixty percent more, −0.2: a fifth less) or a number
 * of units over the whole window and all places; an item's own lift goes before that of the event.
 */
export const planEventContent = z.object({
  type: z.enum(eventTypes),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2_000).default(''),
  /** Empty: every item of the agreement. */
  items: z
    .array(
      z.object({
        itemId: z.uuid(),
        liftRatio: z.number().min(-1).max(50).nullable().default(null),
        liftMilli: z.int().min(-1e12).max(1e12).nullable().default(null),
        /** Bought ahead to fill the shelves, thousandths of the base unit. */
        preBuildMilli: z.int().min(0).max(1e12).default(0),
      }),
    )
    .max(5_000),
  cannibalised: z
    .array(z.object({ itemId: z.uuid(), liftRatio: z.number().min(-1).max(0) }))
    .max(5_000)
    .default([]),
  /** null: every place of the agreement. */
  locationIds: z.array(z.uuid()).min(1).max(5_000).nullable().default(null),
  liftRatio: z.number().min(-1).max(50).nullable().default(null),
  /** When it is delivered to the shelves, and when people buy it. */
  sellIn: window.nullable().default(null),
  sellThrough: window,
  /** How strong each weekday is, Monday first; null: all alike. */
  weekdayWeights: z.array(z.number().min(0).max(1_000)).length(7).nullable().default(null),
  /** From this day on a change costs: orders rely on the event. */
  lockOn: date,
});
export type PlanEventContent = z.output<typeof planEventContent>;

const refuse = (place: string, remedy: string): never => {
  throw planEventInvalid({ place, remedy });
};

function checkWindow(place: string, { startsOn, endsBefore }: z.output<typeof window>): void {
  if (endsBefore <= startsOn) refuse(place, 'let it end after it starts; the end is the first day after it');
  if (daysBetween(startsOn, endsBefore) > windowDaysMax)
    refuse(place, `keep it within ${windowDaysMax} days`);
}

/** Throws `collaboration.plan-event-invalid` for what no event can mean. */
export function checkPlanEventContent(content: PlanEventContent): void {
  checkWindow('sell-through window', content.sellThrough);
  if (content.sellIn !== null) {
    checkWindow('sell-in window', content.sellIn);
    if (content.sellIn.startsOn > content.sellThrough.startsOn)
      refuse(
        'sell-in window',
        'goods come before people buy them: let it start no later than the sell-through',
      );
  }
  if (content.lockOn > content.sellThrough.startsOn)
    refuse('lock date', 'set it no later than the first day of the sell-through');
  const named = [...content.items, ...content.cannibalised].map(({ itemId }) => itemId);
  const seen = new Set<string>();
  const twice = named.find((itemId) => seen.size === seen.add(itemId).size);
  if (twice !== undefined) refuse('items', `item ${twice} is named twice: keep one row of it`);
  for (const { itemId, liftRatio, liftMilli } of content.items) {
    if (liftRatio !== null && liftMilli !== null)
      refuse('items', `item ${itemId} has a lift as a share and in units: keep one`);
  }
  if (content.weekdayWeights?.every((weight) => weight === 0))
    refuse('weekday weights', 'at least one weekday needs a weight above 0');
}
