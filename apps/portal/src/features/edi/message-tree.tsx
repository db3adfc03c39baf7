import { useEffect, useRef } from 'react';
import type { MessageElement, MessageIssue, MessageSegment } from '../../app/gateway-types.ts';
import { useKeys } from '../../app/keyboard.ts';
import { issuesIn, type Range } from './text-pieces.ts';

type MessageTreeProps = {
  rows: readonly MessageSegment[];
  issues: readonly MessageIssue[];
  marked: Range | undefined;
  onMark: (range: Range) => void;
};

const isWithin = (marked: Range | undefined, { start, end }: Range): boolean =>
  marked !== undefined && start <= marked.start && marked.end <= end;
const isSame = (marked: Range | undefined, { start, end }: Range): boolean =>
  marked !== undefined && marked.start === start && marked.end === end;

/** Segments and values with their names, codes with their meaning, each issue under what it is about. J and K walk. */
export function MessageTree({ rows, issues, marked, onMark }: MessageTreeProps) {
  const frame = useRef<HTMLOListElement>(null);
  const at = rows.findIndex((row) => isWithin(marked, row));
  const move = (step: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (next !== undefined) onMark({ start: next.start, end: next.end });
  };
  const nextIssue = (): void => {
    const placed = issues.filter(({ start }) => start !== null);
    const next = placed.find(({ start }) => (start ?? 0) > (marked?.start ?? -1)) ?? placed[0];
    if (next?.start != null && next.end !== null) onMark({ start: next.start, end: next.end });
  };
  useKeys('Message', [
    { keys: 'j', label: 'Next segment', run: () => move(1) },
    { keys: 'k', label: 'Previous segment', run: () => move(-1) },
    { keys: 'n', label: 'Next issue', run: nextIssue },
  ]);
  useEffect(() => {
    if (marked === undefined) return;
    frame.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return (
    <ol className="edi-tree" ref={frame} aria-label="Message" data-testid="edi-tree">
      {rows.map((row) => (
        <SegmentRow
          key={row.start}
          row={row}
          issues={issuesIn(issues, row)}
          marked={isWithin(marked, row) ? marked : undefined}
          onMark={onMark}
        />
      ))}
    </ol>
  );
}

type SegmentRowProps = {
  row: MessageSegment;
  issues: readonly MessageIssue[];
  marked: Range | undefined;
  onMark: (range: Range) => void;
};

function SegmentRow({ row, issues, marked, onMark }: SegmentRowProps) {
  return (
    <li
      data-current={marked !== undefined}
      data-issue={issues.length > 0}
      style={{ paddingInlineStart: 10 + row.depth * 14 }}
      data-testid="edi-segment"
    >
      <button
        type="button"
        className="edi-segment"
        onClick={() => onMark({ start: row.start, end: row.end })}
      >
        <b className="mono">{row.tag}</b> {row.name ?? ''}
      </button>
      <span className="edi-values">
        {row.elements.map((element) => (
          <Value
            key={element.start}
            tag={row.tag}
            element={element}
            isMarked={isSame(marked, element)}
            onMark={onMark}
          />
        ))}
      </span>
      {issues.map(({ message, severity, start }) => (
        <p key={`${start} ${message}`} className={`edi-issue ${severity === 'error' ? 'bad' : 'warn'}`}>
          {message}
        </p>
      ))}
    </li>
  );
}

type ValueProps = {
  tag: string;
  element: MessageElement;
  isMarked: boolean;
  onMark: (range: Range) => void;
};

function Value({ tag, element, isMarked, onMark }: ValueProps) {
  const { position, component, name, value, meaning, start, end } = element;
  const place = `${tag}${String(position).padStart(2, '0')}${component === undefined ? '' : `.${component}`}`;
  return (
    <button
      type="button"
      className="edi-value"
      data-marked={isMarked}
      title={`${place} ${name}`}
      onClick={() => onMark({ start, end })}
    >
      <small>{name === '' ? place : name}</small>
      <span className="mono">{value}</span>
      {meaning !== undefined && <em>{meaning}</em>}
    </button>
  );
}
