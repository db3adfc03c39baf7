/** A refusal that a person reads: one sentence, then exit 1. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}

export const diskFull =
  'The disk that holds the data folder is full: free some space and start again; nothing was lost.';

/** The same for words of our processes: PostgreSQL tells them in its own way that the disk is full. */
export const explainWords = (words: string): string =>
  /No space left on device|could not extend file|ENOSPC/i.test(words) ? diskFull : words;

/** What a person reads: a refusal's own sentence, or the whole error with its stack where it is our fault. */
export function explain(error: unknown): string {
  const { code, name, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return diskFull;
  return name === 'StartRefusal' || name === 'DomainError' ? message : (stack ?? String(error));
}
