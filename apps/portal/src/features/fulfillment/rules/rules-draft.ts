/** Rules of allocation while they are edited: entries by key, so that two edits can be compared and merged. Pure. */
import type { AllocationRules, AllocationRulesInput } from '../../../app/api-types.ts';

type Part = Omit<AllocationRulesInput, 'expectedVersion' | 'policy'>;
export type CustomerRule = Part['rules'][number];
export type Pool = Part['pools'][number];
export type Substitute = Part['substitutes'][number];
export type Place = Part['places'][number];

export type Entry =
  | { section: 'policy'; value: Pick<AllocationRulesInput, 'policy'> }
  | { section: 'customers'; value: CustomerRule }
  | { section: 'pools'; value: Pool }
  | { section: 'substitutes'; value: Substitute }
  | { section: 'places'; value: Place };
export type EntryOf<Section extends Entry['section']> = Extract<Entry, { section: Section }>;
export type Draft = ReadonlyMap<string, Entry>;

/** What makes an entry the same one in two drafts; pools have new ids after every change and are known by name. */
export function keyOf({ section, value }: Entry): string {
  if (section === 'customers') return `customers ${value.customerId ?? 'others'}`;
  if (section === 'pools') return `pools ${value.name.trim().toLowerCase()}`;
  if (section === 'substitutes') return `substitutes ${value.itemId} ${value.substituteId}`;
  return section === 'places' ? `places ${value.locationId}` : section;
}

const byKey = (entries: readonly Entry[]): Draft => new Map(entries.map((entry) => [keyOf(entry), entry]));

/** The rules as they are saved. Places without costs are no rule. */
export function toDraft({ policy, rules, pools, substitutes, places }: AllocationRules): Draft {
  return byKey([
    { section: 'policy', value: { policy } },
    ...rules.map(({ customerName: _, ...value }): Entry => ({ section: 'customers', value })),
    ...pools.map(
      ({ name, itemId, locationId, reservedMilli, customerIds, releasesOn }): Entry => ({
        section: 'pools',
        value: { name, itemId, locationId, reservedMilli, customerIds: [...customerIds].sort(), releasesOn },
      }),
    ),
    ...substitutes.map(
      ({ itemId, substituteId, position, numerator, denominator }): Entry => ({
        section: 'substitutes',
        value: { itemId, substituteId, position, numerator, denominator },
      }),
    ),
    ...places.flatMap(({ locationId, shipmentMinor, perUnitMinor, transitDays }, index): Entry[] =>
      shipmentMinor === null || perUnitMinor === null || transitDays === null
        ? []
        : [
            {
              section: 'places',
              value: { locationId, position: index + 1, shipmentMinor, perUnitMinor, transitDays },
            },
          ],
    ),
  ]);
}

export const entriesOf = <Section extends Entry['section']>(
  draft: Draft,
  section: Section,
): EntryOf<Section>[] =>
  [...draft.values()].filter((entry): entry is EntryOf<Section> => entry.section === section);

/** What is sent to be saved. */
export function toInput(draft: Draft, expectedVersion: number): AllocationRulesInput {
  return {
    policy: entriesOf(draft, 'policy')[0]?.value.policy ?? 'priority',
    rules: entriesOf(draft, 'customers').map(({ value }) => value),
    pools: entriesOf(draft, 'pools').map(({ value }) => value),
    substitutes: entriesOf(draft, 'substitutes').map(({ value }) => value),
    places: entriesOf(draft, 'places').map(({ value }) => value),
    expectedVersion,
  };
}

/** Puts an entry in the place of `replacedKey`, or adds it. */
export function withEntry(draft: Draft, entry: Entry, replacedKey?: string): Draft {
  const next = new Map(draft);
  if (replacedKey !== undefined && replacedKey !== keyOf(entry)) next.delete(replacedKey);
  return next.set(keyOf(entry), entry);
}

export function withoutEntry(draft: Draft, key: string): Draft {
  const next = new Map(draft);
  next.delete(key);
  return next;
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
export const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

export type EntryState = 'same' | 'new' | 'changed' | 'removed';

export function stateOf(saved: Draft, draft: Draft, key: string): EntryState {
  const [before, after] = [saved.get(key), draft.get(key)];
  if (after === undefined) return 'removed';
  if (before === undefined) return 'new';
  return isSame(before, after) ? 'same' : 'changed';
}

/** Keys of everything that differs, removed ones included, in the order in which they are shown. */
export const changedKeys = (saved: Draft, draft: Draft): string[] =>
  [...new Set([...saved.keys(), ...draft.keys()])].filter((key) => stateOf(saved, draft, key) !== 'same');
