import { dayNumber, type LocalDate } from '@coplan/kernel';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { axesOf, Chart } from '../replenishment/chart.tsx';
import { valuesByBucket } from './exception-words.ts';

const daySeconds = 86_400;

const optionsFor =
  (names: { source: string; compared: string }) =>
  (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => ({
    legend: { show: false },
    axes: axesOf(colourOf),
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] } },
    series: [
      {},
      { label: names.source, stroke: colourOf('--chart-forecast'), width: 2 },
      { label: names.compared, stroke: colourOf('--chart-safety'), width: 2, dash: [6, 3] },
    ],
  });

/** Both values of the parts, bucket by bucket. */
export function DifferenceChart({ exception }: { exception: ExceptionDetail }) {
  const { children, sourceName, comparedName } = exception;
  const buckets = useMemo(() => valuesByBucket(children), [children]);
  const data = useMemo<uPlot.AlignedData>(
    () => [
      buckets.map(({ startsOn }) => dayNumber(startsOn as LocalDate) * daySeconds),
      buckets.map(({ sourceMilli }) => sourceMilli / 1000),
      buckets.map(({ comparedMilli, missingCount }) =>
        missingCount > 0 && comparedMilli === 0 ? null : comparedMilli / 1000,
      ),
    ],
    [buckets],
  );
  const options = useMemo(
    () => optionsFor({ source: sourceName, compared: comparedName }),
    [sourceName, comparedName],
  );
  if (buckets.length < 2) return null;
  const missing = buckets.reduce((count, bucket) => count + bucket.missingCount, 0);
  return (
    <section className="section" aria-label="Both values by period">
      <h2>Both values by period</h2>
      <Chart
        label={`${sourceName} against ${comparedName} in ${buckets.length} periods from ${buckets[0]?.startsOn}.`}
        data={data}
        options={options}
        height={170}
      />
      <div className="chart-legend">
        <span style={{ '--key': 'var(--chart-forecast)' } as React.CSSProperties}>{sourceName}</span>
        <span style={{ '--key': 'var(--chart-safety)' } as React.CSSProperties}>{comparedName} (dashed)</span>
        {missing > 0 && <span>{missing} missing values are no zeros: they are left out</span>}
      </div>
    </section>
  );
}
