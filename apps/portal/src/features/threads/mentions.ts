/** Finding and writing @mentions in a message. Pure. */
export type Person = { userId: string; name: string; organisationName: string; isOwn: boolean };
export type MentionQuery = { from: number; text: string };

/** What is being typed after an @ that begins a word, up to the caret; names may contain one blank. */
export function mentionAt(body: string, caret: number): MentionQuery | undefined {
  const before = body.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from < 0 || (from > 0 && !/\s/.test(before[from - 1] ?? ''))) return undefined;
  const text = before.slice(from + 1);
  return /^[^\s@]*( [^\s@]*)?$/u.test(text) ? { from, text } : undefined;
}

/** People whose name holds what was typed, own ones first; an internal message offers only own people. */
export function suggestPeople(
  people: readonly Person[],
  { text, visibility }: { text: string; visibility: 'internal' | 'shared' },
): Person[] {
  const wanted = text.toLocaleLowerCase();
  return people
    .filter(
      ({ isOwn, name }) => (isOwn || visibility === 'shared') && name.toLocaleLowerCase().includes(wanted),
    )
    .sort((left, right) => Number(right.isOwn) - Number(left.isOwn) || left.name.localeCompare(right.name))
    .slice(0, 6);
}

/** The body with the name in place of what was typed, and where the caret goes. */
export function writeMention(
  body: string,
  { query, caret, name }: { query: MentionQuery; caret: number; name: string },
): { body: string; caret: number } {
  const head = `${body.slice(0, query.from)}@${name} `;
  return { body: head + body.slice(caret).replace(/^ /, ''), caret: head.length };
}

/** Whom a finished message names. */
export const mentionedIn = (body: string, people: readonly Person[]): Person[] =>
  people.filter(({ name }) => body.includes(`@${name}`));

/** The body in pieces, so that names stand out. */
export function piecesOf(
  body: string,
  names: readonly string[],
): { at: number; text: string; isMention: boolean }[] {
  const pieces: { at: number; text: string; isMention: boolean }[] = [];
  const longestFirst = [...names].sort((left, right) => right.length - left.length);
  let plainFrom = 0;
  let at = 0;
  while (at < body.length) {
    const name = body[at] === '@' ? longestFirst.find((one) => body.startsWith(one, at + 1)) : undefined;
    if (name === undefined) {
      at += 1;
      continue;
    }
    if (at > plainFrom) pieces.push({ at: plainFrom, text: body.slice(plainFrom, at), isMention: false });
    pieces.push({ at, text: `@${name}`, isMention: true });
    at += name.length + 1;
    plainFrom = at;
  }
  if (plainFrom < body.length) pieces.push({ at: plainFrom, text: body.slice(plainFrom), isMention: false });
  return pieces;
}
