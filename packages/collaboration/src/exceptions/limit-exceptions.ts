import { byMoney, type CauseGroup, mergeGroups } from './cause-groups.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import { smallDifferencesCode } from './pooled-exception.ts';

/** So much of the money has to stand in exceptions with a cause of their own. */
const coveredShareMin = 0.95;

const moneyOf = (groups: readonly CauseGroup[]): number =>
  groups.reduce((sum, { moneyMinor }) => sum + moneyMinor, 0);

const isEnough = (groups: readonly CauseGroup[], count: number): boolean =>
  groups.length <= count || moneyOf(groups.slice(0, count)) >= coveredShareMin * moneyOf(groups);

/** Groups of one key in one, the others as they are. */
function mergeBy(groups: readonly CauseGroup[], keyOf: (group: CauseGroup) => string | null): CauseGroup[] {
  const kept: CauseGroup[] = [];
  const pools = new Map<string, CauseGroup[]>();
  for (const group of groups) {
    const key = keyOf(group);
    const pool = key === null ? undefined : pools.get(key);
    if (key === null) kept.push(group);
    else if (pool === undefined) pools.set(key, [group]);
    else pool.push(group);
  }
  for (const [key, pool] of pools) {
    const [first] = pool;
    if (first === undefined) continue;
    const { criterionCode } = first;
    const category = key.startsWith('category ') ? key.split(' ').slice(2).join(' ') : null;
    kept.push(
      pool.length === 1
        ? first
        : mergeGroups(
            {
              criterionCode,
              causeKind: 'mixed',
              causeKey: category === null ? 'mixed' : `mixed:${category}`,
              causeRef: category,
              owedBy: null,
            },
            pool,
          ),
    );
  }
  return kept.sort(byMoney);
}

/** Which category a narrow group belongs to, by its first child. */
function categoryReader({ rows }: EvaluationInput): (group: CauseGroup) => string {
  const ofItem = new Map(rows.itemIds.map((id, row) => [id, rows.categories[row] as string]));
  const ofPlace = new Map(rows.itemLocationIds.map((id, row) => [id, rows.categories[row] as string]));
  return ({ causeRef }) => ofItem.get(causeRef ?? '') ?? ofPlace.get(causeRef ?? '') ?? '';
}

/**
 * No planner reads thousands: at most `exceptionCountMax`, the largest first. Where too many narrow causes share the
 * money, the ones beyond the largest half are pooled by criterion and category, then by criterion. The rest is one
 * exception of small differences, which still counts. Causes that are open already stay on top of the limit.
 */
export function limitExceptions(input: EvaluationInput, found: readonly CauseGroup[]): CauseGroup[] {
  const openKeys = new Set(
    input.openCauses.map(({ criterionCode, causeKey }) => `${criterionCode} ${causeKey}`),
  );
  const isOpen = ({ criterionCode, causeKey }: CauseGroup): boolean =>
    openKeys.has(`${criterionCode} ${causeKey}`);
  const open = found.filter(isOpen).sort(byMoney);
  let fresh = found.filter((group) => !isOpen(group)).sort(byMoney);
  const count = Math.max(1, input.exceptionCountMax - 1);
  if (fresh.length > count + 1 && !isEnough(fresh, count)) {
    const own = new Set(fresh.slice(0, Math.ceil(count / 2)));
    const category = categoryReader(input);
    const isNarrow = (group: CauseGroup): boolean =>
      !own.has(group) && (group.causeKind === 'item-location' || group.causeKind === 'item');
    fresh = mergeBy(fresh, (group) =>
      isNarrow(group) ? `category ${group.criterionCode} ${category(group)}` : null,
    );
    if (!isEnough(fresh, count)) {
      const isPoolable = (group: CauseGroup): boolean =>
        !own.has(group) &&
        ['item-location', 'item', 'mixed', 'location', 'category'].includes(group.causeKind);
      fresh = mergeBy(fresh, (group) => (isPoolable(group) ? `criterion ${group.criterionCode}` : null));
    }
  }
  if (fresh.length <= count + 1) return [...open, ...fresh].sort(byMoney);
  const rest = fresh.slice(count);
  const small = mergeGroups(
    {
      criterionCode: smallDifferencesCode,
      causeKind: 'small-differences',
      causeKey: 'small-differences',
      causeRef: null,
      owedBy: null,
    },
    rest,
  );
  return [...open, ...fresh.slice(0, count), small].sort(byMoney);
}
