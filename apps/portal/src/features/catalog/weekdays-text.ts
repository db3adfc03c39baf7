import { viewerLocale } from '../../ui/format.ts';

/** ISO weekdays (1 is Monday) as words: "Mon, Wed"; all seven as "every day". Pure: locale is an argument. */
export function weekdaysText(isoWeekdays: readonly number[], locale = viewerLocale()): string {
  if (isoWeekdays.length === 7) return 'every day';
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return [...isoWeekdays]
    .sort((left, right) => left - right)
    .map((weekday) => format.format(new Date(Date.UTC(2024, 0, weekday))))
    .join(', ');
}
