import { addDays, type LocalDate } from '@coplan/kernel';
import type { ItemForecast } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatChange, formatDay, formatPlanned, formatWeek } from '../../ui/format.ts';

type Forecast = NonNullable<ItemForecast['forecast']>;
const periodsShown = 8;

/** The next periods layer by layer; base, event and own number add up to the total. */
export function LayersTable({ item, forecast }: { item: ItemForecast; forecast: Forecast }) {
  const { startsOn, bucketDays, baseMilli, eventMilli, overrideMilli, totalMilli, p10Milli, p90Milli } =
    forecast;
  const { unit } = item.place;
  const rows = baseMilli.slice(0, periodsShown).map((base, index) => ({
    day: addDays(startsOn as LocalDate, index * bucketDays),
    base,
    event: eventMilli?.[index] ?? 0,
    override: overrideMilli?.[index] ?? 0,
    total: totalMilli[index] ?? 0,
    low: p10Milli[index] ?? 0,
    high: p90Milli[index] ?? 0,
  }));
  return (
    <DataTable
      isInset
      label="Layers of the forecast"
      rows={rows}
      rowKey={({ day }) => day}
      columns={[
        {
          id: 'period',
          title: bucketDays === 7 ? 'Week' : 'Day',
          cell: ({ day }) => (bucketDays === 7 ? `${formatWeek(day)}, ${formatDay(day)}` : formatDay(day)),
        },
        { id: 'base', title: 'Base', isNumber: true, cell: ({ base }) => formatPlanned(base, unit) },
        {
          id: 'event',
          title: 'Events',
          isNumber: true,
          cell: ({ event }) => (event === 0 ? '–' : formatChange(event)),
        },
        {
          id: 'override',
          title: 'Own number',
          isNumber: true,
          cell: ({ override }) => (override === 0 ? '–' : formatChange(override)),
        },
        {
          id: 'total',
          title: 'Total',
          isNumber: true,
          cell: ({ total }) => <strong>{formatPlanned(total, unit)}</strong>,
        },
        {
          id: 'band',
          title: 'P10–P90',
          isNumber: true,
          isWide: true,
          cell: ({ low, high }) => `${formatPlanned(low, '')}–${formatPlanned(high, unit)}`,
        },
      ]}
    />
  );
}
