import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PlanGrid, ScenarioRow } from '../../app/api-types.ts';
import { PlanningSheet } from '../../ui/grid/planning-sheet.tsx';
import { type SheetSettings, useSheetCore } from '../../ui/grid/use-sheet.ts';
import { Empty } from '../../ui/page.tsx';
import { createPlanSource, type PlanQuestion } from '../workbench/plan-source.ts';

const pastBucketCount = 4;
const settleMs = 1500;
const settings: SheetSettings = {
  groupBy: [],
  hiddenMeasures: ['history', 'statistical'],
  search: '',
  differsRatio: undefined,
};

/** The grid of a branch beside the joint plan; both sides' edits appear as they are made. */
export function ScenarioSheet({ scenario }: { scenario: ScenarioRow }) {
  const { agreementId, purpose, planId, partnerName } = scenario;
  const question = useMemo(
    () => ({ agreementId, purpose, scenarioPlanId: planId, pastBucketCount }),
    [agreementId, purpose, planId],
  );
  const { data: grid } = useSuspenseQuery(trpc.plans.grid.queryOptions(question));
  if (grid.rowCount === 0)
    return (
      <Empty title="This branch has no rows">
        <p>The items of the joint plan are no longer in the agreement.</p>
      </Empty>
    );
  return <Sheet grid={grid} question={question} label={`${scenario.name}, with ${partnerName}`} />;
}

type SheetProps = { grid: PlanGrid; question: PlanQuestion; label: string };

function Sheet({ grid, question, label }: SheetProps) {
  const { buckets, measures, rowCount } = grid;
  const shape = JSON.stringify([buckets.length, buckets[0]?.startsOn, measures, rowCount]);
  // The shape says all that the source depends on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const source = useMemo(() => createPlanSource(grid, question), [shape, question]);
  const sheet = useSheetCore(source);
  const { store } = sheet.core;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = store.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        void queryClient.invalidateQueries(trpc.scenarios.get.pathFilter());
        void queryClient.invalidateQueries(trpc.scenarios.compare.pathFilter());
      }, settleMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return (
    <PlanningSheet
      {...sheet}
      onRetry={sheet.retry}
      label={label}
      settings={settings}
      density="compact"
      onToggleMeasure={() => undefined}
    />
  );
}
