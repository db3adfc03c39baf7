import type { Group, Interchange } from './interchange.ts';
import type { Issue, IssueCode, Place, Severity } from './issue.ts';
import type { RecordedMessage } from './recorded-message.ts';
import type { Segment } from './syntax/segment.ts';
import { severityAt, type ValidationLevels } from './validation/levels.ts';

/** What is open while data is read, outermost first. */
export type OpenEnvelopes = {
  interchange: Interchange | undefined;
  group: Group | undefined;
  message: RecordedMessage | undefined;
};

export const isFree = (issues: readonly Issue[]): boolean =>
  issues.every(({ severity }) => severity !== 'error');

/** Puts each complaint into the innermost thing that is open, with its place. Memory is bounded, whatever arrives. */
export class IssueLog {
  /** Start of the segment that was read last. */
  lastOffset = 0;
  readonly open: OpenEnvelopes = { interchange: undefined, group: undefined, message: undefined };
  readonly #levels: ValidationLevels;
  readonly #issuesMax: number;
  readonly #outside: (issue: Issue) => void;
  #count = 0;

  constructor(about: { levels: ValidationLevels; issuesMax: number; outside: (issue: Issue) => void }) {
    this.#levels = about.levels;
    this.#issuesMax = about.issuesMax;
    this.#outside = about.outside;
  }

  place(segment: Segment | undefined, index?: number): Place {
    const { interchange, group, message } = this.open;
    return {
      interchange: interchange?.header.reference,
      group: group?.header?.reference,
      message: message?.reference,
      segment: segment?.tag.slice(0, 20),
      segmentIndex: index ?? message?.segmentCount,
      offset: segment?.offset ?? this.lastOffset,
    };
  }

  complain(code: IssueCode, message: string, segment: Segment, severity: Severity = 'error'): void {
    this.report(code, message, this.place(segment), severity);
  }

  complainAt(
    code: IssueCode,
    message: string,
    { segment, element, severity = 'error' }: { segment: Segment; element: number; severity?: Severity },
  ): void {
    this.report(
      code,
      message,
      { ...this.place(segment), element, offset: segment.offsetOf(element) },
      severity,
    );
  }

  report(code: IssueCode, message: string, place: Place, asked: Severity = 'error'): void {
    const severity = severityAt(this.#levels, code, asked);
    if (severity === 'off') return;
    this.#count++;
    const { interchange, group, message: inside } = this.open;
    const inner = inside?.issues ?? group?.issues ?? interchange?.issues;
    const issue: Issue = { code, severity, message, place };
    if (inner !== undefined) {
      const isNeeded = severity === 'error' && isFree(inner);
      if (this.#count <= this.#issuesMax || isNeeded) inner.push(issue);
    } else if (this.#count <= this.#issuesMax) this.#outside(issue);
  }
}
