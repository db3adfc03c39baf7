/** Two edits of the same rules made one. Pure. */
import { type Draft, type Entry, isSame } from './rules-draft.ts';

/** Both sides changed the same thing of an entry; absent: that side removed it. */
export type MergeConflict = { key: string; mine: Entry | undefined; theirs: Entry | undefined };
export type Merge = { merged: Draft; conflicts: MergeConflict[] };

type Fields = Readonly<Record<string, unknown>>;

/** Each side's changes of the fields; where both changed one differently it is `prefer`'s. */
function mergeFields(base: Fields, mine: Fields, theirs: Fields, prefer: 'mine' | 'theirs') {
  let isTorn = false;
  const fields = Object.fromEntries(
    Object.keys(theirs).map((name) => {
      const [before, own, other] = [base[name], mine[name], theirs[name]];
      if (isSame(own, other) || isSame(own, before)) return [name, other];
      if (isSame(other, before)) return [name, own];
      isTorn = true;
      return [name, prefer === 'mine' ? own : other];
    }),
  );
  return { fields, isTorn };
}

type Sides = Record<'base' | 'mine' | 'theirs', Entry | undefined>;

function mergeEntry(key: string, { base, mine, theirs }: Sides): Entry | undefined | MergeConflict {
  if (isSame(mine, theirs) || isSame(mine, base)) return theirs;
  if (isSame(theirs, base)) return mine;
  if (mine === undefined || theirs === undefined) return { key, mine, theirs };
  const [own, other] = (['mine', 'theirs'] as const).map((side) =>
    mergeFields(base?.value ?? {}, mine.value, theirs.value, side),
  );
  const of = (fields: Fields | undefined): Entry =>
    ({ section: theirs.section, value: fields }) as unknown as Entry;
  return own?.isTorn ? { key, mine: of(own.fields), theirs: of(other?.fields) } : of(other?.fields);
}

/**
 * What comes of one's own changes on top of those that somebody else saved meanwhile: field by field, so that only what
 * both changed differently is a conflict. In `merged` conflicts stand as the others saved them, until they are decided.
 */
export function mergeDrafts({ base, mine, theirs }: Record<'base' | 'mine' | 'theirs', Draft>): Merge {
  const merged = new Map<string, Entry>();
  const conflicts: MergeConflict[] = [];
  for (const key of new Set([...theirs.keys(), ...mine.keys(), ...base.keys()])) {
    const found = mergeEntry(key, { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) });
    const isConflict = found !== undefined && 'key' in found;
    if (isConflict) conflicts.push(found);
    const entry = isConflict ? found.theirs : found;
    if (entry !== undefined) merged.set(key, entry);
  }
  return { merged, conflicts };
}

/** The merged rules once each conflict is decided; a side that removed the entry removes it. */
export function decideConflicts(
  { merged, conflicts }: Merge,
  choices: ReadonlyMap<string, 'mine' | 'theirs'>,
): Draft {
  const decided = new Map(merged);
  for (const conflict of conflicts) {
    const entry = choices.get(conflict.key) === 'mine' ? conflict.mine : conflict.theirs;
    if (entry === undefined) decided.delete(conflict.key);
    else decided.set(conflict.key, entry);
  }
  return decided;
}
