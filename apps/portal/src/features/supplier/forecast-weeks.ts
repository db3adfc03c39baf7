/** The columns of the shared forecast and each row's amount in them. Pure. */
import { addDays, compareDates, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import type { SupplierForecastRow } from '../../app/api-types.ts';

export type ForecastCell = {
  meanMilli: number;
  p10Milli: number;
  p90Milli: number;
  /** Fewer than seven when the forecast begins or ends within the week. */
  dayCount: number;
};
export type ForecastGridRow = { row: SupplierForecastRow; cells: (ForecastCell | undefined)[] };

const weeksMax = 53;

/** Weekly sums of a row. Quantiles are added like the mean: a cautious (too wide) band when days are summed. */
export function weeksOf(row: SupplierForecastRow): Map<LocalDate, ForecastCell> {
  const weeks = new Map<LocalDate, ForecastCell>();
  row.meanMilli.forEach((meanMilli, index) => {
    const week = startOfIsoWeek(addDays(row.startsOn as LocalDate, index * row.bucketDays));
    const known = weeks.get(week) ?? { meanMilli: 0, p10Milli: 0, p90Milli: 0, dayCount: 0 };
    weeks.set(week, {
      meanMilli: known.meanMilli + meanMilli,
      p10Milli: known.p10Milli + (row.p10Milli[index] ?? 0),
      p90Milli: known.p90Milli + (row.p90Milli[index] ?? 0),
      dayCount: known.dayCount + row.bucketDays,
    });
  });
  return weeks;
}

/** All weeks that any row knows, in order, and every row on these columns. */
export function forecastGridOf(rows: readonly SupplierForecastRow[]): {
  weeks: LocalDate[];
  grid: ForecastGridRow[];
} {
  const byRow = rows.map((row) => ({ row, amounts: weeksOf(row) }));
  const weeks = [...new Set(byRow.flatMap(({ amounts }) => [...amounts.keys()]))]
    .sort(compareDates)
    .slice(0, weeksMax);
  return {
    weeks,
    grid: byRow.map(({ row, amounts }) => ({ row, cells: weeks.map((week) => amounts.get(week)) })),
  };
}

export type CellRange = { fromRow: number; fromColumn: number; toRow: number; toColumn: number };

/** A range as tab-separated text, as spreadsheets paste it: plain numbers, empty cells empty. */
export function rangeAsText(grid: readonly ForecastGridRow[], range: CellRange): string {
  const [top, bottom] = [Math.min(range.fromRow, range.toRow), Math.max(range.fromRow, range.toRow)];
  const [left, right] = [
    Math.min(range.fromColumn, range.toColumn),
    Math.max(range.fromColumn, range.toColumn),
  ];
  return grid
    .slice(top, bottom + 1)
    .map(({ cells }) =>
      cells
        .slice(left, right + 1)
        .map((cell) => (cell === undefined ? '' : String(cell.meanMilli / 1000)))
        .join('\t'),
    )
    .join('\n');
}
