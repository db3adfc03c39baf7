/** Reading and writing one place of an agreement's content, and what is wrong at which place. Pure. */
import { agreementContent, validateAgreement } from '@coplan/collaboration';

export type ContentPath = readonly (string | number)[];

export const pathKey = (path: ContentPath): string => path.join('.');

/** What stands at a place; `undefined` where there is none. */
export function readAt(content: unknown, path: ContentPath): unknown {
  let value: unknown = content;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The same content with another value at one place; what lies beside it stays the very same object. */
export function writeAt<Content>(content: Content, path: ContentPath, value: unknown): Content {
  const [part, ...rest] = path;
  if (part === undefined) return value as Content;
  if (Array.isArray(content)) {
    return content.map((entry: unknown, index) =>
      index === part ? writeAt(entry, rest, value) : entry,
    ) as Content;
  }
  const record = (content ?? {}) as Record<string | number, unknown>;
  const next = { ...record, [part]: writeAt(record[part], rest, value) };
  if (rest.length === 0 && value === undefined) delete next[part];
  return next as Content;
}

export type ContentIssue = { path: string; message: string; severity: 'error' | 'warning' };

type SchemaIssue = { code: string; message: string; minimum?: unknown; maximum?: unknown };

function plainMessage({ code, message, minimum, maximum }: SchemaIssue): string {
  if (code === 'invalid_type' || (code === 'too_small' && Number(minimum) === 1)) return 'is missing';
  if (code === 'too_small') return `must be at least ${String(minimum)}`;
  if (code === 'too_big') return `must be at most ${String(maximum)}`;
  return message;
}

/** Every place that cannot be signed as it stands, then what both should look at; the same rules as the server's. */
export function findContentIssues(content: unknown): ContentIssue[] {
  const read = agreementContent.safeParse(content);
  if (read.success) return validateAgreement(read.data);
  return read.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: plainMessage(issue),
    severity: 'error',
  }));
}

/** The message at a place. */
export const issueAt = (issues: readonly ContentIssue[], path: ContentPath): string | undefined =>
  issues.find((issue) => issue.path === pathKey(path))?.message;

const isOf = (issue: ContentIssue, parts: readonly string[]): boolean =>
  parts.some((part) => issue.path === part || issue.path.startsWith(`${part}.`));

/** How many places of a section (its first words) keep the agreement from being proposed. */
export const countErrors = (issues: readonly ContentIssue[], parts: readonly string[]): number =>
  issues.filter((issue) => issue.severity === 'error' && isOf(issue, parts)).length;

/** Everything that is said about a section. */
export const issuesOf = (issues: readonly ContentIssue[], parts: readonly string[]): ContentIssue[] =>
  issues.filter((issue) => isOf(issue, parts));
