import type { MessageIssue, MessageSegment } from '../../app/gateway-types.ts';

/** A range of the text; `end` is behind its last character. */
export type Range = { start: number; end: number };
/** Characters that look alike and belong to the same value. */
export type Piece = Range & { text: string; hasIssue: boolean };
/** One line of the raw text: a segment with its terminator, or what stands before the first one. */
export type RawLine = Range & { pieces: Piece[] };

const overlaps = (one: Range, other: Range): boolean => one.start < other.end && other.start < one.end;

function piecesOf(text: string, line: Range, cuts: readonly number[], issues: readonly Range[]): Piece[] {
  const own = cuts.filter((cut) => cut > line.start && cut < line.end);
  const bounds = [line.start, ...own, line.end];
  return bounds.slice(0, -1).flatMap((start, index) => {
    const end = bounds[index + 1] ?? line.end;
    if (end <= start) return [];
    const range = { start, end };
    const hasIssue = issues.some((issue) => overlaps(issue, range));
    return [{ ...range, text: text.slice(start, end), hasIssue }];
  });
}

/**
 * The raw text in lines, one for each segment, cut where values and issues begin and end. Together the pieces are the
 * text, character by character.
 */
export function rawLinesOf(
  text: string,
  rows: readonly MessageSegment[],
  issues: readonly MessageIssue[],
): RawLine[] {
  const placed = issues.flatMap(({ start, end }) => (start === null || end === null ? [] : [{ start, end }]));
  const starts = rows.map(({ start }) => start).filter((start) => start > 0);
  // Behind the last segment, trailers and other messages: their own line breaks divide them.
  const behind = rows.at(-1)?.end ?? 0;
  const breaks = [...text.slice(behind).matchAll(/\n/g)].map(({ index }) => behind + index + 1);
  const bounds = [...new Set([0, ...starts, ...breaks.slice(0, 2_000), text.length])].sort(
    (left, right) => left - right,
  );
  const rowAt = new Map(rows.map((row) => [row.start, row]));
  return bounds.slice(0, -1).map((start, index) => {
    const line = { start, end: bounds[index + 1] ?? text.length };
    const values = rowAt.get(start)?.elements ?? [];
    const cuts = [...values, ...placed]
      .flatMap((range) => [range.start, range.end])
      .filter((cut) => cut >= line.start && cut <= line.end);
    const sorted = [...new Set(cuts)].sort((left, right) => left - right);
    return { ...line, pieces: piecesOf(text, line, sorted, placed) };
  });
}

/** The value, or else the segment, in which a character stands. */
export function rangeAt(rows: readonly MessageSegment[], offset: number): Range | undefined {
  const row = rows.find(({ start, end }) => start <= offset && offset < end);
  const value = row?.elements.find(({ start, end }) => start <= offset && offset < end);
  const found = value ?? row;
  return found === undefined ? undefined : { start: found.start, end: found.end };
}

/** Issues of a segment: those that begin in it. */
export const issuesIn = (issues: readonly MessageIssue[], { start, end }: Range): MessageIssue[] =>
  issues.filter((issue) => issue.start !== null && issue.start >= start && issue.start <= end);
