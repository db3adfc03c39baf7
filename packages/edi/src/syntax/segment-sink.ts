import type { IssueCode, Severity } from '../issue.ts';
import type { Delimiters, Dialect } from './dialect.ts';
import type { SegmentReader } from './segment-reader.ts';

/** What the syntax alone can complain about. */
export type SyntaxNote = { code: IssueCode; severity: Severity; message: string; offset: number };

export type SegmentSink = {
  /** An interchange begins; its header segment follows. */
  header(dialect: Dialect, delimiters: Delimiters): void;
  /** The reader itself is handed over and reused: copy with `toSegment()` what must outlive the call. */
  segment(current: SegmentReader): void;
  note(note: SyntaxNote): void;
};
