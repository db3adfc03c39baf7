import type { ReactNode } from 'react';
import './timeline.css';
import { formatActor } from './format.ts';
import { Instant } from './time.tsx';

type TimelineEntry = {
  at: string;
  text: string;
  actorName: string;
  channel?: string | null;
  documentId?: string | null;
};

type TimelineProps = {
  entries: readonly TimelineEntry[];
  /** Leads to the message behind an entry, for those who may read messages. */
  documentLink?: ((documentId: string) => ReactNode) | undefined;
};

const channelNames: Readonly<Record<string, string>> = { edi: 'EDI', portal: 'portal', system: 'by itself' };

/** What happened, newest first. */
export function Timeline({ entries, documentLink }: TimelineProps) {
  if (entries.length === 0) return <p className="soft">Nothing yet.</p>;
  const newestFirst = [...entries].sort((left, right) => right.at.localeCompare(left.at));
  return (
    <ol className="timeline">
      {newestFirst.map(({ at, text, actorName, channel, documentId }) => (
        <li key={`${at} ${text}`}>
          {text}
          <small>
            <Instant at={at} /> · {formatActor(actorName)}
            {channel != null && ` · ${channelNames[channel] ?? channel}`}
            {documentId != null && documentLink !== undefined && <> · {documentLink(documentId)}</>}
          </small>
        </li>
      ))}
    </ol>
  );
}
