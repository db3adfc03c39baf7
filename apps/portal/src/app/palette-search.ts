export type PaletteEntry = { id: string; label: string; hint: string; run: () => void };

/** How well text matches what was typed: lower is better, `undefined` when letters are missing in that order. */
export function matchScore(label: string, typed: string): number | undefined {
  const text = label.toLowerCase();
  const wanted = typed.toLowerCase().trim();
  const found = text.indexOf(wanted);
  if (found >= 0) return found === 0 ? 0 : text[found - 1] === ' ' ? 1 : 2;
  let from = 0;
  let gaps = 0;
  for (const letter of wanted.replaceAll(' ', '')) {
    const at = text.indexOf(letter, from);
    if (at < 0) return undefined;
    gaps += at - from;
    from = at + 1;
  }
  return 3 + gaps;
}

/** Matching entries, best first; equal ones keep their order. */
export function searchEntries(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  return entries
    .map((entry) => ({ entry, score: matchScore(entry.label, typed) }))
    .filter((match): match is { entry: PaletteEntry; score: number } => match.score !== undefined)
    .sort((left, right) => left.score - right.score)
    .map(({ entry }) => entry);
}
