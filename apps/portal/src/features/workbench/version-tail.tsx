import { useMemo, useSyncExternalStore } from 'react';
import type uPlot from 'uplot';
import type { PlanGrid, PlanRowOutlook } from '../../app/api-types.ts';
import { formatInstant } from '../../ui/format.ts';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';
import { axesOf, Chart } from '../replenishment/chart.tsx';
import { tailOf } from './version-points.ts';

type VersionTailProps = {
  grid: PlanGrid;
  core: SheetCore;
  title: string;
  versions: PlanRowOutlook['versions'];
};

const parties = [
  { code: 'mine', label: 'Ours', token: '--grid-measure-2' },
  { code: 'partner', label: 'Theirs', token: '--grid-measure-3' },
  { code: 'joint', label: 'Joint', token: '--grid-measure-4' },
] as const;

/** How the forecast of the bucket under the cursor evolved: one point per version and side. */
export function VersionTail({ grid, core, title, versions }: VersionTailProps) {
  const column = useSyncExternalStore(core.state.subscribe, () => core.state.get().cursor.column);
  const points = useMemo(() => tailOf(versions, column), [versions, column]);
  const data = useMemo<uPlot.AlignedData>(
    () => [
      points.map((_, index) => index),
      points.map(({ mine }) => mine),
      points.map(({ partner }) => partner),
      points.map(({ joint }) => joint),
    ],
    [points],
  );
  const options = useMemo(
    () =>
      (colourOf: (token: string) => string): Omit<uPlot.Options, 'width' | 'height'> => {
        const [x = {}, y = {}] = axesOf(colourOf);
        return {
          legend: { show: false },
          axes: [
            {
              ...x,
              incrs: [1, 2, 5, 10],
              space: 70,
              values: (_plot, splits) => splits.map((split) => points[split]?.label ?? ''),
            },
            y,
          ],
          scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
          series: [
            {},
            ...parties.map(({ label, token }) => ({
              label,
              stroke: colourOf(token),
              width: 2,
              spanGaps: true,
              points: { show: true, size: 6, fill: colourOf(token) },
            })),
          ],
        };
      },
    [points],
  );
  const bucket = grid.buckets[column]?.label ?? '';
  const last = points.at(-1);
  return (
    <>
      <h2>
        {title} · {bucket} from version to version
      </h2>
      {points.length === 0 ? (
        <p className="soft chart-space">No version has a number for this bucket of this row.</p>
      ) : (
        <>
          <Chart
            label={`The number of ${bucket} in ${points.length} versions, the last from ${last?.at ?? ''}`}
            data={data}
            options={options}
            height={150}
          />
          <div className="chart-legend">
            {parties.map(({ code, label, token }) => (
              <span key={code} style={{ '--key': `var(${token})` } as React.CSSProperties}>
                {label}
              </span>
            ))}
            {last !== undefined && <span>Last changed {formatInstant(last.at)}</span>}
          </div>
        </>
      )}
    </>
  );
}
