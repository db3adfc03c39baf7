import type { UntouchedWeeks } from '../../app/api-types.ts';
import { formatDay } from '../../ui/format.ts';
import { WeekChart } from './week-chart.tsx';

type Week = UntouchedWeeks['weeks'][number];

type UntouchedChartProps = {
  title: string;
  weeks: readonly Week[];
  amountOf: (world: Week['actual']) => number | null;
  textOf: (value: number) => string;
  max?: number;
};

/** What was as a full line, what would have been as a dashed one. */
export function UntouchedChart({ title, weeks, amountOf, textOf, max }: UntouchedChartProps) {
  const values = weeks.flatMap(({ actual, untouched }) => [amountOf(actual), amountOf(untouched)]);
  const actual = weeks.map(({ startsOn, actual: was, untouched }) => {
    const [value, would] = [amountOf(was), amountOf(untouched)];
    return value === null || would === null
      ? { value }
      : { value, title: `Week of ${formatDay(startsOn)}: ${textOf(value)}, untouched ${textOf(would)}` };
  });
  return (
    <WeekChart
      label={title}
      caption={
        <>
          {title}: <span className="key-line" /> as people decided, <span className="key-line dashed" />{' '}
          untouched
        </>
      }
      weeks={weeks.map(({ startsOn }) => startsOn)}
      lines={[
        { className: 'line', marks: actual },
        { className: 'other', marks: weeks.map(({ untouched }) => ({ value: amountOf(untouched) })) },
      ]}
      max={max ?? Math.max(1, ...values.map((value) => value ?? 0))}
      textOf={textOf}
      width={430}
      height={160}
      namesMax={6}
    />
  );
}
