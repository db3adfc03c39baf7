/** Reading and writing one place of an agreement's content, and what is wrong at which place. Pure. */
import { type AgreementContent, agreementContent } from '@coplan/collaboration';

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

export type ContentIssue = { path: string; message: string };

function plainMessage(issue: {
  code: string;
  message: string;
  minimum?: unknown;
  maximum?: unknown;
}): string {
  if (issue.code === 'invalid_type') return 'is missing';
  if (issue.code === 'too_small')
    return Number(issue.minimum) === 1 ? 'is missing' : `must be at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `must be at most ${String(issue.maximum)}`;
  return issue.message;
}

/** Every place that cannot be signed as it stands, in the order of the form. */
export function findContentIssues(content: unknown): ContentIssue[] {
  const read = agreementContent.safeParse(content);
  if (read.success) return [];
  return read.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: plainMessage(issue),
  }));
}

/** The message at a place or at the nearest thing above it that has one. */
export const issueAt = (issues: readonly ContentIssue[], path: ContentPath): string | undefined =>
  issues.find((issue) => issue.path === pathKey(path))?.message;

/** How many places of a section (its first words) are wrong. */
export const countIssues = (issues: readonly ContentIssue[], parts: readonly string[]): number =>
  issues.filter((issue) => parts.some((part) => issue.path === part || issue.path.startsWith(`${part}.`)))
    .length;

/** Whether two contents say the same. */
export const isSameContent = (left: AgreementContent, right: AgreementContent): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
