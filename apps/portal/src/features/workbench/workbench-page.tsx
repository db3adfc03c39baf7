import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import './workbench.css';
import { trpc } from '../../app/api.ts';
import type { PlanGrid } from '../../app/api-types.ts';
import { PlanningSheet, type SheetCell } from '../../ui/grid/planning-sheet.tsx';
import { type SheetSettings, useSheetCore } from '../../ui/grid/use-sheet.ts';
import { Empty, Page } from '../../ui/page.tsx';
import { WorkbookMenu } from '../answers/workbook-menu.tsx';
import { CellThread } from './cell-thread.tsx';
import { PlanActions } from './plan-actions.tsx';
import { createPlanSource, pastBucketCount } from './plan-source.ts';
import { useCommentedCells } from './use-commented-cells.ts';
import { WorkbenchChart } from './workbench-chart.tsx';
import { WorkbenchFilters } from './workbench-filters.tsx';
import { groupsOf, hiddenOf, type WorkbenchView } from './workbench-search.ts';

const route = getRouteApi('/shell/workbench/$agreementId');

/** The view in the address, and how to change a part of it. */
function useView() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: { [Key in keyof WorkbenchView]?: WorkbenchView[Key] | undefined }) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
          ) as WorkbenchView,
        replace: true,
      }),
    [navigate],
  );
  const replace = useCallback(
    (next: WorkbenchView) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return { view, change, replace };
}

/** The grid of the address; made anew only when its columns, measures or size are others. */
function useSource(grid: PlanGrid, question: Parameters<typeof createPlanSource>[1]) {
  const { buckets, measures, rowCount, plans } = grid;
  const shape = JSON.stringify([
    question,
    buckets,
    measures,
    rowCount,
    plans.map(({ planId, firstColumn }) => [planId, firstColumn]),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says all of the grid that the source depends on
  return useMemo(() => createPlanSource(grid, question), [shape]);
}

const toggled = (codes: readonly string[], code: string): readonly string[] =>
  codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];

/** /workbench/:agreementId: forecasts of both sides, item by item and week by week, edited together. */
export function WorkbenchPage() {
  const { agreementId } = route.useParams();
  const { view, change, replace } = useView();
  const purpose = view.purpose ?? 'sales';
  const question = { agreementId, purpose, pastBucketCount };
  const { data: grid } = useSuspenseQuery(trpc.plans.grid.queryOptions(question));
  const { data: agreement } = useSuspenseQuery(trpc.agreements.get.queryOptions({ agreementId }));
  const source = useSource(grid, question);
  return (
    <Page
      title={agreement.partnerName}
      subtitle={
        <>
          Workbench ·{' '}
          <Link to="/partnerships/$agreementId" params={{ agreementId }}>
            {agreement.name}
          </Link>
        </>
      }
      actions={
        <>
          <WorkbookMenu
            question={{ ...question, ...(view.search === undefined ? {} : { search: view.search }) }}
            supplierId={agreement.supplierId}
          />
          <PlanActions grid={grid} />
        </>
      }
    >
      <WorkbenchFilters agreementId={agreementId} view={view} onChange={change} onView={replace} />
      {grid.rowCount === 0 ? (
        <Empty title="No item of this agreement is planned yet">
          <p>Rows appear when the agreement is in force and its items have locations with a supplier.</p>
        </Empty>
      ) : (
        <Sheet
          key={`${agreementId} ${purpose}`}
          grid={grid}
          source={source}
          view={view}
          partnerId={agreement.mySide === 'buyer' ? agreement.supplierId : agreement.buyerId}
          onChange={change}
        />
      )}
    </Page>
  );
}

type SheetProps = {
  grid: PlanGrid;
  source: ReturnType<typeof createPlanSource>;
  view: WorkbenchView;
  partnerId: string;
  onChange: (part: Partial<WorkbenchView>) => void;
};

function Sheet({ grid, source, view, partnerId, onChange }: SheetProps) {
  const sheet = useSheetCore(source);
  const [rowIndex, setRowIndex] = useState<number>();
  const [thread, setThread] = useState<SheetCell>();
  const { group, hide, search, differs } = view;
  const settings = useMemo<SheetSettings>(
    () => ({
      groupBy: groupsOf(group === undefined ? {} : { group }),
      hiddenMeasures: hiddenOf(hide === undefined ? {} : { hide }),
      search: search ?? '',
      differsRatio: differs === undefined ? undefined : differs / 100,
    }),
    [group, hide, search, differs],
  );
  const comments = useCommentedCells(grid, sheet.core.store);
  const toggleMeasure = (code: string): void => {
    const next = toggled(settings.hiddenMeasures, code);
    onChange({ hide: next.length === 0 ? undefined : next.join(',') } as Partial<WorkbenchView>);
  };
  return (
    <>
      <WorkbenchChart
        kind={view.chart ?? 'demand'}
        grid={grid}
        core={sheet.core}
        rowIndex={rowIndex}
        settings={settings}
      />
      <PlanningSheet
        {...sheet}
        onRetry={sheet.retry}
        label={`Plans with ${grid.partnerName}`}
        settings={settings}
        density={view.density ?? 'compact'}
        onToggleMeasure={toggleMeasure}
        onRow={setRowIndex}
        onComment={setThread}
        comments={comments}
      >
        {thread !== undefined && (
          <CellThread
            grid={grid}
            core={sheet.core}
            cell={thread}
            partnerId={partnerId}
            onClose={() => setThread(undefined)}
          />
        )}
      </PlanningSheet>
    </>
  );
}
