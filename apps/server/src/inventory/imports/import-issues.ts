/** Why a row, or one value of it, was not taken; the message says what to do about it. */
export type ImportIssue = { rowNumber: number; columnName: string; code: string; message: string };

/** What is wrong with one value, before it is known where it stands. */
export type ValueIssue = { code: string; message: string };

export const storedIssuesMax = 1_000;

/** Counts every rejected row and keeps the first issues, so that a file full of mistakes costs no more than a good one. */
export class ImportIssues {
  readonly kept: ImportIssue[] = [];
  rejectedCount = 0;
  private lastRejectedRow = 0;

  /** Issues of one row come together, one after another; the row counts once. */
  add(issue: ImportIssue): void {
    if (issue.rowNumber !== this.lastRejectedRow) {
      this.rejectedCount += 1;
      this.lastRejectedRow = issue.rowNumber;
    }
    if (this.kept.length < storedIssuesMax) this.kept.push(issue);
  }
}
