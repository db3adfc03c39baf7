import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import '../replenishment/proof.css';
import { trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import type { SheetCore } from '../../ui/grid/sheet-core.ts';
import type { SheetSettings } from '../../ui/grid/use-sheet.ts';
import { HeatMap } from './heat-map.tsx';
import { pastBucketCount } from './plan-source.ts';
import type { ChartKind } from './workbench-search.ts';

const DemandLines = lazy(async () => ({ default: (await import('./demand-lines.tsx')).DemandLines }));
const VersionTail = lazy(async () => ({ default: (await import('./version-tail.tsx')).VersionTail }));

type WorkbenchChartProps = {
  kind: ChartKind;
  grid: PlanGrid;
  core: SheetCore;
  /** The row under the cursor; undefined on totals. */
  rowIndex: number | undefined;
  settings: SheetSettings;
};

const settleMs = 300;

/** The row that the chart shows, once the cursor rests. */
function useRestingRow(rowIndex: number | undefined): number | undefined {
  const [resting, setResting] = useState(rowIndex);
  useEffect(() => {
    const timer = setTimeout(() => setResting(rowIndex), settleMs);
    return () => clearTimeout(timer);
  }, [rowIndex]);
  return resting;
}

/** Changes of the store, at most every third of a second: a chart need not follow every frame. */
function useStoreTick(core: SheetCore): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = core.store.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setTick((before) => before + 1);
      }, settleMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [core]);
  return tick;
}

/** The picture over the grid: demand of the row under the cursor, its versions, or where both sides differ. */
export function WorkbenchChart({ kind, grid, core, rowIndex, settings }: WorkbenchChartProps) {
  const shown = useRestingRow(rowIndex);
  const tick = useStoreTick(core);
  const row = shown === undefined ? undefined : core.store.rowAt(shown);
  const itemLocationId = row?.itemLocationId ?? '';
  const outlook = useQuery({
    ...trpc.plans.rowOutlook.queryOptions({
      agreementId: grid.agreementId,
      purpose: grid.purpose,
      itemLocationId,
      pastBucketCount,
    }),
    enabled: itemLocationId !== '' && (kind === 'demand' || kind === 'tail'),
  });
  if (kind === 'none') return null;
  const title =
    row === undefined ? 'All shown' : `${row.itemNumber} ${row.description} · ${row.locationCode}`;
  return (
    <section className="workbench-chart" aria-label="Chart">
      <Suspense fallback={<div className="chart-space" />}>
        {kind === 'demand' && (
          <DemandLines
            grid={grid}
            core={core}
            title={title}
            rowIndex={row === undefined ? undefined : shown}
            band={row === undefined ? null : (outlook.data?.band ?? null)}
            hiddenMeasures={settings.hiddenMeasures}
            tick={tick}
          />
        )}
        {kind === 'tail' && (
          <VersionTail grid={grid} core={core} title={title} versions={outlook.data?.versions ?? []} />
        )}
        {kind === 'heat' && <HeatMap core={core} tick={tick} />}
      </Suspense>
    </section>
  );
}
