import type { Issue } from './issue.ts';

/** What issues are found in: a message, a group, an interchange. Most have none or one, so that a list is made on demand. */
export class IssueHolder {
  /** False as soon as one issue is an error, here or in the envelopes around. */
  isAccepted = true;
  #found: Issue | Issue[] | undefined;

  get issues(): Issue[] {
    const found = this.#found;
    if (Array.isArray(found)) return found;
    const list = found === undefined ? [] : [found];
    this.#found = list;
    return list;
  }

  get issueCount(): number {
    const found = this.#found;
    if (found === undefined) return 0;
    return Array.isArray(found) ? found.length : 1;
  }

  addIssue(issue: Issue): void {
    if (issue.severity === 'error') this.isAccepted = false;
    const found = this.#found;
    if (found === undefined) this.#found = issue;
    else if (Array.isArray(found)) found.push(issue);
    else this.#found = [found, issue];
  }

  /** Puts what was found behind the others of a list. */
  addTo(list: Issue[]): void {
    const found = this.#found;
    if (found === undefined) return;
    if (!Array.isArray(found)) list.push(found);
    else for (const issue of found) list.push(issue);
  }
}
