/** Base against branch as rows of a table. Pure. */
import type { ScenarioComparison } from '../../app/api-types.ts';
import { formatMoney, formatRounded, viewerLocale } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';

export type FigureRow = {
  label: string;
  base: string;
  branch: string;
  change: string;
  /** null: neither better nor worse. */
  isBetter: boolean | null;
};

type Kind = 'share' | 'units' | 'money' | 'count';
type Wish = 'more' | 'less' | 'either';

function rowOf(
  label: string,
  { base, branch, kind, wish }: { base: number; branch: number; kind: Kind; wish: Wish },
  { currency, locale }: { currency: string; locale: string },
): FigureRow {
  const text = (value: number): string => {
    if (kind === 'share') return formatShare(value, locale);
    if (kind === 'units') return formatRounded(value, locale);
    return kind === 'money' ? formatMoney(value, currency, locale) : String(value);
  };
  const change = branch - base;
  const isBetter = change === 0 || wish === 'either' ? null : change > 0 === (wish === 'more');
  const points = `${(change * 100).toFixed(1)} points`;
  const changeText =
    change === 0 ? '' : `${change > 0 ? '+' : ''}${kind === 'share' ? points : text(change)}`;
  return { label, base: text(base), branch: text(branch), change: changeText, isBetter };
}

/** Service, stock and money, as far as this side may see them. */
export function figureRows(
  { stock, orders }: Pick<ScenarioComparison, 'stock' | 'orders'>,
  locale = viewerLocale(),
): FigureRow[] {
  const rows: FigureRow[] = [];
  if (stock !== null) {
    const { base, branch, currency } = stock;
    const add = (label: string, key: keyof typeof base, kind: Kind, wish: Wish): void => {
      rows.push(rowOf(label, { base: base[key], branch: branch[key], kind, wish }, { currency, locale }));
    };
    add('Service', 'serviceRatio', 'share', 'more');
    add('Demand', 'demandMilli', 'units', 'either');
    add('Short', 'shortMilli', 'units', 'less');
    add('Mean stock', 'averageStockMilli', 'units', 'less');
    add('Mean stock, worth', 'averageStockMinor', 'money', 'less');
    add('Carrying', 'carryingMinor', 'money', 'less');
    add('Missed sales', 'shortageMinor', 'money', 'less');
    add('Together', 'costMinor', 'money', 'less');
  }
  if (orders !== null) {
    const { base, branch, currency } = orders;
    const add = (label: string, key: keyof typeof base, kind: Kind): void => {
      rows.push(
        rowOf(label, { base: base[key], branch: branch[key], kind, wish: 'either' }, { currency, locale }),
      );
    };
    add('Ordered', 'orderedMilli', 'units');
    add('Ordered, worth', 'orderedMinor', 'money');
    add('Orders', 'orderCount', 'count');
  }
  return rows;
}
