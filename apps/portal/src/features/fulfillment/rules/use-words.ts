import { useMemo, useState } from 'react';
import type { AllocationRules } from '../../../app/api-types.ts';
import type { PickedItem } from '../../../ui/item-picker.tsx';
import type { Words } from './rule-words.ts';

type Named = { name: string; number?: string; unit?: string };

function namesIn({ pools, substitutes, places, customers }: AllocationRules): [string, Named][] {
  const named = (itemId: string, number: string, description: string, unit?: string): [string, Named] => [
    itemId,
    { name: `${number} ${description}`, number, ...(unit === undefined ? {} : { unit }) },
  ];
  return [
    ...substitutes.flatMap((one) => [
      named(one.itemId, one.itemNumber, one.description),
      named(one.substituteId, one.substituteNumber, one.substituteDescription),
    ]),
    ...pools.map((pool) => named(pool.itemId, pool.itemNumber, pool.description, pool.unit)),
    ...places.map(({ locationId, code, name }): [string, Named] => [locationId, { name: `${code} ${name}` }]),
    ...customers.map(({ customerId, name }): [string, Named] => [customerId, { name }]),
  ];
}

/** How customers, items and places of the rules are called, with those that were picked and are not saved yet. */
export function useWords(
  rules: AllocationRules,
  currency: string,
): { words: Words; remember: (item: PickedItem) => void } {
  const [picked, setPicked] = useState<ReadonlyMap<string, Named>>(new Map());
  const words = useMemo((): Words => {
    const names = new Map([...picked, ...namesIn(rules)]);
    const unitOf = (id: string): string => names.get(id)?.unit ?? picked.get(id)?.unit ?? 'EA';
    return {
      currency,
      unitOf,
      nameOf: (id) => names.get(id)?.name ?? 'no longer known',
      numberOf: (id) => names.get(id)?.number ?? names.get(id)?.name ?? 'no longer known',
    };
  }, [picked, rules, currency]);
  const remember = ({ itemId, label, unit }: PickedItem): void =>
    setPicked(
      new Map([
        ...picked,
        [
          itemId,
          { name: label, number: label.split(' ')[0] ?? label, ...(unit === undefined ? {} : { unit }) },
        ],
      ]),
    );
  return { words, remember };
}
