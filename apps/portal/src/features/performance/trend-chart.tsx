import type { Dashboard } from '../../app/api-types.ts';
import { formatDay } from '../../ui/format.ts';
import { formatShare } from '../../ui/plain-text.ts';
import { fractionText, resultText } from './performance-words.ts';
import { WeekChart } from './week-chart.tsx';

type Result = Dashboard['trend'][number]['perfectLine'];

/** Perfect orders as a line, perfect lines as bars behind it; weeks without data stay empty. */
export function TrendChart({ trend }: { trend: Dashboard['trend'] }) {
  const markOf = (startsOn: string, result: Result, what: string) => ({
    value: result.value,
    title: `Week of ${formatDay(startsOn)}: ${resultText(result)} of ${what}, ${fractionText(result)}`,
  });
  return (
    <WeekChart
      label="Trend by week"
      caption="Perfect orders by the week in which they were due (line), perfect lines (bars)"
      weeks={trend.map(({ startsOn }) => startsOn)}
      bars={trend.map(({ startsOn, perfectLine }) => markOf(startsOn, perfectLine, 'lines'))}
      lines={[
        {
          className: 'line',
          marks: trend.map(({ startsOn, perfectOrder }) => markOf(startsOn, perfectOrder, 'orders')),
        },
      ]}
      max={1}
      textOf={formatShare}
      width={860}
      height={150}
      namesMax={13}
    />
  );
}
