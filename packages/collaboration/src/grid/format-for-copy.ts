import { formatMilli } from '@coplan/kernel';
import { numberStyleOf } from './read-number.ts';

/**
 * Cells as a spreadsheet takes them from the clipboard: tabs, CRLF, the decimal sign of the language, no grouping. A cell
 * without a value stays empty. `parsePastedTable` reads the same numbers back.
 */
export function formatForCopy(rowsMilli: readonly (readonly (number | null)[])[], locale: string): string {
  const { decimal } = numberStyleOf(locale);
  return rowsMilli
    .map((row) =>
      row
        .map((cell) => (cell === null ? '' : formatMilli(cell).replace('.', decimal)))
        .join('\t')
        .concat('\r\n'),
    )
    .join('');
}
