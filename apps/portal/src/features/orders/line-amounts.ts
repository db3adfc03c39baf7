import { formatAmount } from '../../ui/format.ts';

type LineAmount = { lineNumber: string; quantityMilli: number; what?: string };

/**
 * Amounts by line in words, in the order in which the lines come first: what lies in several cartons or lots is one
 * amount. `what` (e.g. a condition) keeps amounts of a line apart.
 */
export function amountsText(amounts: readonly LineAmount[]): string {
  const byLine = Map.groupBy(amounts, ({ lineNumber, what = '' }) => `${lineNumber} ${what}`);
  return [...byLine.values()]
    .map((parts) => {
      const { lineNumber, what } = parts[0] as LineAmount;
      const sumMilli = parts.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
      return `line ${lineNumber}: ${formatAmount(sumMilli)}${what === undefined ? '' : ` ${what}`}`;
    })
    .join(', ');
}
