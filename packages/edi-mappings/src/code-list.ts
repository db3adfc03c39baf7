/** Our word for each of the partner's codes, both ways. The first code of a word is the one that is written. */
export type CodeList<Ours extends string> = {
  name: string;
  toTheirs(ours: Ours): string;
  /** Undefined when the code is not agreed. */
  toOurs(theirs: string): Ours | undefined;
  /** The codes that are understood, for messages. */
  codes: readonly string[];
};

/** `codeList('BEG01 purpose', { original: ['00'], cancellation: ['01'] })` */
export function codeList<Ours extends string>(
  name: string,
  table: Readonly<Record<Ours, string | readonly string[]>>,
): CodeList<Ours> {
  const first = new Map<Ours, string>();
  const back = new Map<string, Ours>();
  for (const [ours, value] of Object.entries(table) as [Ours, string | readonly string[]][]) {
    const codes = typeof value === 'string' ? [value] : value;
    first.set(ours, codes[0] ?? '');
    for (const code of codes) if (!back.has(code)) back.set(code, ours);
  }
  return {
    name,
    toTheirs: (ours) => first.get(ours) ?? '',
    toOurs: (theirs) => back.get(theirs),
    codes: [...back.keys()],
  };
}
