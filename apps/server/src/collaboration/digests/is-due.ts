import type { DigestPreferences, NewsKind } from './digest-preferences.ts';

const partsOf = (instant: Date, timeZone: string): { hour: number; day: string } => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { hour: Number(part('hour')), day: `${part('year')}-${part('month')}-${part('day')}` };
};

const isQuiet = (hour: number, { quietFromHour: from, quietUntilHour: until }: DigestPreferences): boolean =>
  from <= until ? hour >= from && hour < until : hour >= from || hour < until;

/**
 * Under which name news of a kind goes out now, or null when it waits. The name stays the same for as long as one
 * mail is meant (a local day, a local hour, ten minutes), so that a job that runs twice sends one.
 */
export function mailSlot(now: Date, kind: NewsKind, preferences: DigestPreferences): string | null {
  const { hour, day } = partsOf(now, preferences.timeZone);
  const frequency = preferences.frequencies[kind];
  if (frequency === 'off') return null;
  if (frequency === 'daily') return hour >= preferences.dailyHour ? `daily:${day}` : null;
  if (isQuiet(hour, preferences)) return null;
  if (frequency === 'hourly') return `hourly:${day}T${String(hour).padStart(2, '0')}`;
  return `immediate:${now.toISOString().slice(0, 15)}`;
}
