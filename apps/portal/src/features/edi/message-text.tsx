import { useState } from 'react';
import type { MessageIssue, MessageSegment } from '../../app/gateway-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { MessageTree } from './message-tree.tsx';
import { RawText } from './raw-text.tsx';
import type { Range } from './text-pieces.ts';

type MessageTextProps = {
  text: string;
  rows: readonly MessageSegment[];
  issues: readonly MessageIssue[];
  isCut: boolean;
};

/** The tree and the bytes side by side: what is chosen in one is marked in the other. */
export function MessageText({ text, rows, issues, isCut }: MessageTextProps) {
  const first = issues.find(({ start }) => start !== null);
  const begin =
    first?.start != null && first.end !== null ? { start: first.start, end: first.end } : undefined;
  const [marked, setMarked] = useState<Range | undefined>(begin);
  const unplaced = issues.filter(
    ({ start }) => start === null || !rows.some((row) => row.start <= start && start <= row.end),
  );
  return (
    <>
      {unplaced.length > 0 && (
        <Callout tone="bad" title={unplaced.length === 1 ? 'One issue' : `${unplaced.length} issues`}>
          <ul>
            {unplaced.slice(0, 20).map(({ message, place }) => (
              <li key={`${place} ${message}`}>{message}</li>
            ))}
          </ul>
        </Callout>
      )}
      {isCut && <p className="soft">Only the first {rows.length} segments are shown.</p>}
      <div className="edi-columns">
        {rows.length === 0 ? (
          <p className="soft">No segment of it can be read.</p>
        ) : (
          <MessageTree rows={rows} issues={issues} marked={marked} onMark={setMarked} />
        )}
        <RawText text={text} rows={rows} issues={issues} marked={marked} onMark={setMarked} />
      </div>
    </>
  );
}
