/** What stands in the table of a section. Pure. */
import type { AllocationRules } from '../../../app/api-types.ts';
import type { Words } from './rule-words.ts';
import { titleOf } from './rule-words.ts';
import { type Draft, type Entry, type EntryState, stateOf } from './rules-draft.ts';
import type { RuleSection } from './section-dialog-props.ts';

export type RuleRow = {
  key: string;
  title: string;
  /** Undefined: a place that has no costs. */
  entry: Entry | undefined;
  state: EntryState;
  locationId?: string;
};

const rankOf = ({ section, value }: Entry): number =>
  section === 'customers' ? value.priority : section === 'places' ? value.position : 0;

function compare(a: RuleRow, b: RuleRow): number {
  if (a.entry === undefined || b.entry === undefined)
    return Number(a.entry === undefined) - Number(b.entry === undefined);
  const byRank = rankOf(a.entry) - rankOf(b.entry);
  if (byRank !== 0) return byRank;
  if (a.entry.section === 'substitutes' && b.entry.section === 'substitutes') {
    const [one, other] = [a.entry.value, b.entry.value];
    if (one.itemId === other.itemId) return one.position - other.position;
  }
  return a.title < b.title ? -1 : 1;
}

/** Entries of a section with what was removed, sorted as they count; of places also those without costs. */
export function ruleRows(
  { saved, draft }: { saved: Draft; draft: Draft },
  section: RuleSection,
  { words, places }: { words: Words; places: AllocationRules['places'] },
): RuleRow[] {
  const keys = new Set([...draft.keys(), ...saved.keys()]);
  const rows = [...keys].flatMap((key): RuleRow[] => {
    const entry = draft.get(key) ?? saved.get(key);
    if (entry?.section !== section) return [];
    const place = entry.section === 'places' ? { locationId: entry.value.locationId } : {};
    return [{ key, title: titleOf(entry, words), entry, state: stateOf(saved, draft, key), ...place }];
  });
  if (section !== 'places') return rows.sort(compare);
  const known = new Set(rows.map(({ locationId }) => locationId));
  const bare = places
    .filter(({ locationId }) => !known.has(locationId))
    .map(({ locationId }): RuleRow => {
      const title = words.nameOf(locationId);
      return { key: `places ${locationId}`, title, entry: undefined, state: 'same', locationId };
    });
  return [...rows.sort(compare), ...bare.sort(compare)];
}
