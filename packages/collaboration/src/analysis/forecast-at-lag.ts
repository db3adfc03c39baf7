import { addDays, type LocalDate } from '@coplan/kernel';
import type { ForecastFact } from './metric-facts.ts';

/** One published version of a forecast of one item and place: values per bucket in thousandths, null: no value. */
export type PublishedVersion = {
  issuedOn: LocalDate;
  startsOn: LocalDate;
  bucketDays: number;
  valuesMilli: readonly (number | null)[];
};

function valueIn(
  { startsOn, bucketDays, valuesMilli }: PublishedVersion,
  bucketStartsOn: LocalDate,
): number | null {
  const days = (Date.parse(bucketStartsOn) - Date.parse(startsOn)) / 86_400_000;
  return days % bucketDays === 0 ? (valuesMilli[days / bucketDays] ?? null) : null;
}

/**
 * What was forecast for a bucket at a lag: the value of the newest version issued at least so many days before the bucket
 * begins. A later version never counts, however much better it was. null where no version was there by then.
 */
export function forecastAtLag(
  versions: readonly PublishedVersion[],
  bucketStartsOn: LocalDate,
  lagDays: number,
): number | null {
  const latest = addDays(bucketStartsOn, -lagDays);
  let found: PublishedVersion | undefined;
  for (const version of versions) {
    if (version.issuedOn > latest) continue;
    if (found === undefined || version.issuedOn >= found.issuedOn) found = version;
  }
  return found === undefined ? null : valueIn(found, bucketStartsOn);
}

/** How the forecast of one bucket evolved from version to version, oldest first. */
export const versionTail = (
  versions: readonly PublishedVersion[],
  bucketStartsOn: LocalDate,
): { issuedOn: LocalDate; valueMilli: number | null }[] =>
  [...versions]
    .sort((left, right) => (left.issuedOn < right.issuedOn ? -1 : left.issuedOn > right.issuedOn ? 1 : 0))
    .map((version) => ({ issuedOn: version.issuedOn, valueMilli: valueIn(version, bucketStartsOn) }));

/**
 * Facts of a higher level: actuals and forecasts are added up per group before errors are taken, which is why accuracy
 * improves with the level. Only cells known on both sides go into a sum; the others stay as they are, to be counted.
 */
export function factsAtLevel(
  facts: readonly ForecastFact[],
  groupOf: (fact: ForecastFact) => string,
): ForecastFact[] {
  const groups = new Map<string, ForecastFact & { actualMilli: number; forecastMilli: number }>();
  const incomplete: ForecastFact[] = [];
  for (const fact of facts) {
    const { actualMilli, forecastMilli } = fact;
    if (fact.excluded !== undefined || actualMilli === null || forecastMilli === null) {
      incomplete.push(fact);
      continue;
    }
    const key = groupOf(fact);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { kind: 'forecast', key, actualMilli, forecastMilli });
    else {
      group.actualMilli += actualMilli;
      group.forecastMilli += forecastMilli;
    }
  }
  return [...groups.values(), ...incomplete];
}
