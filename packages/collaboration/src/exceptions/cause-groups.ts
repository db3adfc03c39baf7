import type { Side } from '../vocabulary.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import type { Findings } from './findings.ts';
import type { CauseKind, PooledException } from './pooled-exception.ts';

/** A cause with the findings that it explains so far. */
export type CauseGroup = {
  criterionCode: string;
  causeKind: CauseKind;
  causeKey: string;
  causeRef: string | null;
  owedBy: Side | null;
  moneyMinor: number;
  overMinor: number;
  underMinor: number;
  /** Pairs of criterion and finding, one after the other. */
  pairs: number[];
};

export const startGroup = (
  about: Pick<CauseGroup, 'criterionCode' | 'causeKind' | 'causeKey' | 'causeRef' | 'owedBy'>,
): CauseGroup => ({ ...about, moneyMinor: 0, overMinor: 0, underMinor: 0, pairs: [] });

export function addFinding(group: CauseGroup, criterionIndex: number, findings: Findings, at: number): void {
  const money = findings.moneyMinor[at] as number;
  group.moneyMinor += money;
  const isUnder = (findings.sourceMilli[at] as number) < (findings.comparedMilli[at] as number);
  if (isUnder) group.underMinor += money;
  else group.overMinor += money;
  group.pairs.push(criterionIndex, at);
}

/** Several groups in one, under a new name. */
export function mergeGroups(
  about: Pick<CauseGroup, 'criterionCode' | 'causeKind' | 'causeKey' | 'causeRef' | 'owedBy'>,
  groups: readonly CauseGroup[],
): CauseGroup {
  const merged = startGroup(about);
  for (const group of groups) {
    merged.moneyMinor += group.moneyMinor;
    merged.overMinor += group.overMinor;
    merged.underMinor += group.underMinor;
    for (const place of group.pairs) merged.pairs.push(place);
  }
  return merged;
}

/** Largest money first; equal ones by criterion and cause, so that the order never depends on who evaluates. */
export const byMoney = (
  left: Pick<CauseGroup, 'moneyMinor' | 'criterionCode' | 'causeKey'>,
  right: Pick<CauseGroup, 'moneyMinor' | 'criterionCode' | 'causeKey'>,
): number =>
  right.moneyMinor - left.moneyMinor ||
  (left.criterionCode < right.criterionCode ? -1 : left.criterionCode > right.criterionCode ? 1 : 0) ||
  (left.causeKey < right.causeKey ? -1 : left.causeKey > right.causeKey ? 1 : 0);

/** Whether pairs come in the order of criteria and findings already, which they do unless groups were merged. */
function isInOrder(pairs: readonly number[]): boolean {
  for (let at = 2; at < pairs.length; at += 2) {
    const byCriterion = (pairs[at - 2] as number) - (pairs[at] as number);
    if (byCriterion > 0 || (byCriterion === 0 && (pairs[at - 1] as number) > (pairs[at + 1] as number)))
      return false;
  }
  return true;
}

/** The group as it is told: children in the order of criteria and findings. */
export function toPooledException({ pairs, ...group }: CauseGroup): PooledException {
  const order = Array.from({ length: pairs.length / 2 }, (_, at) => at * 2);
  if (!isInOrder(pairs)) {
    order.sort(
      (left, right) =>
        (pairs[left] as number) - (pairs[right] as number) ||
        (pairs[left + 1] as number) - (pairs[right + 1] as number),
    );
  }
  return {
    ...group,
    criterionIndexes: Int32Array.from(order, (at) => pairs[at] as number),
    findingIndexes: Int32Array.from(order, (at) => pairs[at + 1] as number),
  };
}

/** The levels at which one cause may explain many cells, highest first. */
export type Level = {
  kind: 'version' | 'category' | 'location' | 'item';
  groupOf: Int32Array;
  names: readonly string[];
};

function ordinals(kind: Level['kind'], values: readonly string[]): Level {
  const places = new Map<string, number>();
  const groupOf = new Int32Array(values.length);
  values.forEach((value, row) => {
    let place = places.get(value);
    if (place === undefined) {
      place = places.size;
      places.set(value, place);
    }
    groupOf[row] = place;
  });
  return { kind, groupOf, names: [...places.keys()] };
}

export const levelsOf = ({ rows }: EvaluationInput): Level[] => [
  { kind: 'version', groupOf: new Int32Array(rows.itemLocationIds.length), names: ['all'] },
  ordinals('category', rows.categories),
  ordinals('location', rows.locationIds),
  ordinals('item', rows.itemIds),
];
