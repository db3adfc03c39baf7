import { useQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import type { UntouchedWeeks } from '../../app/api-types.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatMoneyRounded, formatWeek } from '../../ui/format.ts';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { UntouchedChart } from './untouched-chart.tsx';

type Week = UntouchedWeeks['weeks'][number];
type World = Week['actual'];

const service = ({ servedMilli, demandMilli }: World): number | null =>
  demandMilli === 0 ? null : servedMilli / demandMilli;
const serviceText = (world: World): string => {
  const value = service(world);
  return value === null ? 'no data' : formatShare(value);
};

/** Had all proposals been accepted untouched: service, stock and orders of each week, beside what people made of them. */
export function UntouchedTab({ weeks: weekCount }: { weeks: number }) {
  const query = useQuery({ ...trpc.performance.untouched.queryOptions({ weekCount }), ...keepRows });
  if (query.isPending) return <RowsSkeleton />;
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  const { weeks, itemCount, currency } = query.data;
  if (itemCount === 0 || currency === null) {
    return (
      <Empty title="No proposal was decided in these weeks">
        <p>
          As soon as proposals are approved, changed or rejected, both worlds are compared here week by week.
        </p>
      </Empty>
    );
  }
  const decided = weeks.reduce((sum, week) => sum + week.decidedCount, 0);
  const touched = weeks.reduce((sum, week) => sum + week.touchedCount, 0);
  return (
    <>
      <p className="soft" data-testid="untouched-sentence">
        {formatCount(decided)} proposals for {formatCount(itemCount)} items at places were decided;{' '}
        {formatCount(touched)} of them were changed, rejected or left to expire. The same demand meets both
        worlds; what an untouched proposal brought, later ones ask for less.
      </p>
      <div className="week-charts">
        <UntouchedChart
          title="Share of demand that was served"
          weeks={weeks}
          amountOf={service}
          textOf={(value) => formatShare(value)}
          max={1}
        />
        <UntouchedChart
          title="Stock, at cost"
          weeks={weeks}
          amountOf={({ averageStockMinor }) => averageStockMinor}
          textOf={(value) => formatMoneyRounded(value, currency)}
        />
      </div>
      <WeeksTable weeks={weeks} currency={currency} />
    </>
  );
}

function WeeksTable({ weeks, currency }: { weeks: readonly Week[]; currency: string }) {
  return (
    <div className="table-frame">
      <table className="table inset" aria-label="Weeks" data-testid="untouched-weeks">
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col" className="number">
              Decided
            </th>
            <th scope="col" className="number">
              Touched
            </th>
            <th scope="col" className="number">
              Served
            </th>
            <th scope="col" className="number">
              Untouched
            </th>
            <th scope="col" className="number">
              Stock
            </th>
            <th scope="col" className="number">
              Untouched
            </th>
            <th scope="col" className="number spare">
              Ordered
            </th>
            <th scope="col" className="number spare">
              Untouched
            </th>
          </tr>
        </thead>
        <tbody>
          {[...weeks].reverse().map(({ startsOn, decidedCount, touchedCount, actual, untouched }) => (
            <tr key={startsOn}>
              <td>{formatWeek(startsOn)}</td>
              <td className="number">{formatCount(decidedCount)}</td>
              <td className="number">{formatCount(touchedCount)}</td>
              <td className="number">{serviceText(actual)}</td>
              <td className="number">
                <b>{serviceText(untouched)}</b>
              </td>
              <td className="number">{formatMoneyRounded(actual.averageStockMinor, currency)}</td>
              <td className="number">
                <b>{formatMoneyRounded(untouched.averageStockMinor, currency)}</b>
              </td>
              <td className="number spare">{formatMoneyRounded(actual.orderedMinor, currency)}</td>
              <td className="number spare">
                <b>{formatMoneyRounded(untouched.orderedMinor, currency)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
