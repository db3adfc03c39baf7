import { viewerLocale } from '../format.ts';

const cacheSizeMax = 20_000;

/** Formats cells: whole units, below ten with one decimal; an empty text is "no value". Remembers what it formatted. */
export function createCellText(locale = viewerLocale()) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const known = new Map<number, string>();
  return {
    /** As it stands in a cell. */
    short(milli: number): string {
      if (Number.isNaN(milli)) return '';
      const found = known.get(milli);
      if (found !== undefined) return found;
      const text = (Math.abs(milli) < 10_000 ? fine : whole).format(milli / 1000).replace('-', '−');
      if (known.size > cacheSizeMax) known.clear();
      known.set(milli, text);
      return text;
    },
    /** With every decimal, as the cell bar and the editor show it. */
    exact: (milli: number | null): string => (milli === null ? '' : exact.format(milli / 1000)),
    /** As a person would type it: no thousands separators. */
    editable: (milli: number | null): string =>
      milli === null
        ? ''
        : new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false }).format(
            milli / 1000,
          ),
  };
}
export type CellText = ReturnType<typeof createCellText>;
