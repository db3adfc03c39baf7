/** Rules of allocation as people read them. Pure: names and the currency are arguments. */
import type { DiffRow, DiffSection } from '../../../ui/diff-table.tsx';
import { formatDay, formatMoney, formatQuantity, formatUnitPrice } from '../../../ui/format.ts';
import {
  type CustomerRule,
  changedKeys,
  type Draft,
  type Entry,
  isSame,
  type Place,
  type Pool,
  type Substitute,
} from './rules-draft.ts';

export type Words = {
  currency: string;
  nameOf(id: string): string;
  /** The number of an item alone. */
  numberOf(itemId: string): string;
  unitOf(itemId: string): string;
};
export type Field = { label: string; text: string };

export const everybodyElse = 'Everybody else';
export const policyTitles = {
  priority: 'Who is due first gets all of it',
  'fair-share': 'They share by what they asked for',
} as const;

const yes = (is: boolean): string => (is ? 'yes' : 'no');
export const daysText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
export const lotsText = (rotation: CustomerRule['rotation']): string =>
  rotation === 'FEFO' ? 'first to expire first' : 'oldest first';
export const cancelText = (days: number | null): string =>
  days === null ? 'is always wanted' : `is not wanted ${daysText(days)} after its day`;
export const untilText = (day: string | null): string => (day === null ? 'until taken' : formatDay(day));

/** "2 of RYE for each OATS", "3 of RYE for 2 of OATS". */
export function factorText(
  { itemId, substituteId, numerator, denominator }: Substitute,
  words: Words,
): string {
  const of = denominator === 1 ? 'each' : `${denominator} of`;
  return `${numerator} of ${words.nameOf(substituteId)} for ${of} ${words.nameOf(itemId)}`;
}

const customerFields = (rule: CustomerRule, { currency }: Words): Field[] => [
  { label: 'Priority', text: String(rule.priority) },
  { label: 'Lots', text: lotsText(rule.rotation) },
  { label: 'Good for', text: `${daysText(rule.remainingDays)} after its day` },
  { label: 'One lot per line', text: yes(rule.isSingleLot) },
  { label: 'All of a line or nothing', text: yes(rule.isShipComplete) },
  { label: 'Accepts substitutes', text: yes(rule.acceptsSubstitutes) },
  { label: 'A late order', text: cancelText(rule.cancelAfterDays) },
  { label: 'A missing unit costs', text: formatUnitPrice(rule.shortageMicros, currency) },
];
const poolFields = (pool: Pool, { nameOf, unitOf }: Words): Field[] => [
  { label: 'Item', text: nameOf(pool.itemId) },
  { label: 'At', text: nameOf(pool.locationId) },
  { label: 'Kept', text: formatQuantity(pool.reservedMilli, unitOf(pool.itemId)) },
  { label: 'For', text: pool.customerIds.map(nameOf).sort().join(', ') },
  { label: 'Until', text: untilText(pool.releasesOn) },
];
const substituteFields = (one: Substitute, words: Words): Field[] => [
  { label: 'Turn', text: String(one.position) },
  { label: 'Stands in', text: factorText(one, words) },
];
const placeFields = (place: Place, { currency }: Words): Field[] => [
  { label: 'Turn', text: String(place.position) },
  { label: 'A shipment costs', text: formatMoney(place.shipmentMinor, currency) },
  { label: 'Each unit adds', text: formatMoney(place.perUnitMinor, currency) },
  { label: 'On the way', text: daysText(place.transitDays) },
];

/** Everything that an entry says, each with what it is called. */
export function fieldsOf({ section, value }: Entry, words: Words): Field[] {
  if (section === 'customers') return customerFields(value, words);
  if (section === 'pools') return poolFields(value, words);
  if (section === 'substitutes') return substituteFields(value, words);
  if (section === 'places') return placeFields(value, words);
  return [{ label: 'Lines of one priority', text: policyTitles[value.policy] }];
}

/** What an entry is about. */
export function titleOf({ section, value }: Entry, { nameOf }: Words): string {
  if (section === 'customers') return value.customerId === null ? everybodyElse : nameOf(value.customerId);
  if (section === 'pools') return value.name;
  if (section === 'substitutes') return `${nameOf(value.substituteId)} for ${nameOf(value.itemId)}`;
  return section === 'places' ? nameOf(value.locationId) : 'Lines of one priority';
}

export const sectionTitles: Readonly<Record<Entry['section'], string>> = {
  policy: 'When there is not enough',
  customers: 'Customers',
  pools: 'Reserve pools',
  substitutes: 'Substitutes',
  places: 'Ship from',
};

export const wholeText = (entry: Entry, words: Words): string =>
  fieldsOf(entry, words)
    .map(({ label, text }) => `${label}: ${text}`)
    .join(' · ');

function rowsOf(key: string, before: Entry | undefined, after: Entry | undefined, words: Words): DiffRow[] {
  const shown = after ?? before;
  if (shown === undefined) return [];
  const label = titleOf(shown, words);
  if (before === undefined || after === undefined) {
    const [old, now] = [before, after].map((entry) => (entry === undefined ? null : wholeText(entry, words)));
    const kind = before === undefined ? 'added' : 'removed';
    return [{ path: key, label, kind, before: old ?? null, after: now ?? null }];
  }
  const old = fieldsOf(before, words);
  return fieldsOf(after, words).flatMap(({ label: name, text }, index) => {
    const was = old[index]?.text ?? null;
    if (was === text) return [];
    const where = shown.section === 'policy' ? name : `${label}: ${name.toLowerCase()}`;
    return [{ path: `${key} ${name}`, label: where, kind: 'changed' as const, before: was, after: text }];
  });
}

/** What saving would change, section by section. */
export function diffDrafts(saved: Draft, draft: Draft, words: Words): DiffSection[] {
  const keys = changedKeys(saved, draft);
  return (Object.keys(sectionTitles) as Entry['section'][]).flatMap((section) => {
    const changes = keys
      .filter((key) => (draft.get(key) ?? saved.get(key))?.section === section)
      .filter((key) => !isSame(saved.get(key), draft.get(key)))
      .flatMap((key) => rowsOf(key, saved.get(key), draft.get(key), words));
    return changes.length === 0 ? [] : [{ title: sectionTitles[section], changes }];
  });
}
