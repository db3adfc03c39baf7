import { useEffect, useRef } from 'react';
import type { MessageIssue, MessageSegment } from '../../app/gateway-types.ts';
import { type Range, rangeAt, rawLinesOf } from './text-pieces.ts';

type RawTextProps = {
  text: string;
  rows: readonly MessageSegment[];
  issues: readonly MessageIssue[];
  marked: Range | undefined;
  onMark: (range: Range) => void;
};

/** The bytes as they came, a segment on each line; what is marked in the tree is marked here. */
export function RawText({ text, rows, issues, marked, onMark }: RawTextProps) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (marked === undefined) return;
    frame.current?.querySelector('[data-marked="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const mark = (offset: number): void => {
    const range = rangeAt(rows, offset);
    if (range !== undefined) onMark(range);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className="edi-raw mono" ref={frame} aria-label="Bytes" tabIndex={0} data-testid="edi-raw">
      {rawLinesOf(text, rows, issues).map(({ start, pieces }) => (
        <div key={start} className="edi-raw-line">
          {pieces.map((piece) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the tree beside does the same by keyboard
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree beside does the same by keyboard
            <span
              key={piece.start}
              data-marked={marked !== undefined && marked.start <= piece.start && piece.end <= marked.end}
              data-issue={piece.hasIssue}
              onClick={() => mark(piece.start)}
            >
              {piece.text}
            </span>
          ))}
        </div>
      ))}
    </section>
  );
}
