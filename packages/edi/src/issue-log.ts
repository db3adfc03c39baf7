import type { Issue, IssueCode, Place, Severity } from './issue.ts';
import type { IssueHolder } from './issue-holder.ts';
import type { RecordedGroup, RecordedInterchange } from './recorded-envelopes.ts';
import type { RecordedMessage } from './recorded-message.ts';
import { severityAt, type ValidationLevels } from './validation/levels.ts';

/** What is open while data is read, outermost first. */
export type OpenEnvelopes = {
  interchange: RecordedInterchange | undefined;
  group: RecordedGroup | undefined;
  message: RecordedMessage | undefined;
};

/** What a complaint needs of a segment, whether it lies in the reader or was kept. */
export type Complained = {
  readonly tag: string;
  readonly offset: number;
  offsetOf(element: number, component?: number): number;
};

/** The text of an issue that is listed beyond the limit. */
export const undescribed = 'too many issues were found before this one to describe it: mend those first';

/**
 * Puts each complaint into the innermost thing that is open, with its place. Memory is bounded, whatever arrives: when
 * `issuesMax` are listed, only the first error of each thing is, which decides its verdict; the others are counted.
 */
export class IssueLog {
  /** Start of the segment that was read last. */
  lastOffset = 0;
  readonly open: OpenEnvelopes = { interchange: undefined, group: undefined, message: undefined };
  readonly #levels: ValidationLevels;
  readonly #issuesMax: number;
  readonly #outside: (issue: Issue) => void;
  #listedCount = 0;
  /** Not listed since the last note of it. */
  #cutCount = 0;

  constructor(about: { levels: ValidationLevels; issuesMax: number; outside: (issue: Issue) => void }) {
    this.#levels = about.levels;
    this.#issuesMax = about.issuesMax;
    this.#outside = about.outside;
  }

  /** Listed and needed beyond the limit: its code and its place say what it is. */
  get isFull(): boolean {
    return this.#listedCount > this.#issuesMax;
  }

  /** Nothing has been found yet that refuses the open message. */
  get isMessageFree(): boolean {
    const { message } = this.open;
    return message === undefined || message.isAccepted;
  }

  /** Whether one more issue is listed; it is counted in any case. */
  admits(isNeeded: boolean): boolean {
    if (this.#listedCount >= this.#issuesMax && !isNeeded) {
      this.#cutCount++;
      return false;
    }
    this.#listedCount++;
    return true;
  }

  place(segment: Pick<Complained, 'tag' | 'offset'> | undefined, index?: number): Place {
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

  complain(
    code: IssueCode,
    message: string | (() => string),
    segment: Complained,
    severity: Severity = 'error',
  ): void {
    const told = this.#told(code, severity);
    if (told !== 'off') this.#put(code, message, this.place(segment), told);
  }

  complainAt(
    code: IssueCode,
    message: string | (() => string),
    { segment, element, severity = 'error' }: { segment: Complained; element: number; severity?: Severity },
  ): void {
    const told = this.#told(code, severity);
    if (told === 'off') return;
    const { interchange, group, message: open } = this.open;
    const place: Place = {
      interchange: interchange?.header.reference,
      group: group?.header?.reference,
      message: open?.reference,
      segment: segment.tag.slice(0, 20),
      segmentIndex: open?.segmentCount,
      offset: segment.offsetOf(element),
      element,
    };
    this.#put(code, message, place, told);
  }

  /** At the place that is open, wherever in the data. */
  reportAt(code: IssueCode, message: string | (() => string), offset: number): void {
    const told = this.#told(code, 'error');
    if (told === 'off') return;
    const place = this.place(undefined);
    place.offset = offset;
    this.#put(code, message, place, told);
  }

  report(code: IssueCode, message: string, place: Place, asked: Severity = 'error'): void {
    const told = this.#told(code, asked);
    if (told !== 'off') this.#put(code, message, place, told);
  }

  /** Says how many issues were not listed, where there are any. */
  endNote(place: Place): void {
    if (this.#cutCount === 0) return;
    const note = `${this.#cutCount} more issues are not listed here: mend those that are, then check again`;
    this.#cutCount = 0;
    const issue: Issue = { code: 'issues-cut', severity: 'warning', message: note, place };
    if (this.open.interchange === undefined) this.#outside(issue);
    else this.open.interchange.addIssue(issue);
  }

  /** The severity of what is listed; `off` for what is not looked for or only counted. */
  #told(code: IssueCode, asked: Severity): Severity | 'off' {
    const severity = severityAt(this.#levels, code, asked);
    if (severity === 'off') return 'off';
    const inner = this.#inner;
    return this.admits(severity === 'error' && inner?.isAccepted === true) ? severity : 'off';
  }

  get #inner(): IssueHolder | undefined {
    const { interchange, group, message } = this.open;
    return message ?? group ?? interchange;
  }

  #put(code: IssueCode, text: string | (() => string), place: Place, severity: Severity): void {
    const message = this.isFull ? undescribed : typeof text === 'string' ? text : text();
    const issue: Issue = { code, severity, message, place };
    const inner = this.#inner;
    if (inner === undefined) this.#outside(issue);
    else inner.addIssue(issue);
  }
}
