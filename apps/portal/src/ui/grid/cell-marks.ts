/** What a cell wears besides its number, by cell key. */
export type RemoteMark = { name: string; colour: number; at: number; untilMs: number };

export type CellMarks = {
  remote: ReadonlyMap<number, RemoteMark>;
  conflicts: ReadonlySet<number>;
  comments: ReadonlySet<number>;
};

export const noMarks: CellMarks = { remote: new Map(), conflicts: new Set(), comments: new Set() };

export const authorColourCount = 6;

/** The same author has the same colour on every screen. */
export function colourOfAuthor(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hash % authorColourCount;
}

export const remoteMarkMs = 4_000;
/** A flood of edits is shown as changed numbers; only the newest wear a name. */
const remoteMarksMax = 400;

/** Marks of other people's edits, which fade by themselves. */
export function createRemoteMarks(now: () => number) {
  const marks = new Map<number, RemoteMark>();
  return {
    marks,
    add(key: number, name: string): void {
      const at = now();
      marks.delete(key);
      marks.set(key, { name, colour: colourOfAuthor(name), at, untilMs: at + remoteMarkMs });
      if (marks.size <= remoteMarksMax) return;
      const [oldest] = marks.keys();
      if (oldest !== undefined) marks.delete(oldest);
    },
    /** Forgets what has faded; true while something is left or has just gone. */
    fade(): boolean {
      if (marks.size === 0) return false;
      const at = now();
      for (const [key, mark] of marks) if (mark.untilMs <= at) marks.delete(key);
      return true;
    },
  };
}
export type RemoteMarks = ReturnType<typeof createRemoteMarks>;
