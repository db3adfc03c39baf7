import { type JudgedValue, judgeAddedValue, type PairedErrors } from './paired-bootstrap.ts';

/** A number that a person changed, once its bucket is over; thousandths. `afterMilli` null: the override was removed. */
export type OverrideFact = {
  personId: string;
  personName: string;
  /** The item and place (or whatever the list of items is to name). */
  itemKey: string;
  /** The value that stood without the override, the one with it, and what came; null: not known. */
  beforeMilli: number | null;
  afterMilli: number | null;
  actualMilli: number | null;
};

export type PersonValue = JudgedValue & {
  personId: string;
  personName: string;
  /** Overrides that cannot be judged because a value is missing. */
  excludedCount: number;
};

export type ItemValue = JudgedValue & {
  itemKey: string;
  /** Absolute error that the overrides added, in thousandths. */
  addedErrorMilli: number;
};

export type OverrideValue = {
  people: PersonValue[];
  /** Items whose overrides made the forecast worse beyond chance, the costliest first: stop overriding these. */
  stopOverriding: ItemValue[];
  /** Items with too few overrides to say anything; nobody is told to stop because of them. */
  unjudgedItemCount: number;
  judgedItemCount: number;
};

const unitOf = ({ beforeMilli, afterMilli, actualMilli }: OverrideFact): PairedErrors | null =>
  beforeMilli === null || afterMilli === null || actualMilli === null
    ? null
    : {
        errorBefore: Math.abs(actualMilli - beforeMilli),
        errorAfter: Math.abs(actualMilli - afterMilli),
        demand: Math.abs(actualMilli),
      };

function grouped<Key>(
  facts: readonly OverrideFact[],
  keyOf: (fact: OverrideFact) => Key,
): Map<Key, OverrideFact[]> {
  const groups = new Map<Key, OverrideFact[]>();
  for (const fact of facts) {
    const group = groups.get(keyOf(fact));
    if (group === undefined) groups.set(keyOf(fact), [fact]);
    else group.push(fact);
  }
  return groups;
}

const unitsOf = (facts: readonly OverrideFact[]): PairedErrors[] =>
  facts.map(unitOf).filter((unit): unit is PairedErrors => unit !== null);

/** What overriding was worth per person, the most useful first; judged as `measureOverrides` does. */
export function measurePeople(facts: readonly OverrideFact[], seed: number): PersonValue[] {
  const people = [...grouped(facts, ({ personId }) => personId)].map(([personId, own]): PersonValue => {
    const units = unitsOf(own);
    const personName = own.at(-1)?.personName ?? '';
    return {
      personId,
      personName,
      excludedCount: own.length - units.length,
      ...judgeAddedValue(units, { seed }),
    };
  });
  return people.sort(
    (left, right) =>
      (right.addedValue ?? 0) - (left.addedValue ?? 0) || compare(left.personId, right.personId),
  );
}

/**
 * What overriding was worth: per person and per item, WAPE without the overrides minus WAPE with them, over the overridden
 * cells only. Nobody and nothing is judged on fewer than 13 overrides, within ±1 point, or where chance explains it
 * (paired bootstrap with the given seed).
 */
export function measureOverrides(facts: readonly OverrideFact[], seed: number): OverrideValue {
  const items = [...grouped(facts, ({ itemKey }) => itemKey)].map(([itemKey, own]): ItemValue => {
    const units = unitsOf(own);
    const addedErrorMilli = units.reduce((sum, unit) => sum + unit.errorAfter - unit.errorBefore, 0);
    return { itemKey, addedErrorMilli, ...judgeAddedValue(units, { seed }) };
  });
  const judged = items.filter(({ verdict }) => verdict !== 'not-enough-data');
  return {
    people: measurePeople(facts, seed),
    stopOverriding: judged
      .filter(({ verdict }) => verdict === 'worsens')
      .sort(
        (left, right) => right.addedErrorMilli - left.addedErrorMilli || compare(left.itemKey, right.itemKey),
      ),
    unjudgedItemCount: items.length - judged.length,
    judgedItemCount: judged.length,
  };
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
