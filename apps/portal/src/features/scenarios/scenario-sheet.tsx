import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PlanGrid, ScenarioRow } from '../../app/api-types.ts';
import { PlanningSheet } from '../../ui/grid/planning-sheet.tsx';
import { type SheetSettings, useSheetCore } from '../../ui/grid/use-sheet.ts';
import { Empty } from '../../ui/page.tsx';
import { createPlanSource, type PlanQuestion } from '../workbench/plan-source.ts';

/** What was sold is hidden at first, and the future needs the room. */
const pastBucketCount = 1;
const settleMs = 1500;
const hiddenAtFirst: readonly string[] = ['history', 'statistical'];

/** In the room the branch alone is edited: whoever wants to change the joint plan itself goes to the workbench. */
const branchOnly = (grid: PlanGrid): PlanGrid => ({
  ...grid,
  measures: grid.measures.map((measure) =>
    measure.code === 'scenario' ? measure : { ...measure, isEditable: false },
  ),
});

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says all of the grid that the source depends on
  const source = useMemo(() => createPlanSource(branchOnly(grid), question), [shape, question]);
  const sheet = useSheetCore(source);
  const [hiddenMeasures, setHiddenMeasures] = useState(hiddenAtFirst);
  const settings = useMemo<SheetSettings>(
    () => ({ groupBy: [], hiddenMeasures, search: '', differsRatio: undefined }),
    [hiddenMeasures],
  );
  const toggleMeasure = (code: string): void =>
    setHiddenMeasures((before) =>
      before.includes(code) ? before.filter((one) => one !== code) : [...before, code],
    );
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
      onToggleMeasure={toggleMeasure}
    />
  );
}
