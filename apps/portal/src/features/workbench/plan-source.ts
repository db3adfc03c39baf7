import type { ForecastPurpose } from '@coplan/collaboration';
import { client, errorData, queryClient, trpc } from '../../app/api.ts';
import type { PlanGrid, PlanGridRow } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatState } from '../../ui/format.ts';
import type { FollowedEdit, GridHead, GridSource, SourceConflict } from '../../ui/grid/grid-source.ts';
import type { LoadedRow, MeasureCells } from '../../ui/grid/grid-types.ts';

/** What of an agreement's plans a grid shows. */
export type PlanQuestion = {
  agreementId: string;
  purpose: ForecastPurpose;
  scenarioPlanId?: string;
  pastBucketCount: number;
};

/** Two years of weeks, or two months of days, with the history that a forecast is read against. */
export const pastBucketCount = 52;
const bucketsPerYear = { 1: 364, 7: 52 } as const;

type Measure = PlanGrid['measures'][number];

const sourceOf = ({ code, name, planId, partyName }: Measure, plans: PlanGrid['plans']): string => {
  const plan = plans.find((one) => one.planId === planId);
  if (plan === undefined) return partyName === null ? name : `${name} of ${partyName}`;
  const published =
    plan.publishedAt === null
      ? formatState(plan.state).toLowerCase()
      : `published ${plan.publishedAt.slice(0, 10)}`;
  return `${code === 'joint' ? 'Joint plan' : name}, version ${plan.versionNumber}, ${published}`;
};

/** Short enough for the frozen column; the legend's tooltip has the whole name. */
const shortName = ({ code, name, partyName }: Measure): string => {
  if (code === 'mine') return 'Ours';
  if (code === 'partner') return partyName ?? 'Theirs';
  if (code === 'joint') return 'Joint plan';
  return code === 'statistical' ? 'Statistical' : name;
};

/** Where the plan of a measure begins and ends among the grid's columns. */
function columnsOf({ planId }: Measure, plans: PlanGrid['plans']) {
  const plan = plans.find((one) => one.planId === planId);
  if (plan === undefined || plan.firstColumn === null) return {};
  return { columns: { first: plan.firstColumn, before: plan.firstColumn + plan.bucketCount } };
}

/** The grid's head in the words of the sheet. */
export const headOf = ({ buckets, measures, plans, rowCount, bucketDays }: PlanGrid): GridHead => ({
  buckets,
  rowCount,
  bucketsPerYear: bucketsPerYear[bucketDays],
  measures: measures.map((measure) => ({
    code: measure.code,
    name: shortName(measure),
    planId: measure.planId,
    isEditable: measure.isEditable,
    ...columnsOf(measure, plans),
    source: sourceOf(measure, plans),
  })),
});

const toMilli = (amounts: readonly (number | null)[]): (number | null)[] =>
  amounts.map((amount) => (amount === null ? null : Math.round(amount * 1_000)));

/** A row as it was read, in thousandths. Where nobody has overridden anything, the cells are what lies below. */
export function toLoadedRow(row: PlanGridRow, measures: readonly Pick<Measure, 'code'>[]): LoadedRow {
  const cells: Record<string, MeasureCells> = {};
  for (const { code } of measures) {
    const layers = row.layers[code];
    cells[code] = {
      underlyingMilli: toMilli(layers?.underlying ?? row.cells[code] ?? []),
      overrideMilli: layers?.override == null ? null : toMilli(layers.override),
      editNumber: row.rowVersion[code] ?? 0,
    };
  }
  const { itemLocationId, itemNumber, partnerItemNumber, description, locationCode, category, unit } = row;
  const names = { itemLocationId, itemNumber, partnerItemNumber, description, locationCode, unit };
  return { ...names, category: category ?? '', measures: cells };
}

/** A refused WebSocket or a dropped connection has no answer of the server in it; neither has a failing server. */
const isUnreached = (error: unknown): boolean => {
  const status = errorData(error)?.httpStatus;
  return status === undefined || status >= 500 || status === 429;
};

/** Reads, edits and follows the plans of an agreement for the planning grid. */
export function createPlanSource(grid: PlanGrid, question: PlanQuestion): GridSource {
  const firstColumns = new Map(grid.plans.map(({ planId, firstColumn }) => [planId, firstColumn ?? 0]));
  const columnOf = (planId: string, bucketIndex: number): number =>
    bucketIndex + (firstColumns.get(planId) ?? 0);
  const bucketOf = (planId: string, column: number): number => column - (firstColumns.get(planId) ?? 0);

  return {
    head: headOf(grid),
    isUnreached,
    explain: explainError,
    async readRows(block) {
      const { rows } = await client.plans.gridRows.query({ ...question, ...block });
      return rows.map((row) => toLoadedRow(row, grid.measures));
    },
    async edit({ planId, operationId, edits }) {
      const answer = await client.plans.edit.mutate({
        planId,
        operationId,
        edits: edits.map(({ itemLocationId, column, beforeMilli, afterMilli }) => ({
          itemLocationId,
          bucketIndex: bucketOf(planId, column),
          layer: 'override' as const,
          beforeMilli,
          afterMilli,
        })),
      });
      const conflicts = answer.conflicts.map(
        ({ itemLocationId, bucketIndex, currentMilli, editNumber, actorName, at }): SourceConflict => ({
          itemLocationId,
          column: columnOf(planId, bucketIndex),
          currentMilli,
          editNumber,
          actorName,
          at,
        }),
      );
      return { applied: answer.applied, conflicts };
    },
    follow({ onEdits, onGap }) {
      const planIds = [...firstColumns.keys()];
      if (planIds.length === 0) return () => undefined;
      const following = client.plans.follow.subscribe(
        { planIds },
        {
          onData: ({ data }) => {
            if (data.kind === 'gap') onGap();
            else if (data.kind === 'edits')
              onEdits(
                data.edits.map(
                  (edit): FollowedEdit => ({
                    planId: data.planId,
                    editNumber: edit.editNumber,
                    itemLocationId: edit.itemLocationId,
                    column: columnOf(data.planId, edit.bucketIndex),
                    overrideMilli: edit.layer === 'override' ? edit.afterMilli : undefined,
                    actorName: edit.actorName,
                    at: edit.at,
                  }),
                ),
              );
            else if (data.kind !== 'start') void queryClient.invalidateQueries(trpc.plans.pathFilter());
          },
        },
      );
      return () => following.unsubscribe();
    },
    async history({ planId, itemLocationId, column }) {
      const plan = grid.plans.find((one) => one.planId === planId);
      const bucketIndex = bucketOf(planId, column);
      if (plan === undefined || bucketIndex < 0 || bucketIndex >= plan.bucketCount) return [];
      return (await client.plans.cellHistory.query({ planId, itemLocationId, bucketIndex })).entries;
    },
  };
}
