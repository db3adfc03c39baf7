import type { BacktestPoint, BacktestRow } from '../../app/api-types.ts';
import { viewerLocale } from '../../ui/format.ts';

type Policy = BacktestPoint['policy'];
type Scope = BacktestRow['request']['scope'];

/** "97.3%" in the viewer's locale; "–" where there was nothing to divide by. */
export const formatRatio = (ratio: number | null, locale = viewerLocale()): string =>
  ratio === null
    ? '–'
    : new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }).format(ratio);

/** Difference of two ratios in points, signed: "+1.2 pts". */
export function formatPoints(change: number | null, locale = viewerLocale()): string {
  if (change === null) return '–';
  const points = Math.round(change * 1000) / 10;
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    Math.abs(points),
  );
  return `${points < 0 ? '−' : points > 0 ? '+' : ''}${text} pts`;
}

const plain = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
const level = (ratio: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(ratio);

/** The kinds of policy as a planner names them, and what each means. */
export const policyKinds: readonly { kind: Policy['kind']; label: string; meaning: string }[] = [
  {
    kind: 'service-level',
    label: 'Service level',
    meaning: 'Order up to what lasts until the next delivery with this probability.',
  },
  {
    kind: 'fill-rate',
    label: 'Fill rate',
    meaning: 'Order up to what is expected to serve this share of demand from the shelf.',
  },
  {
    kind: 'cost-optimal',
    label: 'Lowest cost',
    meaning: 'Order up to where one more unit costs as much to hold as it saves in missed sales.',
  },
  {
    kind: 'min-max',
    label: 'Min/max days',
    meaning: 'At or below the minimum days of demand, order up to the maximum days.',
  },
  {
    kind: 'reorder-point',
    label: 'Reorder point',
    meaning: 'At or below what lasts with this probability, order so many days of demand on top of it.',
  },
];

/** "Service level 97%", "Min/max 7 to 21 days". */
export function policyWords(policy: Policy, locale = viewerLocale()): string {
  switch (policy.kind) {
    case 'as-planned':
      return 'As planned today';
    case 'service-level':
      return policy.level === undefined
        ? 'Each item’s own service level'
        : `Service level ${level(policy.level, locale)}`;
    case 'fill-rate':
      return `Fill rate ${level(policy.fillRate, locale)}`;
    case 'cost-optimal':
      return policy.shortageFactor === 1
        ? 'Lowest cost'
        : `Lowest cost, missed sales × ${new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(policy.shortageFactor)}`;
    case 'min-max':
      return `Min/max ${plain(policy.minDays, locale)} to ${plain(policy.maxDays, locale)} days`;
    case 'reorder-point':
      return `Reorder point ${level(policy.level, locale)}, then ${plain(policy.orderDays, locale)} days`;
  }
}

/** What it was asked for. */
export function scopeWords({
  request,
  supplierName,
}: {
  request: { scope: Scope };
  supplierName: string | null;
}): string {
  const { scope } = request;
  if (scope.kind === 'all') return 'Everything planned';
  return scope.kind === 'category' ? scope.category : (supplierName ?? 'One supplier');
}
