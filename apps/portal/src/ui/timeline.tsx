import './timeline.css';
import { formatActor } from './format.ts';
import { Instant } from './time.tsx';

type TimelineEntry = { at: string; text: string; actorName: string; channel?: string | null };

const channelNames: Readonly<Record<string, string>> = { edi: 'EDI', portal: 'portal', system: 'by itself' };

/** What happened, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) return <p className="soft">Nothing yet.</p>;
  const newestFirst = [...entries].sort((left, right) => right.at.localeCompare(left.at));
  return (
    <ol className="timeline">
      {newestFirst.map(({ at, text, actorName, channel }) => (
        <li key={`${at} ${text}`}>
          {text}
          <small>
            <Instant at={at} /> · {formatActor(actorName)}
            {channel != null && ` · ${channelNames[channel] ?? channel}`}
          </small>
        </li>
      ))}
    </ol>
  );
}
