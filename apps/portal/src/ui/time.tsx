import { useSyncExternalStore } from 'react';
import { formatInstant, formatTimeLeft } from './format.ts';

/** An instant in the viewer's zone; the place's own clock and UTC are in the title. */
export function Instant({ at, placeTimeZone }: { at: string; placeTimeZone?: string }) {
  const title =
    placeTimeZone === undefined
      ? new Date(at).toISOString()
      : `${formatInstant(at, { timeZone: placeTimeZone })} (${placeTimeZone})`;
  return (
    <time dateTime={at} title={title}>
      {formatInstant(at)}
    </time>
  );
}

const tickMs = 1000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Minutes are enough until the last hour, so that a long list does not render every second. */
const visibleNow = (at: number): number => (at - nowMs < 3_600_000 ? nowMs : nowMs - (nowMs % 60_000));

/** Time left until an instant, counting. */
export function Countdown({ at, placeTimeZone }: { at: string; placeTimeZone?: string }) {
  const atMs = Date.parse(at);
  const seenMs = useSyncExternalStore(subscribe, () => visibleNow(atMs));
  const leftMs = atMs - seenMs;
  const tone = leftMs <= 0 ? 'tone-bad' : leftMs < 2 * 3_600_000 ? 'tone-warn' : '';
  const place =
    placeTimeZone === undefined ? '' : `, ${formatInstant(at, { timeZone: placeTimeZone })} ${placeTimeZone}`;
  return (
    <time dateTime={at} className={tone} title={`${formatInstant(at)}${place}`}>
      {formatTimeLeft(leftMs)}
    </time>
  );
}

/** When something is due: the time that is left, or how long it has been late. */
export function Due({ at }: { at: string }) {
  const atMs = Date.parse(at);
  const seenMs = useSyncExternalStore(subscribe, () => visibleNow(atMs));
  const lateMs = seenMs - atMs;
  if (lateMs < 0) return <Countdown at={at} />;
  return (
    <time dateTime={at} className="tone-bad" title={formatInstant(at)}>
      {formatTimeLeft(Math.max(1000, lateMs))} late
    </time>
  );
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A moment as a field of date and time shows it: "2026-11-30T14:05", by the clock of the reader. */
export function localMinute(at: Date): string {
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  return `${day}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
}
