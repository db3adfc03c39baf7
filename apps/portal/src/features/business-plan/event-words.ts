/** What an event says, in words, for reading and for comparing what is proposed with what counts. Pure. */
import { addDays, type LocalDate } from '@coplan/kernel';
import { formatAmount, formatDay, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import { eventTypeNames } from '../agreements/words.ts';
import { type DayWindow, lastDayOf } from './calendar-view.ts';

/** The part of an event's content that these words need. */
export type EventContent = {
  type: string;
  name: string;
  description: string;
  items: readonly {
    itemId: string;
    liftRatio: number | null;
    liftMilli: number | null;
    preBuildMilli: number;
  }[];
  cannibalised: readonly { itemId: string; liftRatio: number }[];
  locationIds: readonly string[] | null;
  liftRatio: number | null;
  sellIn: DayWindow | null;
  sellThrough: DayWindow;
  weekdayWeights: readonly number[] | null;
  lockOn: string;
};

type Options = { locale?: string; currentYear?: number };

export const eventTypeName = (type: string): string =>
  (eventTypeNames as Readonly<Record<string, string>>)[type] ?? type;

/** "Mon, Nov 30 – Sun, Dec 6": the last day is part of it. */
export const windowText = (window: DayWindow, options: Options = {}): string =>
  `${formatDay(window.startsOn, options)} – ${formatDay(lastDayOf(window), options)}`;

/** "+60%" or "−20%"; "none said" without one. */
export function liftText(liftRatio: number | null, locale = viewerLocale()): string {
  if (liftRatio === null) return 'none said';
  const share = formatShare(Math.abs(liftRatio), locale);
  return liftRatio < 0 ? `−${share}` : `+${share}`;
}

const count = (rows: readonly unknown[], one: string): string =>
  `${rows.length} ${one}${rows.length === 1 ? '' : 's'}`;

function itemsText(content: EventContent, locale: string): string {
  if (content.items.length === 0) return 'every item of the agreement';
  const own = content.items.filter(
    ({ liftRatio, liftMilli }) => liftRatio !== null || liftMilli !== null,
  ).length;
  const preBuild = content.items.reduce((sum, { preBuildMilli }) => sum + preBuildMilli, 0);
  const parts = [
    count(content.items, 'item'),
    own > 0 ? `${own} with a lift of their own` : '',
    preBuild > 0 ? `${formatAmount(preBuild, locale)} units built ahead` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Everything that an event says, place by place, in the order of the form. */
export function eventFacts(content: EventContent, options: Options = {}): { label: string; text: string }[] {
  const locale = options.locale ?? viewerLocale();
  const facts: [label: string, text: string][] = [
    ['Name', content.name],
    ['Type', eventTypeName(content.type)],
    ['Sell-through', windowText(content.sellThrough, options)],
    ['Sell-in', content.sellIn === null ? 'none' : windowText(content.sellIn, options)],
    ['Locked on', formatDay(content.lockOn, options)],
    ['Expected lift', liftText(content.liftRatio, locale)],
    ['Items', itemsText(content, locale)],
    ['Cannibalised', content.cannibalised.length === 0 ? 'none' : count(content.cannibalised, 'item')],
    [
      'Places',
      content.locationIds === null ? 'every place of the agreement' : count(content.locationIds, 'place'),
    ],
    ['Weekdays', content.weekdayWeights === null ? 'all alike' : content.weekdayWeights.join(' · ')],
    ['Description', content.description === '' ? 'none' : content.description],
  ];
  return facts.map(([label, text]) => ({ label, text }));
}

export type EventChange = { label: string; before: string; after: string };

/** What a pending change alters, in words; changes inside the list of items are told by their count. */
export function eventChanges(
  before: EventContent,
  after: EventContent,
  options: Options = {},
): EventChange[] {
  const next = eventFacts(after, options);
  const changes = eventFacts(before, options).flatMap(({ label, text }, index) => {
    const changed = next[index]?.text ?? '';
    return changed === text ? [] : [{ label, before: text, after: changed }];
  });
  const isItemsSaid = changes.some(({ label }) => label === 'Items');
  const isItemsChanged = JSON.stringify(before.items) !== JSON.stringify(after.items);
  if (isItemsChanged && !isItemsSaid) {
    const altered = after.items.filter(
      (item) => !before.items.some((old) => JSON.stringify(old) === JSON.stringify(item)),
    );
    changes.push({ label: 'Items', before: 'as agreed', after: `${count(altered, 'item')} changed` });
  }
  return changes;
}

/** First and last day of a form as a half-open window. */
export const windowOf = (firstDay: string, lastDay: string): DayWindow => ({
  startsOn: firstDay,
  endsBefore: /^\d{4}-\d{2}-\d{2}$/.test(lastDay) ? addDays(lastDay as LocalDate, 1) : lastDay,
});

const happenings: Readonly<Record<string, string>> = {
  propose: 'Proposed',
  agree: 'Agreed',
  reject: 'Rejected',
  'refuse-change': 'Change refused',
  change: 'Change proposed',
  cancel: 'Cancelled',
  lock: 'Locked',
  start: 'Started',
  end: 'Ended',
  evaluate: 'Evaluated',
  'change-plan-event': 'Draft changed',
  'refuse-plan-event-change': 'Change lapsed: it was not answered before the lock',
};

/** What happened to an event, in the past tense, with its reason. */
export function happeningText(entry: { event: string; reason: string | null; wasLocked: boolean }): string {
  const what = happenings[entry.event] ?? entry.event;
  const late = entry.wasLocked && entry.event !== 'lock' ? ', after the lock' : '';
  const why = entry.reason === null || entry.reason === '' ? '' : `: “${entry.reason}”`;
  return `${what}${late}${why}`;
}
