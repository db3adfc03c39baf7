/** Parts of a text that the wire splits, joined with a blank; undefined when there is none. */
export function joined(parts: readonly (string | undefined)[]): string | undefined {
  const given = parts.filter((part) => part !== undefined && part !== '');
  return given.length === 0 ? undefined : given.join(' ');
}

/**
 * The text in parts that `joined` puts together again: split at single blanks. Undefined when it does not fit, because
 * it is too long or has no blank where one is needed.
 */
export function splitText(
  text: string,
  { parts: partsMax, lengthMax }: { parts: number; lengthMax: number },
): string[] | undefined {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > lengthMax) {
    let at = lengthMax;
    while (at > 0 && !(rest[at] === ' ' && rest[at - 1] !== ' ' && rest[at + 1] !== ' ')) at--;
    if (at === 0 || parts.length + 1 === partsMax) return undefined;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...parts, rest];
}
